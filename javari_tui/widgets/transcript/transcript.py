"""The transcript of a chat: the widget the screens know."""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.message import Message as TextualMessage
from textual.reactive import var

from javari_tui.commands.bindings import bindings
from javari_tui.commands.transcript import BLOCK_COMMANDS
from javari_tui.domain.scroll_place import ScrollPlace
from javari_tui.widgets.transcript.cursor import first_stop
from javari_tui.widgets.transcript.older import Lengthening
from javari_tui.widgets.transcript.palette import CSS
from javari_tui.widgets.transcript.viewport import Spot

if TYPE_CHECKING:
    from javari_tui.domain.answer_cost import AnswerCost
    from javari_tui.domain.chat import Message
    from javari_tui.widgets.transcript.entry import Entry

FRAME_SECONDS = 0.05
"""Time between two pictures of a growing answer."""
SHARE = 8
"""How many times what a picture cost is waited for the next: a monstrous line never takes the whole processor."""


class Transcript(Lengthening, can_focus=True):
    """Messages as they were said, growing while they are written.

    Values in, messages out: it is told what to show, and says where the reader is and what they want.
    """

    DEFAULT_CSS = CSS
    BINDINGS: ClassVar[list[BindingType]] = bindings(BLOCK_COMMANDS)

    frame_seconds: var[float] = var(FRAME_SECONDS)
    """Time between two pictures of a growing answer; more of it on slow links."""

    class PlaceChanged(TextualMessage):
        """The reader scrolled."""

        def __init__(self, place: ScrollPlace) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._wanted_place: ScrollPlace | None = None
        self._pieces: dict[int, list[tuple[str, str]]] = {}
        self._frame: TimerHandle | None = None
        self._last_cost = 0.0

    def show(self, messages: Sequence[Message], *, has_older: bool, place: ScrollPlace) -> None:
        """Show these messages and nothing else, at this place."""
        self._drop_pieces()
        self.document.fill(messages)
        self.expect_older(has_older)
        self.set_reactive(Transcript.cursor, None)
        self._wanted_place = place
        self._take_place()
        self.redraw()

    def add(self, message: Message) -> None:
        """A newer message below; one that is there already is brought up to date."""
        if self.document.find(message.id) is not None:
            self.update_message(message)
            return
        was_empty = not self.document.entries
        self.document.add(message)
        if was_empty:
            self.redraw()
        self.settle()

    def update_message(self, message: Message) -> None:
        """A message as it is now."""
        self.flush()
        entry = self.document.find(message.id)
        if entry is not None:
            entry.replace(message, self.document.show_thinking)
            self.document.measure(entry)
            self.settle()

    def grow(self, message_id: int, text: str = "", thinking: str = "") -> None:
        """Pieces of the running answer; several of them make one picture."""
        self._pieces.setdefault(message_id, []).append((text, thinking))
        if self._frame is None:
            # Not Textual's timer: to look at what it calls costs it, each time, half of what the picture costs.
            wait = max(self.frame_seconds, SHARE * self._last_cost)
            self._frame = asyncio.get_running_loop().call_later(wait, self.flush)

    def flush(self) -> None:
        """Show the pieces that wait."""
        if self._frame is not None:
            self._frame.cancel()
            self._frame = None
        began = perf_counter()
        pieces, self._pieces = self._pieces, {}
        for message_id, parts in pieces.items():
            entry = self.document.find(message_id)
            if entry is not None:
                text, thinking = ("".join(part) for part in zip(*parts, strict=True))
                entry.grow(text, thinking, self.document.show_thinking)
                self.document.measure(entry)
        if pieces:
            self.settle()
            self._last_cost = perf_counter() - began

    def _drop_pieces(self) -> None:
        """They belong to what is not shown any more."""
        self._pieces = {}
        if self._frame is not None:
            self._frame.cancel()
            self._frame = None

    def set_note(self, message_id: int, note: str) -> None:
        """One quiet line under a message; empty takes it away."""
        entry = self.document.find(message_id)
        if entry is not None and entry.note != note:
            entry.set_note(note, self.document.show_thinking)
            self.document.measure(entry)
            self.settle()

    def set_costs(self, costs: Mapping[int, AnswerCost]) -> None:
        """What the messages of this chat cost, by their numbers; they stand beside the names."""
        self.document.set_costs(costs)
        self.settle()

    def clear(self) -> None:
        """Show nothing but the welcome."""
        self.show((), has_older=False, place=ScrollPlace())

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.viewport.following = True
        self.settle()
        self.scrolled_by_user()

    def place(self) -> ScrollPlace:
        """Where the reader is: what `show` takes to come back here."""
        if self._wanted_place is not None:
            return self._wanted_place
        if not self.document.entries:
            return ScrollPlace()
        top = self.viewport.top
        message_id = self.document.entries[top.entry].message.id
        return ScrollPlace(message_id=message_id, block=top.block, rows=top.row, following=self.viewport.following)

    def reveal(self, message_id: int) -> None:
        """Scroll to a message and put the cursor on it."""
        entry = self.document.find(message_id)
        if entry is None:
            return
        self.flush()
        position = self.document.position(entry)
        self.viewport.go_to(Spot(position, 0, 0))
        self.cursor = first_stop(self.document, position)
        self.settle()
        self.scrolled_by_user()

    def refresh_texts(self) -> None:
        """The language changed."""
        self.document.translate()
        self.redraw()

    def settled(self) -> None:
        """Tell who listens, and ask for older messages in time."""
        self.following = self.viewport.following
        if self.has_focus and self.cursor is None:
            self.cursor = self.in_sight(-1)
        self.ask_in_time()

    def scrolled_by_user(self) -> None:
        """Where they are now is worth remembering."""
        if self.document.entries:
            self.post_message(self.PlaceChanged(self.place()))

    def lay_out_for_size(self) -> None:
        """The first size lets the wanted place be found."""
        super().lay_out_for_size()
        if self._wanted_place is not None and self.size.width:
            self._take_place()
            self.settle()

    def _take_place(self) -> None:
        """Go to the wanted place, as soon as there is a width."""
        place = self._wanted_place
        if place is None or not self.size.width or not self.is_mounted:
            return
        self._wanted_place = None
        self.viewport.height = max(self.size.height, 1)
        entry: Entry | None = self.document.find(place.message_id)
        if place.following or entry is None:
            self.viewport.following = True
        else:
            position = self.document.position(entry)
            self.viewport.go_to(self.viewport.spot_in(position, place.block, place.rows))
