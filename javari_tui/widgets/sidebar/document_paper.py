"""Markdown on paper: laid out as the transcript lays it out."""

from __future__ import annotations

from collections.abc import Sequence

from javari_tui.i18n import _, ngettext, number_text
from javari_tui.widgets.sidebar.paper import SCROLLBAR, WITHOUT, Paper
from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.chunks import Kind
from javari_tui.widgets.transcript.glyphs import Glyphs, Page
from javari_tui.widgets.transcript.line import Line
from javari_tui.widgets.transcript.table_source import cells_of

WIDEST_TEXT = 100
"""Cells of the longest row of text; long rows are hard to read."""
_NARROWEST = 12


class DocumentPaper(Paper):
    """Text with its markup. All of it is laid out at once, so it is not for what is very long."""

    def __init__(self, text: str, glyphs: Glyphs) -> None:
        self._body = Body(text, is_open=False)
        self._glyphs = glyphs
        self._lines: list[Line] = []

    def facts(self) -> Sequence[str]:
        """How large it is, where it is a table and nothing else."""
        chunks = [block.chunk for block in self._body.blocks]
        if not chunks or any(
            chunk.kind is not Kind.TABLE or chunk.joins != (at > 0) for at, chunk in enumerate(chunks)
        ):
            return ()
        rows, columns = sum(len(chunk.lines) for chunk in chunks) - 2, len(cells_of(chunks[0].lines[0]))
        return (
            _("Table"),
            ngettext("{count} row", "{count} rows", rows).format(count=number_text(rows)),
            ngettext("{count} column", "{count} columns", columns).format(count=number_text(columns)),
        )

    def move_columns(self, step: int) -> bool:
        """Those of all tables together."""
        return any([block.move_columns(step) for block in self._body.blocks])

    def fit(self, width: int, *, wrap: bool) -> None:
        """Every block, without the empty rows before the first."""
        page = Page(max(min(width - 1 - SCROLLBAR, WIDEST_TEXT), _NARROWEST), self._glyphs)
        lines = [line for block in self._body.blocks for line in block.lines(page)]
        first = next((at for at, line in enumerate(lines) if line.spans), 0)
        self._lines = lines[first:]
        self.rows, self.columns = len(self._lines), max((line.cells for line in self._lines), default=0)

    def row(self, y: int) -> Line:
        """One row."""
        return self._lines[y] if y < len(self._lines) else WITHOUT

    def shown(self, line: int) -> str:
        """A row is what counts as a line here."""
        return self._lines[line].text.rstrip()
