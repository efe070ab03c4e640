"""The text of a message as it grows: only its last block is made anew."""

from __future__ import annotations

import re
from dataclasses import replace

from javari_tui.widgets.transcript.block_kinds import block_for, is_right
from javari_tui.widgets.transcript.blocks import MarkdownBlock
from javari_tui.widgets.transcript.chunker import Chunker
from javari_tui.widgets.transcript.chunks import Chunk, Kind
from javari_tui.widgets.transcript.parsing import References, define

MOST_DEFINITIONS = 64_000
"""Characters of link definitions that are read in one message."""

_UNDECIDED = re.compile(r"[ \t]*[-=*+#>`~|:_\d.)][-=*+#>`~|:_\d.) \t]{0,80}")
"""The start of a line that may still become markup: shown too early, it would flash as something else."""


class Body:
    """The text of a message as blocks. Only the last block is made anew while the text grows."""

    def __init__(self, text: str, *, is_open: bool) -> None:
        self.text = ""
        self.blocks: list[MarkdownBlock] = []
        self.is_open = True
        self._chunker = Chunker()
        self._part = ""
        self._settled = 0
        self._definitions = self._defining = 0
        self._references: References = {}
        self._take(text)
        if not is_open:
            self.close()

    @property
    def growing(self) -> MarkdownBlock | None:
        """The block that may become longer."""
        last = self.blocks[-1] if self.is_open and self.blocks else None
        return last if last is not None and (last.chunk.is_open or self._shows_part()) else None

    def feed(self, piece: str) -> None:
        """More text, while it is open."""
        self._take(piece)

    def close(self) -> None:
        """The text is whole."""
        if not self.is_open:
            return
        self.is_open = False
        if self._part:
            self._chunker.take(self._part)
            self._part = ""
        self._chunker.close()
        self._show(self._chunker.chunks[self._settled :])

    def _take(self, piece: str) -> None:
        """Whole lines are decided; an unfinished one is only shown."""
        self.text += piece
        *whole, self._part = (self._part + piece).split("\n")
        for line in whole:
            self._chunker.take(line)
        self._show(self._open_chunks())
        chunks = self._chunker.chunks
        self._settled = len(chunks) - (1 if chunks and chunks[-1].is_open else 0)

    def _open_chunks(self) -> list[Chunk]:
        """What is shown from the first unsettled chunk on."""
        chunks = self._chunker.chunks
        before = chunks[self._settled : -1] if len(chunks) > self._settled else []
        if self._shows_part():
            preview = self._chunker.preview(self._part)
            return before + (preview if len(chunks) > self._settled or not chunks else preview[1:])
        last = chunks[-1:] if len(chunks) > self._settled else []
        return before + [replace(chunk, lines=list(chunk.lines)) for chunk in last]

    def _shows_part(self) -> bool:
        """Whether the unfinished line can be shown without a flash of what it will not be."""
        part = self._part
        if not part or part.isspace():
            return False
        last = self._chunker.chunks[-1] if self._chunker.chunks else None
        if last is not None and last.is_open and last.kind is Kind.FENCE:
            return not last.fence.startswith(part.strip()[:3])
        return not _UNDECIDED.fullmatch(part)

    def _show(self, chunks: list[Chunk]) -> None:
        """Blocks for these chunks, after the settled ones."""
        first = self._settled
        for place, chunk in enumerate(chunks, first):
            if place == len(self.blocks):
                self.blocks.append(block_for(chunk, self._references))
            elif not is_right(self.blocks[place], chunk):
                self.blocks[place] = block_for(chunk, self._references)
            elif self.blocks[place].chunk != chunk:
                self.blocks[place].update(chunk)
            if chunk.joins:
                self.blocks[place].follow(self.blocks[place - 1])
        del self.blocks[first + len(chunks) :]
        self._refer()

    def _refer(self) -> None:
        """Let every block know link targets that were defined since."""
        new = self._chunker.definitions[self._definitions :]
        if not new:
            return
        self._definitions += len(new)
        self._defining += sum(map(len, new))
        if self._defining <= MOST_DEFINITIONS:
            self._references = define(new, self._references)
            for block in self.blocks:
                block.refer(self._references)
