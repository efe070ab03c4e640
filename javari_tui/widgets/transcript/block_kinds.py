"""Which block stands for which chunk."""

from __future__ import annotations

from javari_tui.widgets.transcript.blocks import Block, MarkdownBlock
from javari_tui.widgets.transcript.chunks import Chunk, Kind
from javari_tui.widgets.transcript.fence_block import FenceBlock
from javari_tui.widgets.transcript.parsing import References
from javari_tui.widgets.transcript.table_block import TableBlock


def block_for(chunk: Chunk, references: References) -> MarkdownBlock:
    """The right kind of block for a chunk."""
    return _class_for(chunk)(chunk, references)


def is_right(block: Block, chunk: Chunk) -> bool:
    """Whether a block can stand for a chunk that changed."""
    return type(block) is _class_for(chunk)


def _class_for(chunk: Chunk) -> type[MarkdownBlock]:
    """Fences and tables grow by themselves; the parser does everything else."""
    return {Kind.FENCE: FenceBlock, Kind.TABLE: TableBlock}.get(chunk.kind, MarkdownBlock)
