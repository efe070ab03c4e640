"""Rows of cells out of Textual's strips. The guard stands here too: nothing but text gets into a cell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from javari_tui.terminal.guard import safe_style, safe_text
from javari_tui.terminal.output.looks import Look, blank, look_of

Cell = tuple[str, Look]
"""A character (with what combines with it) and its look. The right half of a wide one has no character."""


def cells_of(segments: Iterable[Segment], colours: ColorSystem | None, glyphs: str) -> list[Cell]:
    """The cells of a strip's segments."""
    cells: list[Cell] = []
    for text, style, control in segments:
        if not control:
            marks, more = _segment(text, style, colours, glyphs)
            if marks:
                _combine(cells, marks)
            cells += more
    return cells


def _combine(cells: list[Cell], marks: str) -> None:
    """Marks that have no cell of their own go with the last character."""
    for at in range(len(cells) - 1, -1, -1):
        sign, look = cells[at]
        if sign:
            cells[at] = (sign + marks, look)
            return


@lru_cache(maxsize=4096)
def _segment(text: str, style: Style | None, colours: ColorSystem | None, glyphs: str) -> tuple[str, tuple[Cell, ...]]:
    """Marks without a character of their own, and the cells of one segment; the same ones come again and again."""
    look = look_of(safe_style(style), colours)
    empty = blank(look)
    text = safe_text(text, glyphs)
    if text.isascii():
        return "", tuple([(sign, empty if sign == " " else look) for sign in text])
    marks = ""
    cells: list[Cell] = []
    for start, end, width in split_graphemes(text)[0]:
        sign = text[start:end]
        if width:
            cells.append((sign, empty if sign == " " else look))
            cells.extend([("", look)] * (width - 1))
        else:
            marks += sign  # only at the start: all others belong to a character
    return marks, tuple(cells)


def is_certain(sign: str) -> bool:
    """Whether every terminal gives a character the same cells: not where several code points make one."""
    return len(sign) < 2
