"""Reading the lines of a Markdown table."""

from __future__ import annotations

import re

DELIMITER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
"""The line below a table's head."""

_BAR = re.compile(r"(?<!\\)\|")


def cells_of(line: str) -> list[str]:
    """The cells of a row, without the bars."""
    cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(line.strip())]
    if cells and not cells[0]:
        cells = cells[1:]
    if cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def alignments_of(delimiter: str) -> tuple[str, ...]:
    """`left`, `center` or `right` for each column."""
    return tuple(_alignment(cell) for cell in cells_of(delimiter))


def _alignment(cell: str) -> str:
    """What the colons say."""
    if cell.endswith(":"):
        return "center" if cell.startswith(":") else "right"
    return "left"
