"""Cutting Markdown into chunks as it comes, line by line.

A chunk can be laid out without the others: a paragraph, a heading, one item of a list, a fence, a table.
Every decision is made on whole lines, in their order, so the chunks do not depend on how the text was cut
into pieces on its way; a closed chunk never changes again. What is inside a chunk is for the Markdown parser.
Very long things are cut into chunks that go on with each other, so no chunk is ever slow to lay out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from javari_tui.widgets.transcript.chunks import Chunk, Kind
from javari_tui.widgets.transcript.line_kinds import (
    FENCE,
    HEADING,
    INNER_FENCE,
    ITEM,
    QUOTE,
    RULE,
    UNDERLINE,
    indent_of,
    interrupts,
    is_other,
)
from javari_tui.widgets.transcript.table_source import DELIMITER, cells_of

LONGEST_TEXT = 8_000
"""Characters of a paragraph or a quotation after which it goes on in another chunk."""
MOST_LINES = 300
"""Lines of code or of a table after which it goes on in another chunk."""
MOST_TEXT = 24_000
"""Characters after which it does too."""


class Chunker:
    """Takes lines and keeps the chunks they make."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.definitions: list[str] = []
        """Sources of chunks that may define link targets for the whole message."""
        self._blank = 0
        self._inner_fence = ""

    def take(self, line: str) -> None:
        """One more whole line."""
        chunk = self.chunks[-1] if self.chunks and self.chunks[-1].is_open else None
        if chunk is None:
            self._begin_at(line)
        elif chunk.kind is Kind.FENCE:
            self._in_fence(chunk, line)
        elif not line or line.isspace():
            self._blank_in(chunk)
        else:
            _CONTINUE[chunk.kind](self, chunk, line)

    def close(self) -> None:
        """Nothing more comes."""
        if self.chunks:
            self._end(self.chunks[-1])

    def preview(self, line: str) -> list[Chunk]:
        """The chunks from the last one on, as they would be if this unfinished line ended here."""
        other = Chunker()
        other._blank, other._inner_fence = self._blank, self._inner_fence
        if self.chunks:
            last = self.chunks[-1]
            other.chunks = [replace(last, lines=list(last.lines)) if last.is_open else last]
        other.take(line)
        return other.chunks

    def _begin_at(self, line: str) -> None:
        """A line that no open chunk takes: it begins one, or is blank."""
        if not line or line.isspace():
            self._blank += 1
        elif found := FENCE.match(line):
            self._begin(Kind.FENCE, line, fence=found[2], indent=len(found[1]), info=found[3].strip())
        elif HEADING.match(line):
            self._begin(Kind.HEADING, line, is_open=False)
        elif RULE.match(line):
            self._begin(Kind.RULE, line, is_open=False)
        elif found := ITEM.match(line):
            self._begin_item(line, found)
        elif QUOTE.match(line):
            self._begin(Kind.QUOTE, line)
        else:
            self._begin(Kind.CODE if indent_of(line) >= 4 else Kind.TEXT, line)

    def _begin(self, kind: Kind, line: str, **fields: object) -> Chunk:
        """A new chunk; a blank row stands above it unless the source keeps the two together."""
        before = self.chunks[-1].kind if self.chunks else None
        together = before is Kind.HEADING or (before is Kind.TEXT and kind is Kind.ITEM and not self._blank)
        chunk = Chunk(kind, [line], space=0 if together or before is None else 1, length=len(line))
        for name, value in fields.items():
            setattr(chunk, name, value)
        self.chunks.append(chunk)
        self._blank, self._inner_fence = 0, ""
        return chunk

    def _begin_item(self, line: str, found: re.Match[str], after: Chunk | None = None) -> None:
        """A list's item; `after` is the one before it in the same list."""
        gap, marker = len(found[3]), found[2]
        offset = len(found[1]) + len(marker) + (gap if 1 <= gap <= 4 else 1)
        number = int(marker[:-1]) if marker[:-1] else 0
        if after is None:
            self._begin(Kind.ITEM, line, indent=offset, number=number)
        else:
            space, number = int(self._blank > 0), after.number + (marker[:-1] != "")
            self._begin(Kind.ITEM, line, indent=offset, number=number, space=space, joins=True)
        self._note_inner_fence(line)

    def _begin_rest(self, chunk: Chunk, line: str) -> None:
        """The rest of something long."""
        self._end(chunk)
        kept = {"fence": chunk.fence, "indent": chunk.indent, "info": chunk.info}
        self._begin(chunk.kind, line, space=0, joins=True, **kept)

    def _end(self, chunk: Chunk) -> None:
        """No line joins it any more."""
        chunk.is_open = False
        if chunk.kind is Kind.TEXT and "]:" in chunk.source:
            self.definitions.append(chunk.source)

    def _turn(self, chunk: Chunk, line: str) -> None:
        """The line begins something else."""
        self._end(chunk)
        self._begin_at(line)

    def _add(self, chunk: Chunk, line: str) -> None:
        """The line belongs to the chunk, and so do the blank ones before it."""
        chunk.lines.extend([""] * self._blank)
        self._blank = 0
        chunk.lines.append(line)
        chunk.length += len(line) + 1

    def _blank_in(self, chunk: Chunk) -> None:
        """A blank line ends most chunks; items and indented code may go on after it."""
        self._blank += 1
        if chunk.kind not in (Kind.ITEM, Kind.CODE):
            self._end(chunk)

    def _in_fence(self, chunk: Chunk, line: str) -> None:
        """Until it is closed, everything belongs to it."""
        bare = line.strip()
        closes = bare.startswith(chunk.fence) and not bare.strip(chunk.fence[0]) and indent_of(line) < 4
        if _is_long(chunk) and not closes:
            self._begin_rest(chunk, line)
            return
        self._add(chunk, line)
        if closes:
            self._end(chunk)

    def _note_inner_fence(self, line: str) -> None:
        """Follow fences inside an item: a lesser indented line must not end the item before they close."""
        found = INNER_FENCE.match(line)
        if not found:
            return
        if not self._inner_fence:
            self._inner_fence = found[1]
        elif found[1].startswith(self._inner_fence) and not line.strip().strip(found[1][0]):
            self._inner_fence = ""

    def _in_item(self, chunk: Chunk, line: str) -> None:
        """What is indented belongs to the item, and so does a paragraph's lazy next line."""
        if indent_of(line) >= chunk.indent:
            self._add(chunk, line)
            self._note_inner_fence(line)
            return
        item = ITEM.match(line)
        if item and not RULE.match(line):
            same_list = item[2][-1] == chunk.marker
            self._end(chunk)
            self._begin_item(line, item, chunk if same_list else None)
        elif self._blank or self._inner_fence or FENCE.match(line) or is_other(line):
            self._turn(chunk, line)
        else:
            self._add(chunk, line)

    def _in_quote(self, chunk: Chunk, line: str) -> None:
        """Lines with the sign, and a paragraph's lazy next line."""
        if QUOTE.match(line):
            if chunk.length > LONGEST_TEXT:
                self._begin_rest(chunk, line)
            else:
                self._add(chunk, line)
        elif FENCE.match(line) or is_other(line) or ITEM.match(line):
            self._turn(chunk, line)
        else:
            self._add(chunk, line)

    def _in_code(self, chunk: Chunk, line: str) -> None:
        """Indented code goes on while it is indented."""
        if indent_of(line) < 4:
            self._turn(chunk, line)
        elif _is_long(chunk):
            self._begin_rest(chunk, line)
        else:
            self._add(chunk, line)

    def _in_table(self, chunk: Chunk, line: str) -> None:
        """A row, unless the line begins something else."""
        if FENCE.match(line) or is_other(line) or ITEM.match(line) or indent_of(line) >= 4:
            self._turn(chunk, line)
        elif _is_long(chunk):
            self._begin_rest(chunk, line)
        else:
            self._add(chunk, line)

    def _in_text(self, chunk: Chunk, line: str) -> None:
        """A paragraph's next line; or the underline of a heading, or what makes a table of its last line."""
        if interrupts(line):
            self._turn(chunk, line)
        elif UNDERLINE.match(line):
            self._add(chunk, line)
            chunk.kind = Kind.HEADING
            self._end(chunk)
        elif "|" in line and DELIMITER.match(line) and len(cells_of(line)) == len(cells_of(chunk.lines[-1])):
            self._begin_table(chunk, line)
        elif chunk.length > LONGEST_TEXT:
            self._begin_rest(chunk, line)
        else:
            self._add(chunk, line)

    def _begin_table(self, chunk: Chunk, delimiter: str) -> None:
        """The last line of a paragraph turns out to be the head of a table."""
        head = chunk.lines.pop()
        if chunk.lines:
            self._end(chunk)
            self._add(self._begin(Kind.TABLE, head), delimiter)
        else:
            chunk.kind, chunk.lines = Kind.TABLE, [head, delimiter]


def _is_long(chunk: Chunk) -> bool:
    """Whether the next line begins another chunk."""
    return len(chunk.lines) > MOST_LINES or chunk.length > MOST_TEXT


_CONTINUE = {
    Kind.TEXT: Chunker._in_text,
    Kind.ITEM: Chunker._in_item,
    Kind.QUOTE: Chunker._in_quote,
    Kind.CODE: Chunker._in_code,
    Kind.TABLE: Chunker._in_table,
}
