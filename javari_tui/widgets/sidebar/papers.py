"""Which paper a block is drawn on."""

from __future__ import annotations

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.diff_parsing import DIFF_LANGUAGES, looks_like_diff
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.diff_paper import DiffPaper
from javari_tui.widgets.sidebar.document_paper import DocumentPaper
from javari_tui.widgets.sidebar.image_paper import ImagePaper
from javari_tui.widgets.sidebar.json_paper import JsonPaper
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.sidebar.table_paper import TablePaper
from javari_tui.widgets.transcript.glyphs import Glyphs

LONGEST_DOCUMENT = 100_000
"""Characters of Markdown that are laid out; more of it is shown line by line, as it was written."""

_JSON = ("json", "jsonl", "jsonlines", "ldjson", "ndjson", "geojson")
_TABLES = ("csv", "tsv", "tab")


def paper_for(block: SourceBlock, glyphs: Glyphs) -> Paper:
    """The right paper for a block."""
    if block.kind is BlockKind.IMAGE:
        return ImagePaper(block)
    if block.kind is BlockKind.CODE and block.text.strip() and (data := _data_kind(block)):
        return JsonPaper(block, glyphs) if data in _JSON else TablePaper(block, glyphs)
    text = clean(block.text)
    if block.language in DIFF_LANGUAGES or (not block.language and looks_like_diff(text)):
        return DiffPaper(text)
    if block.kind is BlockKind.CODE:
        return CodePaper(text, block.language)
    if len(text) > LONGEST_DOCUMENT:
        return CodePaper(text, "markdown")
    return DocumentPaper(text, glyphs)


def source_paper(block: SourceBlock) -> Paper:
    """A block as it was written."""
    return CodePaper(clean(block.text), block.language if block.kind is BlockKind.CODE else "markdown")


def _data_kind(block: SourceBlock) -> str:
    """Which language for data it is in, by its fence or by the name of its file; empty when in none."""
    ending = block.title.rpartition(".")[2].lower()
    language = block.language if block.language or ending == block.title else ending
    return language if language in (*_JSON, *_TABLES) else ""
