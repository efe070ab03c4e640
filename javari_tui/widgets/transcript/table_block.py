"""A table: its whole rows are read once, and laid out again only when the columns change."""

from __future__ import annotations

from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.widgets.transcript.as_written import LONGEST_SHOWN, as_written
from javari_tui.widgets.transcript.blocks import MarkdownBlock
from javari_tui.widgets.transcript.chunks import Chunk
from javari_tui.widgets.transcript.columns import Columns, Wanted, fit
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.inline import spans_of
from javari_tui.widgets.transcript.line import Line, Span
from javari_tui.widgets.transcript.markdown import is_too_much
from javari_tui.widgets.transcript.parsing import References, parse_inline
from javari_tui.widgets.transcript.table import Cell, caption, head_rule, row_lines, wanted_by, wider
from javari_tui.widgets.transcript.table_source import alignments_of, cells_of

_MOST_COLUMNS = 200
"""Columns up to which a table is one."""


class TableBlock(MarkdownBlock):
    """A table, or a part of a long one: the parts share the columns of the first."""

    def __init__(self, chunk: Chunk, references: References) -> None:
        self._head: TableBlock | None = None
        self._forget_rows()
        super().__init__(chunk, references)

    @property
    def has_links(self) -> bool:
        """All parts alike: they share their columns."""
        return True

    def _forget_rows(self) -> None:
        """Read everything again."""
        self._for: Page | None = None
        self._cells: list[list[Cell]] = []
        self._wanted = Wanted()
        self._columns = Columns()
        self._rows: list[Line] = []
        self._laid_out = 0

    def follow(self, before: MarkdownBlock) -> None:
        """The part before this one is known."""
        head = before._head or before if isinstance(before, TableBlock) else None
        if head is not self._head:
            self._head = head
            self.invalidate()

    def refer(self, references: References) -> None:
        """Cells may hold links too, and a link may change the width of every part's columns."""
        self._forget_rows()
        super().refer(references)
        self.invalidate()

    def move_columns(self, step: int) -> bool:
        """The first part knows how far one can go."""
        if self._head is None:
            return super().move_columns(step)
        self.invalidate()
        return self._head.furthest > 0

    def _compose(self, page: Page) -> list[Line]:
        """The head, a rule, the rows; the last row may still grow."""
        chunk = self.chunk
        if chunk.length > LONGEST_SHOWN:
            self._forget_rows()
            self.furthest = 0
            return as_written(chunk.source, page, plain=self.plain)
        if (self._head or self).chunk.lines[0].count("|") > _MOST_COLUMNS:
            return as_written(chunk.source, page, _("Too many columns; shown as it was written."), self.plain)
        rows = chunk.lines if chunk.joins else [chunk.lines[0], *chunk.lines[2:]]
        settled = len(rows) - 1 if chunk.is_open else len(rows)
        if self._for != page or len(self._cells) > settled:
            self._forget_rows()
            self._for = page
        for at in range(len(self._cells), settled):
            cells = self._read(rows[at], at, page)
            self._cells.append(cells)
            self._wanted = wider(self._wanted, wanted_by(cells))
        last = [self._read(rows[at], at, page) for at in range(settled, len(rows))]
        columns = self._fitted((self._cells + last)[0], last, page)
        if columns != self._columns:
            self._columns, self._rows, self._laid_out = columns, [], 0
        for at in range(self._laid_out, settled):
            self._rows.extend(self._lay_out_row(self._cells[at], at, page))
        self._laid_out = settled
        end = [line for cells in last for line in self._lay_out_row(cells, settled, page)]
        return (caption(columns, page) if not chunk.joins else []) + self._rows + end

    def _fitted(self, first: list[Cell], last: list[list[Cell]], page: Page) -> Columns:
        """The columns for all rows there are; a later part has those of the first unless its rows want more."""
        wanted = wider(self._wanted, wanted_by(last[0])) if last else self._wanted
        head = self._head
        if head is not None:
            head.lines(page)
            wanted = wider(head._wanted, wanted)
        count = len(head._cells[0] if head is not None and head._cells else first)
        wanted = Wanted(wanted.natural[:count] or (1,), wanted.least[:count] or (1,))
        columns = fit(wanted, page.width, (head or self).column)
        self.furthest = columns.furthest
        return columns

    def _is_head(self, at: int) -> bool:
        """Whether a row is the head."""
        return at == 0 and not self.chunk.joins

    def _read(self, source: str, at: int, page: Page) -> list[Cell]:
        """The cells of a row; those of a monstrous one without markup."""
        look = ("table-head",) if self._is_head(at) else ()
        cells = cells_of(source)[: len(self._cells[0]) if self._cells and not self.chunk.joins else _MOST_COLUMNS]
        if is_too_much(source):
            return [[Span(clean(cell).replace("\t", "    "), look)] for cell in cells]
        return [spans_of(parse_inline(cell, self._references), page, look) for cell in cells]

    def _lay_out_row(self, cells: list[Cell], at: int, page: Page) -> list[Line]:
        """The rows on screen of a row of cells."""
        lines = (self._head or self).chunk.lines
        alignments = alignments_of(lines[1]) if len(lines) > 1 else ()
        rows = row_lines(cells, self._columns, alignments, page)
        return [*rows, head_rule(self._columns, page)] if self._is_head(at) else rows
