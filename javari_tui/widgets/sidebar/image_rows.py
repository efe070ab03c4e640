"""Rows of a picture as strips: two points above each other in each cell, or cells for what is drawn there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from javari_tui.domain.images import FittedImage
from javari_tui.terminal.images.kitty import style_of
from javari_tui.terminal.placeholders import LAID, placeholders

Point = tuple[int, int, int]

_UPPER, _LOWER = "▀", "▄"
_SEEN = 128
"""From which opacity on a point is drawn where it cannot be mixed with what is behind it."""


def drawn_by_terminal(number: int, columns: int, row: int, ground: Style) -> list[Segment]:
    """A row of a picture that the terminal holds under a number."""
    return [Segment(placeholders(row, columns), ground + style_of(number))]


def laid_over(number: int, columns: int, row: int, ground: Style) -> list[Segment]:
    """A row of a picture that is laid over blanks on the way to the terminal."""
    return [Segment(placeholders(row, columns, number), ground + LAID)]


def in_half_blocks(image: FittedImage, row: int, ground: Style) -> list[Segment]:
    """A row of a picture in characters of two halves."""
    back = ground.bgcolor.triplet if ground.bgcolor is not None else None
    behind = None if back is None else (back.red, back.green, back.blue)
    cells = zip(_points(image, 2 * row, behind), _points(image, 2 * row + 1, behind), strict=True)
    segments = []
    for pair, same in groupby(cells):
        sign, style = _cell(*pair)
        segments.append(Segment(sign * len(list(same)), ground + style))
    return segments


def _points(image: FittedImage, y: int, behind: Point | None) -> Iterator[Point | None]:
    """A row of points; none where there is nothing to see."""
    if y >= image.height:
        yield from [None] * image.width
        return
    data = image.data[4 * image.width * y : 4 * image.width * (y + 1)]
    for at in range(0, len(data), 4):
        red, green, blue, opacity = data[at : at + 4]
        if opacity == 255 or (behind is None and opacity >= _SEEN):
            yield red, green, blue
        elif opacity == 0 or behind is None:
            yield None
        else:
            yield _mixed(red, behind[0], opacity), _mixed(green, behind[1], opacity), _mixed(blue, behind[2], opacity)


def _mixed(front: int, back: int, opacity: int) -> int:
    return (front * opacity + back * (255 - opacity)) // 255


def _cell(top: Point | None, bottom: Point | None) -> tuple[str, Style]:
    if top == bottom:
        return " ", Style() if top is None else Style(bgcolor=Color.from_rgb(*top))
    if top is None:
        assert bottom is not None
        return _LOWER, Style(color=Color.from_rgb(*bottom))
    ink = Color.from_rgb(*top)
    return _UPPER, Style(color=ink, bgcolor=None if bottom is None else Color.from_rgb(*bottom))
