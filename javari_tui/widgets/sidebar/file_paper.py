"""A file on paper: code with the numbers its lines have on disk, those that are talked about marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.file_facts import FileFacts
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _, ngettext, number_text
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.file_words import note_text
from javari_tui.widgets.sidebar.languages import language_of_file
from javari_tui.widgets.sidebar.noted_paper import beginning, note_rows
from javari_tui.widgets.sidebar.paper import Stop
from javari_tui.widgets.transcript.glyphs import Glyphs
from javari_tui.widgets.transcript.line import Look

_ABOVE = 3
"""Lines above the first marked one that are in sight too."""


class FilePaper(CodePaper):
    """Opens where the first mark is; the keys for changes go from mark to mark."""

    def __init__(self, block: SourceBlock, glyphs: Glyphs) -> None:
        text, facts = beginning(block.text), block.file
        if len(text) < len(block.text):
            facts = replace(facts or FileFacts(size=len(block.text)), is_cut=True)
        super().__init__(clean(text), block.language or language_of_file(block.title))
        self._glyphs = glyphs
        self._note = note_text(facts, len(text))
        self._marks = tuple((max(first, 1) - 1, last - 1) for first, last in sorted(block.marks) if last >= first)
        self._is_without = not block.text

    @property
    def opens_at(self) -> int:
        """A little above the first mark."""
        return min(max(self._marks[0][0] - _ABOVE, 0), self.last_line) if self._marks else 0

    def facts(self) -> Sequence[str]:
        """How long it is."""
        count = 0 if self._is_without else len(self.lines)
        return (_("File"), ngettext("{count} line", "{count} lines", count).format(count=number_text(count)))

    def fit(self, width: int, *, wrap: bool) -> None:
        """What must be known stays above."""
        super().fit(width, wrap=wrap)
        self.head = tuple(note_rows(self._note, width, ("muted",))) if self._note else ()
        if self._is_without:
            self.rows = 0

    def stops(self, stop: Stop) -> Sequence[int]:
        """Where marks begin."""
        return [first for first, _last in self._marks if first <= self.last_line] if stop == "hunk" else ()

    def margin(self, y: int) -> str:
        """A sign before the number of a marked line."""
        margin = super().margin(y)
        return self._glyphs.cursor + margin[1:] if self._is_marked(self.line_at(y)) else margin

    def margin_look(self, y: int) -> Look:
        """In colour where it is marked."""
        look = super().margin_look(y)
        return (*look[:-1], "cursor") if self._is_marked(self.line_at(y)) else look

    def _is_marked(self, line: int) -> bool:
        return any(first <= line <= last for first, last in self._marks)
