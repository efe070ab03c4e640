"""Sending, drafts, the queue, the prompt's history and the user's editor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

from javari_tui.commands import chat as chat_commands
from javari_tui.commands import prompt as prompt_commands
from javari_tui.domain.chat import Attachment, Draft
from javari_tui.domain.errors import JavariError, NotFound
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.attaching import Attaching
from javari_tui.screens.chat.drafts import Drafts
from javari_tui.screens.chat.moving import Moving
from javari_tui.screens.chat.page import ChatPage, Place
from javari_tui.screens.dialogs.history_search import HistorySearch
from javari_tui.terminal.editor import edit_text
from javari_tui.widgets.prompt.pending import joined
from javari_tui.widgets.prompt.prompt import Prompt

_MOMENT = 0.3
"""Seconds."""


class Sending:
    """What happens between the prompt and the conversation."""

    def __init__(self, page: ChatPage, moving: Moving, drafts: Drafts, attaching: Attaching) -> None:
        self._page, self._moving, self._drafts, self._attaching = page, moving, drafts, attaching
        self._turn = asyncio.Lock()
        """One message after the other: the second of two goes into the chat that the first makes."""
        self.queue_asked_for: Callable[[], None] = lambda: None
        """Told when the user lets the queue go on."""

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
        return command_id != prompt_commands.LEAVE_EDITING.id or self._page.place.editing is not None

    async def submit(self, sent: Prompt.Submitted) -> None:
        """Send, or ask again with an edited message, in the chat where it was written."""
        place = self._drafts.place_of(sent.sheet)
        with self._drafts.sending(place):
            await self._submit(sent, place)

    async def _submit(self, sent: Prompt.Submitted, place: Place) -> None:
        page, is_new = self._page, place.chat_id is None
        editing, place.editing = place.editing, None
        page.screen.refresh_bindings()
        if place is page.place:
            page.transcript.follow()
        await place.read.wait()
        async with self._turn:
            try:
                services = await page.services()
                attachments = await self._attaching.all_of(sent.text, sent.attachments)
                if editing is not None:
                    await services.conversation.edit(editing, sent.text, attachments)
                else:
                    place.becomes(await services.conversation.send(place.chat_id, sent.text, attachments))
            except JavariError as error:
                place.editing = editing
                page.report(error)
                await self._page.reporting(self._give_back(place, sent.draft, lost=isinstance(error, NotFound)))
                return
            if place is page.place:
                page.prompt.clear()
            else:
                sent.sheet.accept()
                await self._page.reporting(self._drafts.keep(place))
            if is_new:  # the message took its draft off the disk, and what else was written with it
                await self._page.reporting(self._drafts.keep_new())
        if place is page.place:
            await self._moving.note_open()
        await self._page.reporting(self._renew_history())

    async def _give_back(self, place: Place, draft: Draft, *, lost: bool) -> None:
        """Return to the prompt what was not sent; where another chat is shown, it is that chat's draft."""
        page = self._page
        if place is page.place:
            page.prompt.load(draft)
        elif lost or place.chat_id is page.chat_id is None:
            place.sheet.take_back(draft)
            page.prompt.put_before(draft)
        else:
            place.sheet.take_back(draft)
            place.sheet.written = joined(draft, place.sheet.written)
            self._drafts.leave(place)
            await self._drafts.keep(place)
            page.tell(_("What was not sent is the draft of its chat."), warning=True)

    async def _renew_history(self) -> None:
        services = await self._page.services()
        self._page.prompt.set_history(await services.prompts.history())

    async def settle(self) -> None:
        """Give what is being sent a moment to get on disk; where that takes longer it is kept as a draft."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_MOMENT), self._turn:
                pass

    def begin_editing(self, message_id: int, text: str, attachments: tuple[Attachment, ...]) -> None:
        """Put a sent message into the prompt; sending makes a new version of it."""
        self._page.place.editing = message_id
        lines = text.split("\n")
        end = len(lines) - 1, len(lines[-1])
        self._page.prompt.load(Draft(text=text, attachments=attachments, cursor=end))
        self._page.prompt.focus_text()
        self._page.screen.refresh_bindings()
        self._page.tell(_("Change it and send: the earlier version stays as a branch. Esc leaves it as it was."))

    def forget_editing(self) -> None:
        """What is written is no change of a sent message any more, but a message of its own."""
        self._page.place.editing = None
        self._page.screen.refresh_bindings()

    async def leave_editing(self) -> None:
        """Leave the sent message as it was; what was written of another version goes into the history."""
        self.forget_editing()
        await self.put_aside()

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
        draft = self._page.prompt.to_keep
        if draft.text.strip():
            await (await self._page.services()).prompts.remember(draft.text)
            await self._renew_history()

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
            self.queue_asked_for()
            await (await self._page.services()).conversation.resume_queue(self._page.chat_id)
