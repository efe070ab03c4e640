"""Code that stands inside a list or a quotation, and the newest code of a chat."""

from __future__ import annotations

from typing import NamedTuple

from javari_tui.widgets.transcript.blocks import Block, MarkdownBlock
from javari_tui.widgets.transcript.cursor import BlockCursor, group_at, source_at
from javari_tui.widgets.transcript.document import Document
from javari_tui.widgets.transcript.fence_block import FenceBlock
from javari_tui.widgets.transcript.markdown import is_too_much, tokens_of


class InnerCode(NamedTuple):
    """A fence inside a block."""

    info: str
    """What follows its opening."""
    text: str


def inner_code(block: Block) -> list[InnerCode]:
    """The fences inside a block, in their order."""
    if not isinstance(block, MarkdownBlock) or not block.chunk.has_fences or is_too_much(block.chunk.source):
        return []
    tokens = tokens_of(block.chunk.source, {}) or []
    return [InnerCode(token.info, token.content.removesuffix("\n")) for token in tokens if token.type == "fence"]


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
        elif block is not entry.growing and (codes := inner_code(block)):
            return codes[-1].text
        place -= 1
    return None
