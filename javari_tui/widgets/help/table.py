"""Tables of help pages: columns as wide as they need, narrower where the screen is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from textual.content import Content

_GAP = 2
_NARROWEST = 6


def table_lines(rows: Sequence[Sequence[Content]], width: int, rule: str) -> list[Content]:
    """The table's lines; the first row is its head, `rule` draws the line below it."""
    widths = column_widths(rows, width)
    lines: list[Content] = []
    for number, row in enumerate(rows):
        cells = [cell.stylize("bold $text-muted") if number == 0 else cell for cell in row]
        lines += _row_lines(cells, widths)
        if number == 0:
            total = sum(widths) + _GAP * (len(widths) - 1)
            lines.append(Content(rule * min(width, total)).stylize("$text-muted"))
    return lines


def column_widths(rows: Sequence[Sequence[Content]], width: int) -> list[int]:
    """What each column needs; while that is too much, the widest gives way."""
    columns = list(zip_longest(*rows, fillvalue=Content("")))
    widths = [max(_NARROWEST, *(cell.cell_length for cell in column)) for column in columns]
    room = width - _GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row_lines(cells: Sequence[Content], widths: Sequence[int]) -> list[Content]:
    """One row: its cells wrapped, side by side."""
    wrapped = [cell.wrap(width) for cell, width in zip(cells, widths, strict=False)]
    lines: list[Content] = []
    for parts in zip_longest(*wrapped, fillvalue=Content("")):
        padded = [part.pad_right(max(0, room - part.cell_length)) for part, room in zip(parts, widths, strict=False)]
        lines.append(Content(" " * _GAP).join(padded))
    return lines
