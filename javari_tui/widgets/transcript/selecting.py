"""Copying: from places on screen back to what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.geometry import Offset
from textual.selection import Selection

from javari_tui.domain.untrusted_text import clean
from javari_tui.widgets.transcript.document import Document
from javari_tui.widgets.transcript.drawing import MARGIN
from javari_tui.widgets.transcript.line import Line
from javari_tui.widgets.transcript.viewport import Spot

if TYPE_CHECKING:
    from javari_tui.widgets.transcript.blocks import Block

_ROW_BITS = 20
_BLOCK_BITS = 24


class Address(NamedTuple):
    """A row by what lasts: it stays the same when older messages come, and when heights are corrected."""

    ordinal: int
    block: int
    row: int

    def number(self) -> int:
        """As one number; numbers are in the order of rows."""
        return (((self.ordinal << _BLOCK_BITS) + self.block) << _ROW_BITS) + self.row

    @classmethod
    def of(cls, number: int) -> Address:
        """From its number."""
        block = number >> _ROW_BITS
        return cls(block >> _BLOCK_BITS, block & ((1 << _BLOCK_BITS) - 1), number & ((1 << _ROW_BITS) - 1))


def address(document: Document, spot: Spot) -> int:
    """The number of a spot's row."""
    return Address(document.entries[spot.entry].ordinal, spot.block, spot.row).number()


def text_of(document: Document, selection: Selection) -> str:
    """What was selected: whole messages and blocks as they were written, parts as they are shown."""
    entries = document.entries
    if not entries:
        return ""
    low, high = entries[0].ordinal, entries[-1].ordinal
    start = _place(selection.start) or (Address(low, 0, 0), 0)
    end = _place(selection.end) or (Address(high + 1, 0, 0), 0)
    parts: list[str] = []
    for ordinal in range(max(start[0].ordinal, low), min(end[0].ordinal, high) + 1):
        entry = entries[ordinal - low]
        if start[0] <= Address(ordinal, 0, 0) and end[0].ordinal > ordinal:
            parts.append(clean(entry.text))
        else:
            parts.append(_text_in_entry(document, ordinal - low, start, end))
    return "\n\n".join(part for part in parts if part)


_Place = tuple[Address, int]


def _place(offset: Offset | None) -> _Place | None:
    """An end of the selection: the row, and the character in its text."""
    return None if offset is None else (Address.of(offset.y), max(offset.x - MARGIN, 0))


def _text_in_entry(document: Document, position: int, start: _Place, end: _Place) -> str:
    """The selected part of one message."""
    entry = document.made(position)
    text = ""
    for index, block in enumerate(entry.blocks):
        here = Address(entry.ordinal, index, 0)
        first = start if start[0][:2] == here[:2] else None
        last = end if end[0][:2] == here[:2] else None
        if (first is None and here < start[0]) or (last is None and here > end[0]):
            continue
        part = _text_in_block(document.lines(position, index), block, first, last)
        if part and text:
            text += "\n" if block.joins and not block.space else "\n\n"
        text += part
    return text


def _text_in_block(lines: list[Line], block: Block, first: _Place | None, last: _Place | None) -> str:
    """The selected part of a block; its source when that is all of it."""
    text, is_whole = "", True
    for row, line in enumerate(lines):
        begin = _character(line, row, first, before=True)
        finish = _character(line, row, last, before=False)
        said = line.text[max(begin, line.indent) : finish]
        is_whole = is_whole and len(said) == len(line.said)
        text += said
        if finish >= len(line.text) and row < len(lines) - 1 and begin <= len(line.text):
            text += line.join
    return block.source if is_whole else text.strip("\n")


def _character(line: Line, row: int, place: _Place | None, *, before: bool) -> int:
    """Where the selection begins or ends in a row; a row outside gives what leaves nothing of it."""
    everything = 0 if before else len(line.text)
    if place is None or row == place[0].row:
        return everything if place is None else place[1]
    is_outside = row < place[0].row if before else row > place[0].row
    if not is_outside:
        return everything
    return len(line.text) + 1 if before else 0
