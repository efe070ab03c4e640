"""What is written in the chats, brought to disk: each draft with the chat it was written in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce

from javari_tui.domain.drafts import NEW_CHAT_ID, Draft
from javari_tui.domain.errors import StorageError
from javari_tui.screens.chat.page import ChatPage, Place
from javari_tui.widgets.prompt.pending import Sheet, joined


class Drafts:
    """Knows the place that is shown and those that were left before all of them was safe."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._left: list[Place] = []
        self._sending = 0
        """Messages of new chats that are being brought to disk."""
        self._has_told = False
        """Whether the user knows that drafts are not being saved."""

    def leave(self, place: Place) -> None:
        """Another place is turned to; what is written in this one is not on disk yet."""
        if place not in self._left:
            self._left.append(place)

    def forget(self, place: Place) -> None:
        """It is shown again, or has nothing that could be lost."""
        if place in self._left:
            self._left.remove(place)

    def left_in(self, chat_id: int | None) -> Place | None:
        """The place of a chat that was left a moment ago. A new chat with its message on the way is no new one."""
        return next((at for at in self._left if at.chat_id == chat_id and (at.sheet.is_safe or chat_id)), None)

    @property
    def new_chat_is_sent(self) -> bool:
        """Whether the draft of the new chat on disk is that of a message on its way."""
        return self._sending > 0 or any(place.chat_id is None for place in self._left)

    @contextmanager
    def sending(self, place: Place) -> Iterator[None]:
        """While a message is brought to disk the draft of the new chat there is nobody's but its own."""
        is_new = place.chat_id is None
        self._sending += is_new
        try:
            yield
        finally:
            self._sending -= is_new

    async def keep_new(self) -> None:
        """A new chat became one: what is on disk is what was written in the next one. Raises StorageError."""
        place = next((at for at in (self._page.place, *self._left) if at.chat_id is None), None)
        if place is not None:
            await self.keep(place)
        else:
            await (await self._page.services()).prompts.save_draft(NEW_CHAT_ID, Draft())

    def place_of(self, sheet: Sheet) -> Place:
        """Where something was written."""
        return next((place for place in self._left if place.sheet is sheet), self._page.place)

    async def changed(self, sheet: Sheet) -> None:
        """Something was written. What is on disk must be here first; what was left is kept by who left."""
        place = self._page.place
        await self._page.services()
        if place is not self._page.place or sheet is not place.sheet or not place.read.is_set():
            return
        try:
            await self.keep(place)
        except StorageError as error:
            if not self._has_told:  # once, not at every letter
                self._page.report(error)
            self._has_told = True
        else:
            self._has_told = False

    async def keep(self, place: Place) -> None:
        """Put on disk all that is written in a place's chat. Raises StorageError."""
        services = await self._page.services()
        if place is not self._page.place and place not in self._left:
            return  # kept meanwhile
        chat_id, draft_id = place.chat_id, place.chat_id or NEW_CHAT_ID
        read = Draft() if place.read.is_set() else await services.prompts.draft(draft_id)
        if place.chat_id != chat_id:
            await self.keep(place)  # its message was sent meanwhile
            return
        same = [at for at in (*self._left, self._page.place) if at.chat_id == chat_id]
        await services.prompts.save_draft(draft_id, reduce(joined, map(self._unsaved, same), read))
        # What was written in one new chat is off the disk when the message of another one takes its draft away.
        if all(at.sheet.is_safe for at in same):
            for at in same:
                if at.read.is_set():
                    self.forget(at)

    async def keep_all(self) -> None:
        """Everything, now: Javari ends. Raises StorageError."""
        for place in (*self._left, self._page.place):
            if place.read.is_set() or not self._unsaved(place).is_empty:
                await self.keep(place)

    def _unsaved(self, place: Place) -> Draft:
        return self._page.prompt.unsaved if place is self._page.place else place.sheet.unsaved
