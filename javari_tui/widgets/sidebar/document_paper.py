"""Markdown on paper: laid out as the transcript lays it out."""

from __future__ import annotations

from javari_tui.widgets.sidebar.paper import SCROLLBAR, WITHOUT, Paper
from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.glyphs import Glyphs, Page
from javari_tui.widgets.transcript.line import Line

WIDEST_TEXT = 100
"""Cells of the longest row of text; long rows are hard to read."""
_NARROWEST = 12


class DocumentPaper(Paper):
    """Text with its markup. All of it is laid out at once, so it is not for what is very long."""

    def __init__(self, text: str, glyphs: Glyphs) -> None:
        self._body = Body(text, is_open=False)
        self._glyphs = glyphs
        self._lines: list[Line] = []

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
