"""Code on paper: numbered lines in colours, wrapped or as long as they are."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.sidebar.colouring import Colouring
from javari_tui.widgets.sidebar.paper import SCROLLBAR, Paper
from javari_tui.widgets.transcript.line import Line, Span, cell_width
from javari_tui.widgets.transcript.wrapping import wrap_anywhere

_NARROWEST = 8
_KEPT = 200
"""Wrapped lines that are kept."""
_GROUND = ("code",)
LONGEST_DRAWN = 10_000
"""Characters of a line that are drawn; copying gives all of them."""


class CodePaper(Paper):
    """Lines of code, or of anything that is read line by line."""

    can_wrap = True

    def __init__(self, text: str, language: str) -> None:
        self._source = text.removesuffix("\n").split("\n")
        self.lines = [line.expandtabs(4) for line in self._source] if "\t" in text else self._source
        if max(map(len, self.lines)) > LONGEST_DRAWN:
            self.lines = [_drawn(line) for line in self.lines]
        self._colouring = Colouring(self.lines, language)
        self._digits = len(str(len(self.lines)))
        self._width = _NARROWEST
        self._first_rows: list[int] | None = None
        self._wrapped: dict[int, list[Line]] = {}

    def fit(self, width: int, *, wrap: bool) -> None:
        """Count the rows of every line; only those in sight are laid out."""
        self._wrapped.clear()
        self._width = max(width - self._digits - 2 - SCROLLBAR, _NARROWEST)
        if wrap:
            self._first_rows = [0, *accumulate(_rows_of(line, self._width) for line in self.lines)]
            self.rows, self.columns = self._first_rows[-1], self._width
        else:
            self._first_rows = None
            self.rows, self.columns = len(self.lines), max(map(cell_width, self.lines))

    def line_at(self, y: int) -> int:
        """The line a row is of."""
        rows = self._first_rows
        return y if rows is None else min(bisect_right(rows, y), len(self.lines)) - 1

    def row_of(self, line: int) -> int:
        """The first row of a line; of one that is not there any more, that of the last."""
        line = min(line, self.last_line)
        return line if self._first_rows is None else self._first_rows[line]

    def row(self, y: int) -> Line:
        """One row in colours."""
        line = self.line_at(y)
        if self._first_rows is None:
            return Line(tuple(self._colouring.spans(line)), 0, "\n", _GROUND)
        rows, into = self._rows(line), y - self._first_rows[line]
        return rows[into] if into < len(rows) else Line(fill=_GROUND)

    @property
    def last_line(self) -> int:
        """However many rows it takes."""
        return len(self.lines) - 1

    def shown(self, line: int) -> str:
        """A line, with spaces for its tabs."""
        return self.lines[line]

    def source(self, line: int) -> str:
        """A line with its tabs."""
        return self._source[line]

    def begin(self, y: int) -> int:
        """Rows of a wrapped line go on where the one before ended."""
        if self._first_rows is None:
            return 0
        line = self.line_at(y)
        rows = y - self._first_rows[line]
        if self.lines[line].isascii():
            return rows * self._width
        return sum(len(row.text) for row in self._rows(line)[:rows])

    def margin(self, y: int) -> str:
        """The number, before the first row of a line."""
        line = self.line_at(y)
        number = str(line + 1) if self.row_of(line) == y else ""
        return f" {number:>{self._digits}} "

    def work(self, last: int, seconds: float) -> bool:
        """Colour on, as far as the line of a row."""
        before, line = self._colouring.done, self.line_at(min(last, self.rows - 1))
        more = self._colouring.advance(line, seconds)
        for done in range(before, min(self._colouring.done, before + _KEPT + len(self._wrapped))):
            self._wrapped.pop(done, None)
        return more

    def _rows(self, line: int) -> list[Line]:
        """The rows of a line."""
        rows = self._wrapped.get(line)
        if rows is None:
            if len(self._wrapped) >= _KEPT:
                self._wrapped.clear()
            spans = self._colouring.spans(line) or [Span("", _GROUND)]
            rows = self._wrapped[line] = wrap_anywhere(spans, self._width, fill=_GROUND)
        return rows


def _drawn(line: str) -> str:
    """A line, its end left out where nobody would read as far."""
    return line if len(line) <= LONGEST_DRAWN else line[:LONGEST_DRAWN] + glyph("ellipsis")


def _rows_of(line: str, width: int) -> int:
    """How many rows a line takes."""
    if line.isascii():
        return max(-(-len(line) // width), 1)
    return 1 if cell_width(line) <= width else len(wrap_anywhere([Span(line)], width))
