"""Moving between chats: place and prompt are turned at once, the disk follows, one opening after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from textual.worker import WorkType

from javari_tui.domain.drafts import NEW_CHAT_ID, Draft
from javari_tui.domain.errors import JavariError, StorageError
from javari_tui.i18n import _
from javari_tui.screens.chat.drafts import Drafts
from javari_tui.screens.chat.page import Behind, ChatPage, Place
from javari_tui.screens.chat.showing import Showing
from javari_tui.services.launch import Launch
from javari_tui.widgets.prompt.pending import joined


class Moving:
    """Opens chats. What is typed from the moment of asking belongs to the chat that was asked for."""

    def __init__(self, page: ChatPage, showing: Showing, drafts: Drafts, behind: Callable[[], Behind]) -> None:
        self._page, self._showing, self._drafts, self._behind = page, showing, drafts, behind
        self._turn = asyncio.Lock()
        """One after the other: none is ever half read when the next begins."""
        self._sought: int | None = None
        """A message that is on a branch which is about to be shown."""

    def open(self, chat_id: int | None, message_id: int | None = None, *, bring: bool = False) -> None:
        """Turn to another chat, or a new one. With `bring`, what stands in the prompt was written for it already."""
        page, here = self._page, self._page.place
        is_here = here.chat_id == chat_id and (chat_id is not None or here.sheet.is_safe)
        left = None if is_here else here
        if left is not None:
            self._turn_to(self._drafts.left_in(chat_id) or self._place(chat_id), bring=bring)
        page.prompt.focus_text()
        work: WorkType[None] = partial(self._follow, page.place, left, message_id)
        page.screen.run_worker(work, group="open")

    def _place(self, chat_id: int | None) -> Place:
        place, here = Place(chat_id), self._page.place
        if chat_id is None and (here.chat_id is None or self._drafts.new_chat_is_sent):
            place.read.set()  # on disk is the message that is on its way
        return place

    def _turn_to(self, place: Place, *, bring: bool) -> None:
        page = self._page
        page.place.scroll = page.transcript.place()
        self._drafts.leave(page.place)
        self._drafts.forget(place)
        place.before, place.editing = page.place, None
        page.place = place
        page.prompt.turn_to(place.sheet, bring=bring)
        self._showing.blank()

    async def _follow(self, place: Place, left: Place | None, message_id: int | None) -> None:
        """What the disk has to do with it."""
        page = self._page
        try:
            await page.services()
        except JavariError:
            return  # the screen tells why there is nothing to open
        async with self._turn:
            if left is not None:
                await self._page.reporting(self._keep(left))
                await self._arrive(place)
                if page.place is place:
                    await self.note_open()
            if message_id is not None and page.place is place:
                await self._page.reporting(self._reveal(message_id))
        await self._page.reporting(self._behind().show_model())

    async def _keep(self, left: Place) -> None:
        """Put a place that was left on disk; one that was never read is kept by the turn that should have read it."""
        if left.read.is_set():
            await self._drafts.keep(left)
            if left.chat_id is not None and left.scroll is not None:
                services = await self._page.services()
                await services.view.save_scroll(left.chat_id, left.scroll)

    async def _arrive(self, place: Place) -> None:
        """Read what is to be shown; what cannot be read is told, and what was shown before is shown again."""
        try:
            await self._read(place)
        except JavariError as error:
            place.read.set()
            self._page.report(error)
            if self._page.place is place:
                await self._go_back(place)

    async def _read(self, place: Place) -> None:
        services = await self._page.services()
        if place.chat_id is not None:
            opening = await services.chats.open(place.chat_id)
            if self._page.place is place:
                self._showing.show(opening)
            await self._put_draft(place, opening.draft)
            return
        draft = Draft()
        if not place.read.is_set() and not self._drafts.new_chat_is_sent:
            draft = await services.prompts.draft(NEW_CHAT_ID)
        if self._page.place is place:
            self._showing.show_new()
        await self._put_draft(place, draft)

    async def _put_draft(self, place: Place, draft: Draft) -> None:
        """What was written here earlier comes before what was written since."""
        page, was_read = self._page, place.read.is_set()
        place.read.set()
        place.before = None
        if page.place is not place:
            if not was_read:
                place.sheet.written = joined(draft, place.sheet.written)
                await self._drafts.keep(place)
        elif not was_read:
            if page.prompt.draft.is_empty and place.sheet.is_safe:
                page.prompt.load(draft)
            else:
                page.prompt.put_before(draft)

    async def _go_back(self, place: Place) -> None:
        """To the last place that could be read, with all that was typed since."""
        before, seen = place.before, {id(place)}
        while before is not None and not before.read.is_set() and id(before) not in seen:
            seen.add(id(before))
            before = before.before
        target = before if before is not None and before.read.is_set() else Place()
        self._drafts.forget(target)
        self._page.place = target
        self._page.prompt.turn_to(target.sheet, bring=True)
        place.before = None
        try:
            await self._read(target)
        except JavariError as error:
            target.read.set()
            self._page.report(error)

    async def note_open(self) -> None:
        """Note which chat is open; all else is safe without."""
        services = await self._page.services()
        try:
            await services.view.set_open_chat(self._page.chat_id)
        except StorageError:
            text = _("Javari could not note which chat is open. At the next start it may show another one.")
            self._page.tell(text, warning=True)

    async def begin(self, launch: Launch) -> None:
        """What the first look could not know: the chat that was open, the draft of a new one, answers that died."""
        page, first = self._page, self._page.place
        services = await page.services()
        if not first.read.is_set():
            last = None if launch.options.new_chat else await services.view.open_chat()
            if last is not None and page.place is first and first.sheet.is_safe:
                self.open(last, bring=True)
                self._drafts.forget(first)
                return
            async with self._turn:
                await self._arrive(first)
        if page.place is first and launch.options.chat_id is None:
            await self._showing.bring_up_to_date()
            await self._behind().show_model()

    async def read_again(self) -> None:
        """Read the open chat anew: another branch is shown."""
        async with self._turn:
            place = self._page.place
            services = await self._page.services()
            if place.chat_id is None or not place.read.is_set():
                return
            try:
                opening = await services.chats.open(place.chat_id)
            except JavariError:
                self._behind().not_read()
                raise
            if self._page.place is place:
                self._showing.show(opening)
                self._page.transcript.follow()
                await self._reveal_sought()

    async def _reveal_sought(self) -> None:
        if self._sought is not None:
            await self._reveal(self._sought)
            self._sought = None
            self._page.tell(_("This was said on another branch of the chat, which is shown now."))

    async def _reveal(self, message_id: int) -> None:
        """Scroll to a message, reading older ones until it is there; on another branch, that one is shown first."""
        transcript, chat_id = self._page.transcript, self._page.chat_id
        while transcript.messages and not transcript.has(message_id):
            first = transcript.messages[0].id
            # What stands above a message is always older than it and has a lower number.
            if first > message_id:
                await self._showing.read_older(first, many=True)
            if transcript.messages and transcript.messages[0].id == first:
                if chat_id is not None and self._sought is None:
                    self._sought = message_id
                    await (await self._page.services()).conversation.show_branch(chat_id, message_id)
                return
        transcript.reveal(message_id)

    async def save_all(self) -> None:
        """Drafts, open chat and place, now. Raises StorageError."""
        page = self._page
        if page.services_now is None and page.prompt.unsaved.is_empty:
            return
        services = await page.services()
        await self._behind().settle()
        await self._drafts.keep_all()
        if page.place.read.is_set():
            await services.view.set_open_chat(page.chat_id)
            await self._showing.save_place()
