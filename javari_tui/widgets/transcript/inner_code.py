"""Code that stands inside a list or a quotation, and the newest code of a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from javari_tui.widgets.transcript.blocks import Block, MarkdownBlock
from javari_tui.widgets.transcript.cursor import BlockCursor, group_at, source_at
from javari_tui.widgets.transcript.document import Document
from javari_tui.widgets.transcript.fence_block import FenceBlock
from javari_tui.widgets.transcript.markdown import is_too_much, tokens_of

if TYPE_CHECKING:
    from markdown_it.token import Token


class InnerCode(NamedTuple):
    """A fence inside a block."""

    info: str
    """What follows its opening."""
    text: str
    is_closed: bool


def has_inner_code(block: Block) -> bool:
    """Whether there may be fences inside a block; quickly told."""
    return isinstance(block, MarkdownBlock) and block.chunk.has_fences and not is_too_much(block.chunk.source)


def inner_code(block: Block) -> list[InnerCode]:
    """The fences inside a block, in their order."""
    if not isinstance(block, MarkdownBlock) or not has_inner_code(block):
        return []
    tokens = tokens_of(block.chunk.source, {}) or []
    return [_code_of(token, block.chunk.lines) for token in tokens if token.type == "fence"]


def _code_of(token: Token, lines: list[str]) -> InnerCode:
    """The code of a fence; its last line tells whether it is closed."""
    first, end = token.map or (0, 0)
    last = lines[end - 1].strip(" \t>") if first + 1 < end <= len(lines) else ""
    is_closed = last.startswith(token.markup) and not last.strip(token.markup[:1])
    return InnerCode(token.info, token.content.removesuffix("\n"), is_closed)


def neighbour(document: Document, cursor: BlockCursor | None, step: int) -> BlockCursor | None:
    """The next code inside what the cursor is on, or the one before; before the first is the whole."""
    entry = document.find(cursor.message_id) if cursor else None
    if cursor is None or entry is None:
        return None
    at = document.position(entry)
    blocks = document.made(at).blocks
    group = group_at(document, at, min(cursor.block, len(blocks) - 1))
    places = [BlockCursor(cursor.message_id, group[0])]
    for block in group:
        codes = range(1, len(inner_code(blocks[block])) + 1)
        places += [BlockCursor(cursor.message_id, block, code) for code in codes]
    place = (places.index(cursor) if cursor in places else 0) + step
    return places[place] if 0 <= place < len(places) else None


def rows_of_code(document: Document, entry: int, cursor: BlockCursor) -> range:
    """The rows of its block that the code under the cursor takes; none when it is there no more."""
    rows = [at for at, line in enumerate(document.lines(entry, cursor.block)) if line.code == cursor.code]
    return range(rows[0], rows[-1] + 1) if rows else range(0)


def last_code(document: Document) -> str | None:
    """The newest code that is whole."""
    for at in range(len(document.entries) - 1, -1, -1):
        text = document.entries[at].text
        if "```" in text or "~~~" in text:
            code = _last_in(document, at)
            if code is not None:
                return code
    return None


def _last_in(document: Document, at: int) -> str | None:
    """The last code of a message, all parts of a long one."""
    entry = document.made(at)
    place = len(entry.blocks) - 1
    while place >= 0:
        group = group_at(document, at, place)
        block = entry.blocks[place]
        if isinstance(block, FenceBlock):
            if not any(entry.blocks[one] is entry.growing for one in group):
                return source_at(document, BlockCursor(entry.message.id, group[0]))
            place = group[0]
        elif codes := [code for code in inner_code(block) if code.is_closed or block is not entry.growing]:
            return codes[-1].text
        place -= 1
    return None
