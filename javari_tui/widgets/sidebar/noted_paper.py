"""Code on paper that should have been something better, below a word on why it is not."""

from __future__ import annotations

from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.paper import SCROLLBAR
from javari_tui.widgets.transcript.line import Line, Look, Span
from javari_tui.widgets.transcript.wrapping import wrap

LONGEST, MOST_LINES = 1_000_000, 100_000
"""Characters and lines of a source that are shown line by line: more of it would hold everything else up."""


class NotedPaper(CodePaper):
    """The note stays above while the code scrolls."""

    def __init__(self, block: SourceBlock, note: str, language: str | None = None) -> None:
        text = beginning(block.text)
        super().__init__(clean(text), block.language if language is None else language)
        is_cut = len(text) < len(block.text)
        self._note = " ".join(
            part for part in (note, _("Only the beginning of it is shown.") if is_cut else "") if part
        )
        self._look: Look = ("error",) if note else ("muted",)

    def fit(self, width: int, *, wrap: bool) -> None:
        """The note in as many rows as it needs."""
        super().fit(width, wrap=wrap)
        self.head = tuple(note_rows(self._note, width, self._look)) if self._note else ()


def beginning(text: str) -> str:
    """As much of a text as is shown line by line."""
    text = text[:LONGEST]
    return "\n".join(text.split("\n", MOST_LINES)[:MOST_LINES]) if text.count("\n") > MOST_LINES else text


def note_rows(note: str, width: int, look: Look) -> list[Line]:
    """A note in rows of a width."""
    return wrap([Span(note, look)], width - SCROLLBAR - 1)
