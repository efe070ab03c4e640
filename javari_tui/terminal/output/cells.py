"""Rows of cells out of Textual's strips. The guard stands here too: nothing but text gets into a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style

from javari_tui.terminal.guard import safe_style, safe_text
from javari_tui.terminal.output.looks import Look, blank, look_of

_LONGEST_REMEMBERED = 24

Cell = tuple[str, Look]
"""A character (with what combines with it) and its look. The right half of a wide one has no character."""


def cells_of(segments: Iterable[Segment], colours: ColorSystem | None, glyphs: str) -> list[Cell]:
    """The cells of a strip's segments."""
    cells: list[Cell] = []
    for text, style, control in segments:
        if not control:
            # Long ones hardly ever come twice.
            read = _segment if len(text) <= _LONGEST_REMEMBERED else _segment.__wrapped__
            marks, more = read(text, style, colours, glyphs)
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


@lru_cache(maxsize=1024)
def _segment(text: str, style: Style | None, colours: ColorSystem | None, glyphs: str) -> tuple[str, tuple[Cell, ...]]:
    """Marks without a character of their own, and the cells of one segment; the same ones come again and again."""
    look = look_of(safe_style(style), colours)
    empty = blank(look)
    text = safe_text(text, glyphs, style)
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
    """Whether all terminals are known to give a character the same cells.

    Not where several code points make one, and not for signs and emoji, whose widths Unicode has changed and
    terminals take from different versions of it. Cells of pictures go only to terminals that know them.
    """
    return sign.isascii() or sign[0] == "\U0010eeee" or _CERTAIN.fullmatch(sign) is not None


_CERTAIN = re.compile(
    "[\u00a0-\u00ac\u00ae-\u02ff"  # Latin
    "\u0370-\u0482\u048a-\u0559\u0561-\u0587\u05d0-\u05ea\u0620-\u064a"  # Greek, Cyrillic, Armenian, Hebrew, Arabic
    "\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20ac\u2190-\u2193"  # more of them, punctuation, arrows
    "\u2500-\u259f\u25a0-\u25a1\u25aa-\u25ab\u25b2-\u25cf"  # lines, blocks, our own marks
    "\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9ffc\uac00-\ud7a3"  # East Asia
    "\uff01-\uff5e]"
)
