"""Code on paper that should have been something better, below a word on why it is not."""

from __future__ import annotations

from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.paper import SCROLLBAR
from javari_tui.widgets.transcript.line import Line, Span
from javari_tui.widgets.transcript.wrapping import wrap


class NotedPaper(CodePaper):
    """The note stays above while the code scrolls."""

    def __init__(self, block: SourceBlock, note: str) -> None:
        super().__init__(clean(block.text), block.language)
        self._note = note

    def fit(self, width: int, *, wrap: bool) -> None:
        """The note in as many rows as it needs."""
        super().fit(width, wrap=wrap)
        self.head = tuple(_note_rows(self._note, width))


def _note_rows(note: str, width: int) -> list[Line]:
    return wrap([Span(note, ("error",))], width - SCROLLBAR - 1)
