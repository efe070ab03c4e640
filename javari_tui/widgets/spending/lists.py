"""The lists of the page of credits: figures, lines of the ledger, what can be done. Each has the keys itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import OptionList

from javari_tui.commands.bindings import bindings
from javari_tui.commands.credits import PAGE_CHOOSE, PAGE_CHOOSE_BACK
from javari_tui.domain.billing import QuarantinedEvent
from javari_tui.domain.spending import LedgerEntry
from javari_tui.i18n import N_
from javari_tui.widgets.long_list import LongList
from javari_tui.widgets.spending.entries import entry_row
from javari_tui.widgets.spending.figures import Figure, SpendingRow, spending_row
from javari_tui.widgets.spending.refused import refused_row

_NEAR = 40
"""Rows before the end at which more are wanted."""
_SIDEWAYS = bindings(PAGE_CHOOSE, PAGE_CHOOSE_BACK)
"""Here too, as lists have a use of their own for these keys."""


class FigureList(LongList, can_focus=True):
    """Bars with their figures. Headings and columns scroll along and cannot be marked."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", N_("Open")), *_SIDEWAYS]

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[SpendingRow] = ()
        """What is shown."""

    @property
    def row(self) -> Figure | None:
        """The marked one."""
        at = self.highlighted
        found = self.rows[at] if at is not None and at < len(self.rows) else None
        return found if isinstance(found, Figure) else None

    def show(self, rows: Sequence[SpendingRow], *, from_start: bool = False) -> None:
        """These rows; the mark stays where it is, or on the first that can be marked."""
        at, top = self.highlighted, self.scroll_offset.y
        self.rows = rows
        with self.prevent(OptionList.OptionHighlighted):
            self.show_rows(len(rows), lambda place, width: spending_row(self.rows[place], width))
            places = [place for place, row in enumerate(rows) if isinstance(row, Figure)]
            for option, row in zip(self.options, rows, strict=True):
                option.disabled = not isinstance(row, Figure)
            if places:
                self.highlighted = places[0] if from_start or at not in places else at
        self.scroll_to(y=0 if from_start else top, animate=False)

    def translate(self) -> None:
        """Draw every row anew."""
        self.show(self.rows)

    def action_cursor_up(self) -> None:
        """To the bar before; from the first one to what stands above it."""
        if self.highlighted == self._first():
            self.scroll_to(y=0, animate=False)
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """To the bar after; it stops at the last."""
        if self.highlighted is None or any(not option.disabled for option in self.options[self.highlighted + 1 :]):
            super().action_cursor_down()

    def action_first(self) -> None:
        """To the very top."""
        super().action_first()
        self.scroll_to(y=0, animate=False)

    def _first(self) -> int | None:
        return next((at for at, option in enumerate(self.options) if not option.disabled), None)


class LedgerList(LongList, can_focus=True):
    """Lines of the ledger, as many as were read; tells when more are wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", N_("Receipt")), *_SIDEWAYS]

    class MoreWanted(Message):
        """The end of what was read is near."""

    class Typed(Message):
        """A letter was typed: it is meant for the search."""

        def __init__(self, letter: str) -> None:
            super().__init__()
            self.letter = letter

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[LedgerEntry] = []
        """What was read, the newest first."""

    @property
    def entry(self) -> LedgerEntry | None:
        """The marked one."""
        at = self.highlighted
        return self.entries[at] if at is not None and at < len(self.entries) else None

    def show(self, entries: Sequence[LedgerEntry]) -> None:
        """These, from the first one on."""
        self.entries = list(entries)
        self.show_rows(len(self.entries), self._line)
        self.highlighted = 0 if self.entries else None
        self.scroll_to(y=0, animate=False)

    def add(self, entries: Sequence[LedgerEntry]) -> None:
        """More of them behind those that are there; what is in sight stays."""
        self.entries += entries
        self.grow(len(self.entries))

    def translate(self) -> None:
        """Draw every row anew."""
        self._clear_caches()
        self.refresh()

    def move(self, rows: int) -> None:
        """Move the mark; it stops at the ends."""
        if self.entries:
            self.highlighted = max(0, min(len(self.entries) - 1, (self.highlighted or 0) + rows))

    def action_cursor_up(self) -> None:
        """One up; it stops at the first."""
        self.move(-1)

    def action_cursor_down(self) -> None:
        """One down; it stops at the last."""
        self.move(1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell when what was read comes to its end."""
        super().watch_scroll_y(old_value, new_value)
        if self.entries and new_value + self.size.height + _NEAR > len(self.entries):
            self.post_message(self.MoreWanted())

    def on_key(self, event: Key) -> None:
        """Letters are for the search; digits name pages."""
        letter = event.character
        if event.is_printable and letter is not None and letter.isalpha():
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(letter))

    def _line(self, at: int, width: int) -> Content:
        return entry_row(self.entries[at], width)


class RefusedList(LongList, can_focus=True):
    """Uses that the billing server refused, two facts in a line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", N_("Decide"))]

    def __init__(self) -> None:
        super().__init__()
        self.events: tuple[QuarantinedEvent, ...] = ()
        """What is shown."""

    @property
    def event(self) -> QuarantinedEvent | None:
        """The marked one."""
        at = self.highlighted
        return self.events[at] if at is not None and at < len(self.events) else None

    def show(self, events: tuple[QuarantinedEvent, ...]) -> None:
        """These; the mark stays at its place."""
        at = self.highlighted or 0
        self.events = events
        with self.prevent(OptionList.OptionHighlighted):
            self.show_rows(len(events), self._line)
            self.highlighted = min(at, len(events) - 1) if events else None

    def translate(self) -> None:
        """Draw every row anew."""
        self.show(self.events)

    def _line(self, at: int, width: int) -> Content:
        return refused_row(self.events[at], width)
