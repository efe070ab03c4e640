"""A diff line by line, as it was written."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.sidebar.diff_ink import Ink
from javari_tui.widgets.sidebar.diff_layout import KEPT, NARROWEST, DiffLayout, rows_of
from javari_tui.widgets.sidebar.paper import SCROLLBAR
from javari_tui.widgets.transcript.line import Line, Look, cell_width
from javari_tui.widgets.transcript.wrapping import wrap_anywhere

_BOTH_NUMBERS = 60
"""Columns from which old and new numbers stand side by side."""


class Unified(DiffLayout):
    """Each line of the diff is a line of it."""

    def __init__(self, ink: Ink) -> None:
        super().__init__(ink)
        self._width = NARROWEST
        self._has_both = True
        self._first_rows: list[int] | None = None
        self._wrapped: dict[int, list[Line]] = {}

    def fit(self, width: int, *, wrap: bool) -> None:
        """Count the rows of every line; only those in sight are laid out."""
        self.forget()
        self._has_both = width >= _BOTH_NUMBERS
        self._width = max(width - len(self._margin("", "", "")) - SCROLLBAR, NARROWEST)
        texts = self.ink.texts
        if wrap:
            self._first_rows = [0, *accumulate(rows_of(text, self._width) for text in texts)]
            self.rows, self.columns = self._first_rows[-1], self._width
        else:
            self._first_rows = None
            self.rows, self.columns = len(texts), max(map(cell_width, texts))

    def row(self, y: int) -> Line:
        """One row in colours."""
        line = self.line_at(y)
        fill = self.ink.fill(line)
        if self._first_rows is None:
            return Line(tuple(self.ink.spans(line)), 0, "\n", fill)
        rows, into = self._rows(line), y - self._first_rows[line]
        return rows[into] if into < len(rows) else Line(fill=fill)

    def margin(self, y: int) -> str:
        """The numbers before the first row of a line, the sign before all of them."""
        line = self.line_at(y)
        told = self.diff.line(line)
        old, new = ("" if number is None else str(number) for number in (told.old, told.new))
        is_first = self.row_of(line) == y
        if not is_first:
            old = new = ""
        mark = glyph("arrow_right") if is_first and line == self.ink.marked else ""
        return self._margin(old, new, told.sign, mark=mark, state=self.ink.state_sign(line) if is_first else "")

    def margin_look(self, y: int) -> Look:
        """With the colour of the sign."""
        line = self.line_at(y)
        return (*self.ink.fill(line), *self.ink.sign_look(line))

    def line_at(self, y: int) -> int:
        """The line a row is of."""
        rows = self._first_rows
        return y if rows is None else min(bisect_right(rows, y), len(self.ink.texts)) - 1

    def row_of(self, line: int) -> int:
        """The first row of a line."""
        return line if self._first_rows is None else self._first_rows[line]

    def address(self, y: int) -> int:
        """Lines are selected."""
        return self.line_at(y)

    @property
    def last_address(self) -> int:
        """The last line."""
        return len(self.ink.texts) - 1

    def shown(self, address: int) -> str:
        """A line without its sign."""
        return self.ink.texts[address]

    def source(self, address: int) -> str:
        """A line with its sign."""
        return self.diff.lines[address]

    def begin(self, y: int) -> int:
        """Rows of a wrapped line go on where the one before ended."""
        line = self.line_at(y)
        return sum(len(row.text) for row in self._rows(line)[: y - self.row_of(line)]) if self._first_rows else 0

    def forget(self) -> None:
        """Lay out anew what was laid out."""
        self._wrapped.clear()

    def _margin(self, old: str, new: str, sign: str, *, mark: str = "", state: str = "") -> str:
        """As wide for every row. Where there is little room, one number has to do."""
        if self._has_both:
            numbers = f"{old:>{self.old_digits}} {new:>{self.new_digits}}"
        else:
            numbers = f"{new or old:>{max(self.old_digits, self.new_digits)}}"
        return f"{mark or ' '}{numbers}{state or ' '}{sign:<{self.sign_cells}} "

    def _rows(self, line: int) -> list[Line]:
        """The rows of a line."""
        rows = self._wrapped.get(line)
        if rows is None:
            if len(self._wrapped) >= KEPT:
                self._wrapped.clear()
            rows = self._wrapped[line] = wrap_anywhere(self.ink.spans(line), self._width, fill=self.ink.fill(line))
        return rows
