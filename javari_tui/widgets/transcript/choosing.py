"""Choosing several blocks with the block cursor: from where it began to where the cursor is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from javari_tui.widgets.transcript.cursor import BlockCursor, blocks_at, group_at
from javari_tui.widgets.transcript.drawing import Row
from javari_tui.widgets.transcript.walking import Walker

if TYPE_CHECKING:
    from javari_tui.widgets.transcript.blocks import Block


class BlockPlace(NamedTuple):
    """A block: of which entry."""

    entry: int
    block: int


class Choice(NamedTuple):
    """The blocks from one to another, both with all that joins them."""

    first: BlockPlace
    last: BlockPlace
    code: int = 0
    """Only this of the fences inside the block, from 1."""


class Chooser(Walker):
    """A walker whose cursor can take several blocks together."""

    _anchor: BlockCursor | None = None
    """Where choosing began; none while only one block is meant."""
    _holds = False
    """Whether moving the cursor extends the choice, without Shift."""
    _extends = False
    """Whether this move does."""

    @property
    def has_choice(self) -> bool:
        """Whether moving extends what is chosen, or several blocks are."""
        start = self._start
        return start is not None and (self._holds or start != self.cursor)

    @property
    def _start(self) -> BlockCursor | None:
        """Where choosing began, as long as its message is shown: another chat begins anew."""
        anchor = self._anchor
        return anchor if anchor is not None and self.document.find(anchor.message_id) is not None else None

    def choice(self) -> Choice | None:
        """The chosen blocks; the one under the cursor while no others are."""
        ends = [place for place in (self._place(self.cursor), self._place(self._start)) if place is not None]
        if self.cursor is None or not ends:
            return None
        if self.cursor.code and not self.has_choice:
            place = BlockPlace(ends[0].entry, self.cursor.block)
            return Choice(place, place, self.cursor.code)
        first, last = min(ends), max(ends)
        return Choice(first, last._replace(block=group_at(self.document, *last)[-1]))

    def toggle_choosing(self) -> None:
        """Begin to choose several blocks; once more lets them go."""
        if self._holds and self._start is not None:
            self.drop_choice()
        else:
            if self.cursor_spot() is None or not self.is_in_sight():
                self.cursor = self.in_sight(-1)
            self._anchor = self._start or self._outside()
            self._holds = self._anchor is not None
            self.settle()

    def drop_choice(self) -> bool:
        """Choose only the block under the cursor again; whether there was more."""
        had_any = self.has_choice
        self._holds, self._anchor = False, None
        self.settle()
        return had_any

    @contextmanager
    def choosing(self) -> Iterator[None]:
        """Moves in here extend the choice."""
        self._anchor = self._start or self._outside()
        self._extends = True
        try:
            yield
        finally:
            self._extends = False

    def watch_cursor(self, cursor: BlockCursor | None) -> None:
        """Any other move begins anew."""
        if not (self._extends or (self._holds and self._start is not None)):
            self._holds, self._anchor = False, None
        super().watch_cursor(cursor)

    def blocks_under_cursor(self) -> Sequence[Block]:
        """Those of the choice that are in sight: it may be as long as the chat."""
        choice = self.choice() if self.has_focus and self.has_choice else None
        if choice is None:
            return super().blocks_under_cursor()
        shown = dict.fromkeys(BlockPlace(spot.entry, spot.block) for spot, _line in self.seen)
        entries = self.document.entries
        chosen = (entries[at.entry].blocks[at.block] for at in shown if choice.first <= at <= choice.last)
        return [block for block in chosen if block.can_have_cursor]

    def _decorated(self) -> Iterator[Row]:
        """The rows in sight; the cursor's sign stands only at the code it is on, where it is inside a block."""
        code = self.cursor.code if self.cursor is not None and not self.has_choice else 0
        for row in super()._decorated():
            yield row._replace(cursor="") if code and row.line.code != code else row

    def show_targets(self) -> None:
        """Where the cursor itself is, whatever else is chosen."""
        blocks = blocks_at(self.document, self.cursor) if self.has_focus else []
        self.document.show_targets_in(blocks)

    def _outside(self) -> BlockCursor | None:
        """Where the cursor is; the whole of what it is inside of."""
        place = self._place(self.cursor)
        return self.cursor if place is None or not self.cursor else BlockCursor(self.cursor.message_id, place.block)

    def _place(self, cursor: BlockCursor | None) -> BlockPlace | None:
        """Where a cursor stands now; none when its message is not shown any more."""
        entry = self.document.find(cursor.message_id) if cursor is not None else None
        if cursor is None or entry is None:
            return None
        at = self.document.position(entry)
        count = len(self.document.made(at).blocks)
        return BlockPlace(at, group_at(self.document, at, min(cursor.block, count - 1))[0]) if count else None
