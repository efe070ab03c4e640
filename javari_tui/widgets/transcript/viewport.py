"""What is in sight: a spot in the document and the rows below it.

The truth is the spot, not a number of rows from the top: heights above it may be estimates, and when they
are corrected nothing on screen moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from javari_tui.widgets.transcript.document import Document
from javari_tui.widgets.transcript.line import Line

_ROOMY = 18
"""Rows of a window from which on one stays empty below the last row of text."""


class Spot(NamedTuple):
    """A row: of which block of which entry."""

    entry: int
    block: int
    row: int


class Seen(NamedTuple):
    """A row in sight."""

    spot: Spot
    line: Line


class Viewport:
    """A window of some height on a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.height = 1
        self.top = Spot(0, 0, 0)
        self.following = True
        self.strides = False
        """Whether the end is followed some rows at a time. A terminal cannot move rows that share the screen with
        others beside them: each step means writing all of them again."""

    @property
    def space(self) -> int:
        """Empty rows below the end: text that touches the prompt is hard to read."""
        return int(self.height >= _ROOMY)

    def rows(self) -> list[Seen]:
        """The rows in sight, from the top; the document's end never leaves room below while it has rows above."""
        if not self.document.entries:
            return []
        if self.following:
            self.top = self._following_top()
            return list(self._from(self.top, self.height))
        self.top = self._settled(self.top)
        seen = list(self._from(self.top, self.height))
        if len(seen) < self.height:
            self.top = self._end_top()
            seen = list(self._from(self.top, self.height))
        return seen

    def move(self, rows: int) -> None:
        """Scroll by rows; arriving at the end is following it again."""
        if not rows or not self.document.entries:
            return
        self.rows()
        if rows < 0:
            top = self._up(self.top, -rows)
            if top != self.top:
                self.following = False
            self.top = top
        elif not self.following:
            self.top = self._down(self.top, rows)
            self.following = self.top >= self._end_top()

    def go_to(self, spot: Spot) -> None:
        """Show a spot in the first row, or as near to it as the end allows."""
        self.top, self.following = spot, False
        self.rows()
        self.following = self.top >= self._end_top()

    def jump(self, row: int) -> None:
        """Show the row with a number from the top, as far as heights are known."""
        if not self.document.entries:
            return
        entry, offset = self.document.heights.find(row)
        estimated = max(self.document.heights[entry], 1)
        made = self.document.made(entry)
        height = max(made.height(self.document.page.width), 1)
        self.go_to(self._into(entry, min(offset * height // estimated, height - 1)))

    def offset(self) -> int:
        """Rows above the top, as far as they are known."""
        if not self.document.entries:
            return 0
        return self.document.heights.before(self.top.entry) + self.rows_into(self.top)

    def rows_into(self, spot: Spot) -> int:
        """Rows of the spot's entry above it."""
        blocks = self.document.made(spot.entry).blocks[: spot.block]
        return sum(block.height(self.document.page.width) for block in blocks) + spot.row

    def spot_in(self, entry: int, block: int, rows: int) -> Spot:
        """The spot some rows below the start of a block, or the last one of its entry."""
        last = max(len(self.document.made(entry).blocks) - 1, 0)
        spot = Spot(entry, min(block, last), 0)
        for seen in self._from(spot, rows + 1):
            if seen.spot.entry != entry:
                break
            spot = seen.spot
        return spot

    def _into(self, entry: int, rows: int) -> Spot:
        """The spot some rows into an entry, by what is known of its blocks."""
        width = self.document.page.width
        blocks = self.document.made(entry).blocks
        for index, block in enumerate(blocks):
            height = block.height(width)
            if rows < height:
                return Spot(entry, index, rows)
            rows -= height
        return Spot(entry, max(len(blocks) - 1, 0), 0)

    def _settled(self, spot: Spot) -> Spot:
        """The spot, or the nearest one where its blocks or rows are not there any more."""
        entry = min(max(spot.entry, 0), len(self.document.entries) - 1)
        blocks = self.document.made(entry).blocks
        if spot.block >= len(blocks):
            return Spot(entry, len(blocks) - 1, 0)
        rows = len(self.document.lines(entry, spot.block))
        if spot.row < rows:
            return Spot(entry, spot.block, spot.row)
        return Spot(entry, spot.block, max(rows - 1, 0))

    def _from(self, spot: Spot, count: int) -> Iterator[Seen]:
        """So many rows from a spot on."""
        entry, block, row = spot
        while count > 0 and entry < len(self.document.entries):
            made = self.document.made(entry)
            while count > 0 and block < len(made.blocks):
                lines = self.document.lines(entry, block)[row : row + count]
                for at, line in enumerate(lines, row):
                    yield Seen(Spot(entry, block, at), line)
                count -= len(lines)
                block, row = block + 1, 0
            entry, block = entry + 1, 0

    def _end_top(self) -> Spot:
        """The top when the last row is in the last row of the window."""
        last = len(self.document.entries) - 1
        return self._up(Spot(last, len(self.document.made(last).blocks), 0), self.height - self.space)

    def _following_top(self) -> Spot:
        """The top that shows the end; in strides it goes further than it must, and then rests for a while."""
        end = self._end_top()
        stride = max(self.height // 3, 1)
        if not self.strides or end == self.top:
            return end
        if end < self.top:
            return self.top if self.top <= self._below(end, stride - 1) else end
        grows_slowly = self.document.entries[-1].message.is_running and end <= self._below(self.top, stride)
        return self._below(end, stride - 1) if grows_slowly else end

    def align(self) -> None:
        """Where the end is followed, have its last row in the window's last one."""
        if self.following and self.document.entries:
            self.top = self._end_top()

    def _below(self, spot: Spot, rows: int) -> Spot:
        """The spot some rows further down, or the last one of all."""
        last = spot
        for seen in self._from(spot, rows + 1):
            last = seen.spot
        return last

    def _up(self, spot: Spot, rows: int) -> Spot:
        """The spot some rows further up, or the first of all."""
        entry, block, row = spot
        while rows > row:
            rows -= row
            if block:
                block -= 1
            elif entry:
                entry -= 1
                block = len(self.document.made(entry).blocks) - 1
            else:
                return Spot(0, 0, 0)
            row = len(self.document.lines(entry, block))
        return Spot(entry, block, row - rows)

    def _down(self, spot: Spot, rows: int) -> Spot:
        """The spot some rows further down, or the one that shows the end."""
        return min(self._below(spot, rows), self._end_top())
