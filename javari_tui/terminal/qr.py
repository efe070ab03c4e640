"""QR codes drawn with characters: for a phone that looks at the terminal."""

from __future__ import annotations

from functools import lru_cache

QUIET = (4, 2)
"""Squares of light around a code: as many as the norm asks for, else as many as cameras still want."""
DARK, LIGHT = "#000000", "#ffffff"
"""Forced, whatever the theme: cameras want dark squares on light ground."""

_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}

Squares = tuple[tuple[int, ...], ...]
"""Row by row, 1 for a dark one."""


def qr_rows(text: str, *, columns: int, rows: int, in_ascii: bool = False) -> tuple[str, ...] | None:
    """The code of a text with the light around it, all rows equally long; None where it does not fit.

    A cell holds two squares, one above the other. In ASCII two cells hold one: `##` where it is dark.
    """
    squares = qr_squares(text)
    if squares is None:
        return None
    for quiet in QUIET:
        drawn = _plain(_framed(squares, quiet)) if in_ascii else _halved(_framed(squares, quiet))
        if len(drawn) <= rows and len(drawn[0]) <= columns:
            return drawn
    return None


def qr_room(text: str, *, in_ascii: bool = False) -> tuple[int, int] | None:
    """The fewest columns and rows that the code of a text takes; None where there is none for it."""
    squares = qr_squares(text)
    if squares is None:
        return None
    side = len(squares) + 2 * QUIET[-1]
    return (2 * side, side) if in_ascii else (side, (side + 1) // 2)


@lru_cache(maxsize=4)
def qr_squares(text: str) -> Squares | None:
    """The squares of the smallest code that holds a text; None where none does."""
    import segno  # noqa: PLC0415 - seldom wanted

    if not text:
        return None
    try:
        code = segno.make(text, error="l", micro=False)  # a better correction where it takes no more room
    except segno.DataOverflowError:
        return None
    return tuple(tuple(row) for row in code.matrix)


def _framed(squares: Squares, quiet: int) -> Squares:
    side = len(squares) + 2 * quiet
    empty, edge = ((0,) * side,) * quiet, (0,) * quiet
    return (*empty, *((*edge, *row, *edge) for row in squares), *empty)


def _halved(squares: Squares) -> tuple[str, ...]:
    if len(squares) % 2:
        squares = (*squares, (0,) * len(squares[0]))
    pairs = zip(squares[::2], squares[1::2], strict=True)
    return tuple("".join(_HALVES[cell] for cell in zip(above, below, strict=True)) for above, below in pairs)


def _plain(squares: Squares) -> tuple[str, ...]:
    return tuple("".join("##" if dark else "  " for dark in row) for row in squares)
