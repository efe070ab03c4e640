"""The block cursor: which block it is on, where it goes, what copying there gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from javari_tui.widgets.transcript.document import Document

if TYPE_CHECKING:
    from javari_tui.widgets.transcript.blocks import Block

_FROM_END = 1 << 62
"""Stands for the place after a message's last block, before it is known."""


class BlockCursor(NamedTuple):
    """A block of a message: the first of those that go on with each other."""

    message_id: int
    block: int
    code: int = 0
    """Which of the fences inside the block, from 1; 0 for the block itself."""


def group_at(document: Document, entry: int, block: int) -> range:
    """The blocks that belong together with one: a list, the parts of something long."""
    blocks = document.made(entry).blocks
    first = block
    while first > 0 and blocks[first].joins:
        first -= 1
    last = first + 1
    while last < len(blocks) and blocks[last].joins:
        last += 1
    return range(first, last)


def blocks_at(document: Document, cursor: BlockCursor | None) -> list[Block]:
    """The blocks the cursor is on."""
    entry = document.find(cursor.message_id) if cursor else None
    if cursor is None or entry is None:
        return []
    position = document.position(entry)
    blocks = document.made(position).blocks
    if cursor.block >= len(blocks):
        return []
    group = group_at(document, position, cursor.block)
    return [blocks[index] for index in group]


def source_at(document: Document, cursor: BlockCursor | None) -> str:
    """What was written in the blocks the cursor is on."""
    text = ""
    for block in blocks_at(document, cursor):
        text += ("\n" * (1 + block.space) if text else "") + block.source
    return text


def stops(document: Document, entry: int, block: int, step: int) -> Iterator[BlockCursor]:
    """Where the cursor can stand, from a block on (without it), forwards or backwards."""
    while 0 <= entry < len(document.entries):
        blocks = document.made(entry).blocks
        if block is _FROM_END:
            block = len(blocks)
        block += step
        while 0 <= block < len(blocks):
            if blocks[block].can_have_cursor and not blocks[block].joins:
                yield BlockCursor(document.entries[entry].message.id, block)
            block += step
        entry += step
        block = -1 if step > 0 else _FROM_END


def first_stop(document: Document, entry: int) -> BlockCursor | None:
    """The first block of a message the cursor can stand on."""
    found = next(stops(document, entry, -1, 1), None)
    return found if found and found.message_id == document.entries[entry].message.id else None
