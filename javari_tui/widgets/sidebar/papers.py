"""Which paper a block is drawn on."""

from __future__ import annotations

from dataclasses import replace

from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.diff_parsing import DIFF_LANGUAGES, looks_like_diff
from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.diff_paper import DiffPaper
from javari_tui.widgets.sidebar.document_paper import DocumentPaper
from javari_tui.widgets.sidebar.file_paper import FilePaper
from javari_tui.widgets.sidebar.image_paper import ImagePaper
from javari_tui.widgets.sidebar.json_paper import JsonPaper
from javari_tui.widgets.sidebar.noted_paper import LONGEST, NotedPaper
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.sidebar.table_paper import TablePaper
from javari_tui.widgets.transcript.glyphs import UNICODE, Glyphs

LONGEST_DOCUMENT = 100_000
"""Characters of Markdown that are laid out; more of it is shown line by line, as it was written."""

_JSON = ("json", "jsonl", "jsonlines", "ldjson", "ndjson", "geojson")
_TABLES = ("csv", "tsv", "tab")
_DIFFS = (".diff", ".patch")
_DOCUMENTS = (".md", ".markdown")


def paper_for(block: SourceBlock, glyphs: Glyphs) -> Paper:
    """The right paper for a block."""
    if block.kind in (BlockKind.FILE, BlockKind.IMAGE):
        return ImagePaper(block) if block.kind is BlockKind.IMAGE else _file_paper(block, glyphs)
    if block.kind is BlockKind.CODE and block.text.strip() and (data := _data_kind(block)):
        return JsonPaper(block, glyphs) if data in _JSON else TablePaper(block, glyphs)
    if block.language in DIFF_LANGUAGES or (not block.language and looks_like_diff(block.text)):
        return DiffPaper(clean(block.text))
    return _text_paper(block, glyphs)


def _text_paper(block: SourceBlock, glyphs: Glyphs) -> Paper:
    """Code, or Markdown as far as that can be laid out."""
    if len(block.text) > LONGEST:
        return source_paper(block, glyphs)
    text = clean(block.text)
    if block.kind is BlockKind.CODE:
        return CodePaper(text, block.language)
    return CodePaper(text, "markdown") if len(text) > LONGEST_DOCUMENT else DocumentPaper(text, glyphs)


def source_paper(block: SourceBlock, glyphs: Glyphs = UNICODE) -> Paper:
    """A block as it was written."""
    if block.kind is BlockKind.FILE:
        return FilePaper(block, glyphs)
    return NotedPaper(block, "", block.language if block.kind is BlockKind.CODE else "markdown")


def _file_paper(block: SourceBlock, glyphs: Glyphs) -> Paper:
    """A file by its name; as lines where lines are talked about, or where there is only a part of it."""
    is_part = block.file is not None and (block.file.is_cut or block.file.is_binary)
    if block.marks or is_part or not block.text.strip():
        return FilePaper(block, glyphs)
    if data := _data_kind(block):
        named = replace(block, language=data)
        return JsonPaper(named, glyphs) if data in _JSON else TablePaper(named, glyphs)
    name = block.title.lower()
    if name.endswith(_DIFFS):
        return DiffPaper(clean(block.text))
    if name.endswith(_DOCUMENTS) and len(block.text) <= LONGEST_DOCUMENT:
        return DocumentPaper(clean(block.text), glyphs)
    return FilePaper(block, glyphs)


def _data_kind(block: SourceBlock) -> str:
    """Which language for data it is in, by its fence or by the name of its file; empty when in none."""
    ending = block.title.rpartition(".")[2].lower()
    language = block.language if block.language or ending == block.title else ending
    return language if language in (*_JSON, *_TABLES) else ""
