"""Sending, drafts, the queue, the prompt's history and the user's editor."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from javari_tui.commands import chat as chat_commands
from javari_tui.commands import prompt as prompt_commands
from javari_tui.domain.chat import Attachment, Draft
from javari_tui.domain.errors import AttachmentRefused, JavariError, StorageError
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.dialogs.history_search import HistorySearch
from javari_tui.screens.dialogs.paste_editor import PasteEditor
from javari_tui.terminal.editor import edit_text

_MOMENT = 0.3
"""Seconds."""
NEW_CHAT_ID = 0
"""The prompts' id of the chat that does not exist yet."""


class Sending:
    """What happens between the prompt and the conversation."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._editing: int | None = None
        """The message whose new version is being written."""
        self._unsaved: Draft | None = None
        self._has_told = False
        """Whether the user knows that drafts are not being saved."""
        self._turn = asyncio.Lock()
        """One message after the other: the second of two goes into the chat that the first makes."""

    def handlers(self) -> Mapping[str, Handler]:
        """Commands of the prompt and the queue."""
        return {
            prompt_commands.SEARCH_HISTORY.id: self.search_history,
            prompt_commands.OPEN_EDITOR.id: self.open_editor,
            prompt_commands.CLEAR_PROMPT.id: self.put_aside,
            prompt_commands.LEAVE_EDITING.id: self.leave_editing,
            chat_commands.SHOW_QUEUE.id: self.take_back,
            chat_commands.SEND_QUEUE.id: self.send_queue,
        }

    def is_available(self, command_id: str) -> bool:
        """The queue's commands need one, leaving a change needs a change."""
        if command_id in (chat_commands.SHOW_QUEUE.id, chat_commands.SEND_QUEUE.id):
            waiting = self._page.queue_list
            return waiting.halted if command_id == chat_commands.SEND_QUEUE.id else bool(waiting.queue)
        return command_id != prompt_commands.LEAVE_EDITING.id or self._editing is not None

    async def submit(self, draft: Draft, text: str, attachments: tuple[Attachment, ...]) -> None:
        """Send, or ask again with an edited message. What cannot be sent returns to the prompt."""
        page = self._page
        place, editing = page.place, self._editing
        self.forget_editing()
        page.transcript.follow()
        async with self._turn:
            try:
                services = await page.services()
                await services.prompts.remember(text)
                if editing is not None:
                    await services.conversation.edit(editing, text, attachments)
                else:
                    place.chat = await services.conversation.send(place.chat_id, text, attachments)
            except JavariError as error:
                self._editing = editing if page.place is place else None
                page.prompt.load(draft)
                page.report(error)
                return
        page.prompt.clear()
        await services.view.set_open_chat(page.chat_id)
        page.prompt.set_history(await services.prompts.history())

    async def settle(self) -> None:
        """Give what is being sent a moment to get on disk; where that takes longer it is kept as a draft."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_MOMENT), self._turn:
                pass

    def begin_editing(self, message_id: int, text: str, attachments: tuple[Attachment, ...]) -> None:
        """Put a sent message into the prompt; sending makes a new version of it."""
        self._editing = message_id
        self._page.prompt.load(Draft(text=text, attachments=attachments))
        self._page.prompt.focus_text()
        self._page.screen.refresh_bindings()
        self._page.tell(_("Change it and send: the earlier version stays as a branch. Esc leaves it as it was."))

    def forget_editing(self) -> None:
        """What is written is no change of a sent message any more, but a message of its own."""
        self._editing = None
        self._page.screen.refresh_bindings()

    async def leave_editing(self) -> None:
        """Leave the sent message as it was; what was written of another version goes into the history."""
        self.forget_editing()
        await self.put_aside()

    async def save_draft(self, draft: Draft) -> None:
        """Keep the draft on disk; before the services are there the newest one waits for them."""
        self._unsaved = draft
        chat_id = self._page.chat_id or NEW_CHAT_ID
        services = await self._page.services()
        if self._unsaved is draft:
            try:
                await services.prompts.save_draft(chat_id, draft)
            except StorageError as error:
                if not self._has_told:  # once, not at every letter
                    self._page.report(error)
                self._has_told = True
            else:
                self._has_told = False

    async def search_history(self) -> None:
        """Find an earlier prompt and take it; an unsent draft is kept in the history first."""
        services = await self._page.services()
        entries = await services.prompts.history()
        chosen = await self._page.app.push_screen_wait(HistorySearch(entries))
        if chosen is not None:
            await self._remember_draft()
            self._page.prompt.take_text(chosen)
        self._page.prompt.focus_text()

    async def open_editor(self) -> None:
        """Write the draft in the user's own editor."""
        draft = self._page.prompt.draft
        text = edit_text(self._page.app, draft.text)
        if text != draft.text:
            self._page.prompt.take_text(text)
        self._page.prompt.focus_text()

    async def put_aside(self) -> None:
        """Empty the prompt; the draft goes into the history."""
        await self._remember_draft()
        self._page.prompt.clear()

    async def _remember_draft(self) -> None:
        draft = self._page.prompt.draft
        if draft.text.strip():
            services = await self._page.services()
            await services.prompts.remember(draft.text)
            self._page.prompt.set_history(await services.prompts.history())

    async def take_back(self) -> None:
        """Remove the message that waits last; into an empty prompt it returns."""
        queue = self._page.queue_list.queue
        if not queue:
            return
        services = await self._page.services()
        taken = await services.conversation.remove_queued(queue[-1].id)
        if taken is None:
            return
        if self._page.prompt.draft.is_empty:
            self._page.prompt.load(Draft(text=taken.text, attachments=taken.attachments))
        else:
            await services.prompts.remember(taken.text)
            self._page.tell(_("Removed; it is in the prompt history."))

    async def send_queue(self) -> None:
        """Let the waiting messages go on."""
        if self._page.chat_id is not None:
            await (await self._page.services()).conversation.resume_queue(self._page.chat_id)

    async def attach(self, path: Path) -> None:
        """Attach a file, or say why not."""
        services = await self._page.services()
        try:
            attachment = await services.files.read(path)
        except AttachmentRefused as error:
            self._page.prompt.refuse(error)
        else:
            self._page.prompt.attach(attachment)

    async def find_files(self, query: str) -> None:
        """Offer files below the folder Javari was started in."""
        services = await self._page.services()
        self._page.prompt.offer_files(query, await services.files.find(query))

    async def open_attachment(self, attachment: Attachment) -> None:
        """Show what is attached; a paste may be changed."""
        edited = await self._page.app.push_screen_wait(PasteEditor(attachment))
        if edited is not None and edited.unfold:
            self._page.prompt.unfold_attachment(attachment, edited.text)
        elif edited is not None:
            self._page.prompt.change_attachment(attachment, edited.text)
        self._page.prompt.focus_text()
