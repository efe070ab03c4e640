"""A diff side by side: what was to the left, what is to the right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from javari_tui.domain import diffs
from javari_tui.domain.diff_pairs import SideBySide
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.sidebar.diff_ink import Ink
from javari_tui.widgets.sidebar.diff_layout import KEPT, NARROWEST, DiffLayout, rows_of
from javari_tui.widgets.sidebar.paper import SCROLLBAR
from javari_tui.widgets.transcript.line import Line, Look, Span, cell_width
from javari_tui.widgets.transcript.wrapping import wrap_anywhere

_BETWEEN = 3
"""Cells between the sides."""

_MARGIN = 2
"""Cells for the mark of the line that was gone to, and for what became of a hunk."""


class Split(DiffLayout):
    """Pairs of lines. Long ones always wrap: beyond the middle there is the other side."""

    def __init__(self, ink: Ink) -> None:
        super().__init__(ink)
        self._pairs: list[SideBySide] = []
        self._pair_of: list[int] = []
        self._first_rows = [0]
        self._width = self._side = NARROWEST
        self._digits = max(self.old_digits, self.new_digits)
        self._laid_out: dict[int, list[Line]] = {}

    def fit(self, width: int, *, wrap: bool) -> None:
        """Pair the lines, once, and count their rows."""
        self.forget()
        if not self._pairs:
            self._pairs = self.ink.pairs.side_by_side()
            self._pair_of = _pairs_of_lines(self._pairs, len(self.diff.lines))
        self._width = max(width - _MARGIN - SCROLLBAR, NARROWEST)
        before = self._digits + self.sign_cells + 2
        self._side = max((self._width - _BETWEEN) // 2 - before, NARROWEST)
        self._first_rows = [0, *accumulate(map(self._count, self._pairs))]
        self.rows, self.columns = self._first_rows[-1], self._width

    def row(self, y: int) -> Line:
        """One row with both sides."""
        at = self.address(y)
        rows, into = self._rows(at), y - self._first_rows[at]
        return rows[into] if into < len(rows) else Line()

    def margin(self, y: int) -> str:
        """Numbers stand within the row; here are the mark of the line that was gone to, and what became of hunks."""
        at = self.address(y)
        line = _line_of(self._pairs[at])
        if y != self._first_rows[at]:
            return " " * _MARGIN
        mark = glyph("arrow_right") if line == self.ink.marked else " "
        return f"{mark}{self.ink.state_sign(line) or ' '}"

    def margin_look(self, y: int) -> Look:
        """As the mark, or as what became of the hunk."""
        line = _line_of(self._pairs[self.address(y)])
        return self.ink.sign_look(line) if line in self.ink.states else ("cursor",)

    def line_at(self, y: int) -> int:
        """The line of the left side, or of the right one where there is no other."""
        return _line_of(self._pairs[self.address(y)])

    def row_of(self, line: int) -> int:
        """The first row of its pair."""
        return self._first_rows[self._pair_of[line]]

    def address(self, y: int) -> int:
        """Pairs are selected."""
        return min(bisect_right(self._first_rows, y), len(self._pairs)) - 1

    @property
    def last_address(self) -> int:
        """The last pair."""
        return len(self._pairs) - 1

    def shown(self, address: int) -> str:
        """A pair as it is drawn."""
        return "".join(row.text for row in self._rows(address))

    def source(self, address: int) -> str:
        """The lines of a pair, as they were written."""
        lines = dict.fromkeys(line for line in self._pairs[address] if line is not None)
        return "\n".join(self.diff.lines[line] for line in lines)

    def begin(self, y: int) -> int:
        """Rows of a pair go on where the one before ended."""
        at = self.address(y)
        return sum(len(row.text) for row in self._rows(at)[: y - self._first_rows[at]])

    def forget(self) -> None:
        """Lay out anew what was laid out."""
        self._laid_out.clear()

    def _is_whole(self, pair: SideBySide) -> bool:
        """Whether it is a line over both sides."""
        return pair.left is not None and pair.left == pair.right and self.diff.kind(pair.left) != diffs.CONTEXT

    def _count(self, pair: SideBySide) -> int:
        """How many rows a pair takes."""
        texts = self.ink.texts
        if self._is_whole(pair):
            return rows_of(texts[pair.left or 0], self._width)
        left, right = pair
        rows = 1 if left is None else rows_of(texts[left], self._side)
        return rows if right is None or right == left else max(rows, rows_of(texts[right], self._side))

    def _rows(self, at: int) -> list[Line]:
        """The rows of a pair."""
        rows = self._laid_out.get(at)
        if rows is None:
            if len(self._laid_out) >= KEPT:
                self._laid_out.clear()
            rows = self._laid_out[at] = self._lay_out(self._pairs[at])
        return rows

    def _lay_out(self, pair: SideBySide) -> list[Line]:
        left, right = pair
        if self._is_whole(pair):
            return wrap_anywhere(self.ink.spans(left or 0), self._width)
        sides = (self._side_rows(left, is_old=True), self._side_rows(right, is_old=False))
        between = Span(f" {glyph('bar')} ", ("line",))
        rows: list[Line] = []
        for row in range(max(map(len, sides))):
            parts = [
                side[row] if row < len(side) else self._blank(line) for side, line in zip(sides, pair, strict=True)
            ]
            rows.append(Line((*parts[0], between, *parts[1]), 0, "\n"))
        return rows

    def _side_rows(self, line: int | None, *, is_old: bool) -> list[tuple[Span, ...]]:
        """The rows of one side, each as wide as the side."""
        if line is None:
            return [self._blank(None)]
        told, fill = self.diff.line(line), self.ink.fill(line)
        number = told.old if is_old else told.new
        look = (*fill, *self.ink.sign_look(line))
        rows: list[tuple[Span, ...]] = []
        for row in wrap_anywhere(self.ink.spans(line), self._side, fill=fill):
            shown = "" if number is None or rows else str(number)
            before = f"{shown:>{self._digits}} {told.sign:<{self.sign_cells}} "
            after = " " * max(self._side - sum(cell_width(span.text) for span in row.spans), 0)
            rows.append((Span(before, look), *row.spans, Span(after, fill)))
        return rows

    def _blank(self, line: int | None) -> tuple[Span, ...]:
        """A row of a side on which nothing stands."""
        width = self._digits + self.sign_cells + 2 + self._side
        return (Span(" " * width, () if line is None else self.ink.fill(line)),)


def _line_of(pair: SideBySide) -> int:
    """The line that stands for a pair."""
    return pair.left if pair.left is not None else pair.right or 0


def _pairs_of_lines(pairs: Sequence[SideBySide], count: int) -> list[int]:
    """The number of the pair each line is in."""
    numbers = [0] * count
    for number, pair in enumerate(pairs):
        for line in pair:
            if line is not None:
                numbers[line] = number
    return numbers
