"""The cells in which a terminal draws a picture (kitty's Unicode placeholders), and how ours are told from others.

Such a cell is one character with two marks, its row and column in the picture; which picture, its colour says. Where
pictures are laid over the cells instead, a third mark says it, and thin output puts blanks below. Text of strangers may
hold the same characters: the guard takes out all that do not carry `OURS`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rich.style import Style

_SIGN = "\U0010eeee"
_RANGES = (
    "0305 030d-030e 0310 0312 033d-033f 0346 034a-034c 0350-0352 0357 035b 0363-036f 0483-0487 0592-0595 0597-0599"
    " 059c-05a1 05a8-05a9 05ab-05ac 05af 05c4 0610-0617 0657-065b 065d-065e 06d6-06dc 06df-06e2 06e4 06e7-06e8"
    " 06eb-06ec 0730 0732-0733 0735-0736 073a 073d 073f-0741 0743 0745 0747 0749-074a 07eb-07f1 07f3 0816-0819"
    " 081b-0823 0825-0827 0829-082d 0951 0953-0954 0f82-0f83 0f86-0f87 135d-135f 17dd 193a 1a17 1a75-1a7c 1b6b"
    " 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 1dc0-1dc1 1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 20d4-20d7 20db-20dc"
    " 20e1 20e7 20e9 20f0"
)
"""The marks that stand for numbers from 0, as the protocol has them; it knows some more, for very large screens."""


def _read_marks() -> str:
    ends = [(part[:4], part[-4:]) for part in _RANGES.split()]
    return "".join(chr(code) for first, last in ends for code in range(int(first, 16), int(last, 16) + 1))


_MARKS = _read_marks()
_CELLS = re.compile(f"{_SIGN}[{_MARKS}]*")
_META = "javari_picture"

MOST = len(_MARKS)
"""Rows and columns that a picture can have."""
OURS = Style.from_meta({_META: True})
"""What the style of such cells carries when they are drawn by us."""
LAID = Style(frame=True, encircle=True)
"""The same for pictures that are laid over cells. Behind a dialog Textual takes away what cannot be seen of a style; so
this could be seen. It is used for nothing else, and never reaches the terminal."""


class Place(NamedTuple):
    """What a cell shows of a picture that is laid over it."""

    number: int
    """Of the picture, below `MOST`."""
    row: int
    column: int


def placeholders(row: int, columns: int, number: int | None = None) -> str:
    """One row of a picture, from its left edge; the number is that of one that is laid over the cells."""
    mark = "" if number is None else _MARKS[number]
    return "".join(f"{_SIGN}{_MARKS[row]}{_MARKS[column]}{mark}" for column in range(columns))


@lru_cache(maxsize=8192)
def place_of(cell: str) -> Place:
    """What a cell with three marks shows."""
    row, column, number = map(_MARKS.index, cell[1:])
    return Place(number, row, column)


def has_placeholders(text: str) -> bool:
    """Whether a terminal might draw pictures in a text."""
    return _SIGN in text


def are_ours(style: Style | None) -> bool:
    """Whether a style marks what we draw."""
    return style is not None and bool(style.meta.get(_META) or (style.frame and style.encircle))


def without_placeholders(text: str) -> str:
    """The same, as wide, and nothing but text."""
    return _CELLS.sub(" ", text)
