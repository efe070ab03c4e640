"""CSV and TSV on paper: columns under their names, as wide as what is in sight needs."""

from __future__ import annotations

from collections.abc import Sequence

from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.table_reading import TableReader, is_number, row_text
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _, ngettext, number_text
from javari_tui.widgets.sidebar.cursor_paper import CursorPaper
from javari_tui.widgets.sidebar.noted_paper import NotedPaper
from javari_tui.widgets.sidebar.paper import SCROLLBAR, WITHOUT
from javari_tui.widgets.transcript.glyphs import Glyphs
from javari_tui.widgets.transcript.line import Line, Look, Span, cell_width

AT_ONCE = 0.02
"""Seconds of reading before the first picture."""
_WIDEST = 40
"""Cells of a column at most, and half of what there is."""
_NARROWEST = 3
_EDGES = 2
"""Cells of a column beside its text."""


class TablePaper(CursorPaper):
    """A row for every row. The cursor is on one cell."""

    def __init__(self, block: SourceBlock, glyphs: Glyphs) -> None:
        super().__init__()
        self._block, self._glyphs = block, glyphs
        self.reader = TableReader(block.text, block.language)
        """What is read of it so far."""
        self._widths: list[int] = []
        self._numbers: list[bool | None] = []
        """Whether all cells of a column that were in sight are numbers; none as long as all were empty."""
        self._width = 1
        self.column = 0
        """The column of the cursor."""
        self._first = 0
        """The column at the left edge."""
        self._take(AT_ONCE)

    def facts(self) -> Sequence[str]:
        """How large it is, as far as it was read."""
        rows, columns = self.rows, self.reader.columns
        return (
            _("Table"),
            ngettext("{count} row", "{count} rows", rows).format(count=number_text(rows)),
            ngettext("{count} column", "{count} columns", columns).format(count=number_text(columns)),
        )

    def fit(self, width: int, *, wrap: bool) -> None:
        """What was in sight before counts no longer."""
        self._width = self.columns = max(width - SCROLLBAR, 1)
        self._widths.clear()
        self._numbers.clear()
        self.sees(0, 0)

    def work(self, last: int, seconds: float) -> bool:
        """Read on."""
        return self._take(seconds)

    def sees(self, first: int, last: int) -> None:
        """Columns become as wide as these rows need; no narrower again, so that they do not jump."""
        self._measure(self.reader.names, is_name=True)
        for row in self.reader.rows[first:last]:
            self._measure(row)
        self._follow_cursor()
        self.head = (self._line(self.reader.names, ("table-head",)), self._rule())

    def row(self, y: int) -> Line:
        """The cells of a row, from the column at the edge on."""
        if y >= len(self.reader.rows):
            return WITHOUT
        return self._line(self.reader.rows[y], (), is_chosen=y == self.cursor)

    def margin(self, y: int) -> str:
        """The row's number; a sign where the cursor is."""
        sign = self._glyphs.cursor if y == self.cursor else " "
        return f"{sign}{y + 1:>{self._digits}} "

    def shown(self, line: int) -> str:
        """A row is what counts as a line here."""
        return self.row(line).text

    def aside(self, step: int) -> bool:
        """To the next column."""
        self.column = min(max(self.column + step, 0), max(self.reader.columns - 1, 0))
        self._follow_cursor()
        return True

    def point(self, cell: int) -> None:
        """To the column of a cell."""
        for column in range(self._first, len(self._widths)):
            cell -= self._widths[column] + _EDGES
            if cell < 0:
                self.column = column
                return

    def copied_value(self, row: int | None = None) -> str:
        """The cell."""
        cells = self._cells_of(row)
        return cells[self.column] if self.column < len(cells) else ""

    def copied_place(self, row: int | None = None) -> str:
        """The row, as it is written."""
        cells = self._cells_of(row)
        return row_text(cells, self.reader.delimiter) if cells else ""

    @property
    def _digits(self) -> int:
        return len(str(max(self.rows, 1)))

    @property
    def _room(self) -> int:
        return max(self._width - self._digits - 2, 1)

    def _cells_of(self, row: int | None) -> list[str]:
        rows, row = self.reader.rows, self.cursor if row is None else row
        return rows[row] if row < len(rows) else []

    def _take(self, seconds: float) -> bool:
        more = self.reader.advance(seconds)
        self.rows = len(self.reader.rows)
        if self.reader.problem:
            self.instead = NotedPaper(self._block, self.reader.problem)
        return more and self.instead is None

    def _measure(self, row: list[str], *, is_name: bool = False) -> None:
        """Make room for the cells of a row."""
        missing = self.reader.columns - len(self._widths)
        if missing > 0:
            self._widths.extend([_NARROWEST] * missing)
            self._numbers.extend([None] * missing)
        most = max(min(_WIDEST, self._room // 2 - _EDGES), _NARROWEST)
        for column, cell in enumerate(row):
            if self._widths[column] < most:
                self._widths[column] = max(self._widths[column], min(cell_width(_shown(cell, most + 1)), most))
            if cell and not is_name and self._numbers[column] is not False:
                self._numbers[column] = is_number(cell)

    def _follow_cursor(self) -> None:
        """The column of the cursor is in sight."""
        self._first = min(self._first, self.column)
        needed = sum(width + _EDGES for width in self._widths[self._first : self.column + 1])
        while self._first < self.column and needed > self._room:
            needed -= self._widths[self._first] + _EDGES
            self._first += 1

    def _line(self, row: list[str], look: Look, *, is_chosen: bool = False) -> Line:
        """As many columns as there is room for."""
        spans: list[Span] = [] if look == () else [Span(" " * (self._digits + 2))]
        room = self._room
        for column in range(self._first, len(self._widths)):
            if room <= _EDGES:
                break
            is_cursor = is_chosen and column == self.column
            width = min(self._widths[column], room - _EDGES)
            cell = _fitted(row[column] if column < len(row) else "", width, self._glyphs.ellipsis)
            pad = " " * (width - cell_width(cell))
            cell = pad + cell if self._numbers[column] else cell + pad
            edge = " " if column == self._first else self._glyphs.column
            spans.append(Span(self._glyphs.cursor, ("cursor",)) if is_cursor else Span(edge, ("line",)))
            spans.append(Span(f"{cell} ", (*look, "strong") if is_cursor else look))
            room -= width + _EDGES
        return Line(tuple(spans))

    def _rule(self) -> Line:
        """Between the names and the rows."""
        return Line((Span(self._glyphs.rule * self._width, ("line",)),))


def _shown(cell: str, most: int) -> str:
    """As much of a cell as could be seen, on one row, with nothing that a terminal obeys or hides."""
    return " ".join(reveal(cell[: most * 2]).split()) if not cell.isascii() or not cell.isprintable() else cell


def _fitted(cell: str, width: int, end: str) -> str:
    """A cell in its column, cut where it is too long."""
    shown = _shown(cell[: width * 4 + 4], width + 1)
    if cell_width(shown) <= width and len(cell) <= width * 4 + 4:
        return shown
    shown = shown[:width]
    while shown and cell_width(shown) > width - len(end):
        shown = shown[:-1]
    return shown + end[:width]
