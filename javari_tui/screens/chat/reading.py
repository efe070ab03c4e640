"""Reading what was said: moving, copying, folding, versions and branches."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from javari_tui.commands import transcript as commands
from javari_tui.commands.chat import OPEN_CHATS
from javari_tui.domain.addresses import bare_addresses
from javari_tui.domain.chat import Message, Role
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _, ngettext
from javari_tui.messages import CommandWanted
from javari_tui.paths import folders
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.blocks import SO_FAR
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.chat.sending import Sending
from javari_tui.screens.dialogs.picker import Choice
from javari_tui.terminal.clipboard import copied_sentence, copy_text, has_browser
from javari_tui.widgets.moments import short_moment
from javari_tui.widgets.transcript.inner_code import last_code

_LINK = re.compile(r"\]\(<?([^\s)>]+)[^)]*\)|\bhttps?://[^\s\]]+")


class Reading:
    """Commands on the transcript."""

    def __init__(self, page: ChatPage, sending: Sending) -> None:
        self._page, self._sending = page, sending

    def handlers(self) -> Mapping[str, Handler]:
        """What works while reading."""
        transcript = self._page.transcript
        return {
            commands.GO_TO_END.id: transcript.follow,
            commands.PAGE_UP.id: lambda: transcript.action_page(-1),
            commands.PAGE_DOWN.id: lambda: transcript.action_page(1),
            commands.FOCUS_TRANSCRIPT.id: transcript.focus,
            commands.FOCUS_PROMPT.id: self._page.prompt.focus_text,
            commands.LEAVE_TRANSCRIPT.id: self.leave,
            commands.TOGGLE_THINKING.id: self.toggle_thinking,
            commands.COPY_MESSAGE.id: self.copy_message,
            commands.COPY_CODE.id: self.copy_code,
            commands.OPEN_LINK.id: self.open_chosen_link,
            commands.CODE_INSIDE.id: lambda: transcript.action_move_columns(1),
            commands.CODE_OUTSIDE.id: lambda: transcript.action_move_columns(-1),
            commands.EDIT_MESSAGE.id: self.edit_chosen,
            commands.EDIT_LAST.id: self.edit_last,
            commands.PREVIOUS_VERSION.id: self.previous_version,
            commands.NEXT_VERSION.id: self.next_version,
            commands.OPEN_BRANCHES.id: self.open_branches,
        }

    def is_available(self, command_id: str) -> bool:
        """There is an end to go to while the reader is away from it; Esc leaves unless it stops an answer."""
        if command_id == commands.LEAVE_TRANSCRIPT.id:
            return self._page.transcript.has_choice or not self._page.is_running
        return command_id != commands.GO_TO_END.id or not self._page.transcript.following

    def is_offered(self, command_id: str) -> bool:
        """The footer names the way to the code inside a block where there is some, and Edit on messages of yours."""
        if command_id == commands.EDIT_MESSAGE.id:
            message = self._chosen()
            return message is not None and message.role is Role.USER
        return command_id != commands.CODE_INSIDE.id or self._page.transcript.has_code_inside

    def leave(self) -> None:
        """Let the chosen blocks go; with none, go back to the prompt."""
        if not self._page.transcript.drop_choice():
            self._page.prompt.focus_text()

    def toggle_thinking(self) -> None:
        """Unfold or fold what models thought."""
        self._page.transcript.show_thinking = not self._page.transcript.show_thinking

    async def copy_message(self) -> None:
        """Copy the chosen message, or the last answer, as it was written."""
        message = self._chosen() or self._last(Role.ASSISTANT)
        await self.copy(message.text if message else "", so_far=message is not None and message.is_running)

    async def copy_code(self) -> None:
        """Copy the newest code block of the chat."""
        code = last_code(self._page.transcript.document)
        if code is None:
            self._page.tell(_("There is no code in this chat."), warning=True)
        else:
            await self.copy(code)

    async def copy(self, text: str, *, so_far: bool = False) -> None:
        """Copy a text, and say where it went, and that it is not whole where it is only what came so far.

        Without a newline at its end: a shell would run what is pasted at once.
        """
        text = text.rstrip("\n")
        if not text:
            self._page.tell(_("There is nothing to copy here."), warning=True)
            return
        fallback = folders().state / "copied.txt"
        try:
            copied = await copy_text(text, ask_terminal=self._page.app.copy_to_clipboard, fallback=fallback)
        except OSError as error:
            self._page.tell(_("Not copied: {reason}").format(reason=error.strerror), warning=True)
            return
        sentence = copied_sentence(copied, text)
        self._page.tell(f"{sentence} {_(SO_FAR)}" if so_far else sentence, warning=so_far)

    async def open_chosen_link(self) -> None:
        """Follow the link of the block under the cursor; of several, the one that is picked."""
        targets = link_targets(self._page.transcript.selected_source())
        if not targets:
            self._page.tell(_("There is no link in this block."))
            return
        target: str | None = targets[0]
        if len(targets) > 1:
            target = await self._page.pick(_("Links"), [Choice(key=each, title=each) for each in targets])
        if target:
            await self.open_link(target)

    async def open_link(self, target: str) -> None:
        """Follow a link of ours; a stranger's is shown in full first, and never opened by itself."""
        kind, _colon, rest = target.partition(":")
        if kind == "help":
            self._page.screen.post_message(CommandWanted("help.page", rest))
        elif kind == "chat" and rest.isdecimal():
            self._page.screen.post_message(CommandWanted(OPEN_CHATS.id, rest))
        else:
            choices = [Choice(key="copy", title=_("Copy the address"), detail=target)]
            if has_browser(os.environ) and kind in ("http", "https"):
                choices.append(Choice(key="open", title=_("Open it in the browser"), detail=target))
            picked = await self._page.pick(_("A link to {target}").format(target=reveal(target)), choices)
            if picked == "copy":
                await self.copy(target)
            elif picked == "open":
                self._page.app.open_url(target)

    def edit_chosen(self) -> None:
        """Change the user's message under the cursor; an answer is no text of theirs."""
        self._edit(self._chosen())

    def edit_last(self) -> None:
        """Change the message sent last."""
        self._edit(self._last(Role.USER))

    def _edit(self, message: Message | None) -> None:
        if message is None or message.role is not Role.USER:
            self._page.tell(_("Only messages of yours can be changed."), warning=True)
        elif not self._page.prompt.draft.is_empty:
            self._page.tell(_("Send or put aside your draft first (command “Put the draft aside”)."), warning=True)
        else:
            self._sending.begin_editing(message.id, message.text, message.attachments)

    async def previous_version(self) -> None:
        """Show the version before this one."""
        await self._step(-1)

    async def next_version(self) -> None:
        """Show the version after this one."""
        await self._step(1)

    async def _step(self, step: int) -> None:
        message = self._chosen()
        if message is None or not message.is_branching:
            self._page.tell(_("This message has no other version."))
            return
        await (await self._page.services()).conversation.show_sibling(message.id, step)

    async def open_branches(self) -> None:
        """List the branches of the open chat and switch to one."""
        page = self._page
        services = await page.services()
        branches = await services.chats.branches(page.chat_id) if page.chat_id is not None else ()
        if len(branches) < 2:
            page.tell(_("This chat has one branch. Editing a message or answering again makes another."))
            return
        choices = [
            Choice(
                key=str(branch.leaf_id),
                title=branch.excerpt or "…",
                detail=ngettext("{count} message", "{count} messages", branch.message_count).format(
                    count=branch.message_count
                ),
                hint=_("shown") if branch.current else short_moment(branch.updated_at),
            )
            for branch in branches
        ]
        current = next((str(branch.leaf_id) for branch in branches if branch.current), "")
        leaf = await page.pick(_("Branches of this chat"), choices, current=current)
        if leaf is not None and page.chat_id is not None:
            await services.conversation.show_branch(page.chat_id, int(leaf))

    def _chosen(self) -> Message | None:
        chosen = self._page.transcript.selected_message_id()
        return next((message for message in self._page.transcript.messages if message.id == chosen), None)

    def _last(self, role: Role) -> Message | None:
        return next((message for message in reversed(self._page.transcript.messages) if message.role is role), None)


def link_targets(markdown: str) -> list[str]:
    """Where the links of a piece of Markdown lead, each once."""
    targets: dict[str, None] = {}
    for found in _LINK.finditer(markdown):
        found_here = [found[1]] if found[1] else [address for _start, address in bare_addresses(found[0])]
        targets.update(dict.fromkeys(found_here))
    return list(targets)
