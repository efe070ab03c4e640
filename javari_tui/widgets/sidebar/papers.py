"""Which paper a block is drawn on."""

from __future__ import annotations

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.diff_parsing import DIFF_LANGUAGES, looks_like_diff
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.diff_paper import DiffPaper
from javari_tui.widgets.sidebar.document_paper import DocumentPaper
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.transcript.glyphs import Glyphs

LONGEST_DOCUMENT = 100_000
"""Characters of Markdown that are laid out; more of it is shown line by line, as it was written."""


def paper_for(block: SourceBlock, glyphs: Glyphs) -> Paper:
    """The right paper for a block."""
    text = clean(block.text)
    if block.language in DIFF_LANGUAGES or (not block.language and looks_like_diff(text)):
        return DiffPaper(text)
    if block.kind is BlockKind.CODE:
        return CodePaper(text, block.language)
    if len(text) > LONGEST_DOCUMENT:
        return CodePaper(text, "markdown")
    return DocumentPaper(text, glyphs)
