"""Finding rows that only moved: the terminal moves them for a few bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import ne
from typing import NamedTuple

from javari_tui.terminal.output.picture import Picture, Row

_FEWEST_ROWS = 4
"""Fewer rows that changed are not worth looking for a movement."""
_BYTES_OF_A_SCROLL = 24
_BYTES_OF_A_LOOK = 16
_BYTES_OF_A_ROW = 8
"""A row that differs costs at least so much, nearly always."""


class Scroll(NamedTuple):
    """The rows from top to bottom (included) go up by some rows, or down when that is negative."""

    top: int
    bottom: int
    by: int


def find_scroll(picture: Picture) -> Scroll | None:
    """The movement after which the least is left to write, if there is one that pays."""
    rows, new = picture.rows, picture.wanted
    if len(new) < _FEWEST_ROWS:
        return None
    scroll = _moved(picture)
    if scroll is None or not all(picture.is_whole(y) for y in range(scroll.top, scroll.bottom + 1)):
        return None  # what is not known could not be put right again
    before = rows[scroll.top : scroll.bottom + 1]
    wanted = [new.get(y, rows[y]) for y in range(scroll.top, scroll.bottom + 1)]
    after = scrolled(rows, scroll)[scroll.top : scroll.bottom + 1]
    cost = sum(map(_cost, after, wanted)) + _BYTES_OF_A_SCROLL
    pays = cost < _BYTES_OF_A_ROW * sum(map(ne, before, wanted)) or cost < sum(map(_cost, before, wanted))
    return scroll if pays else None


def scrolled(rows: Sequence[Row], scroll: Scroll) -> list[Row]:
    """The rows after a movement. How those look that come free, terminals do not agree on."""
    top, bottom, by = scroll
    free: list[Row] = [[None] * len(rows[top]) for _ in range(abs(by))]
    part = list(rows[top : bottom + 1])
    part = [*part[by:], *free] if by > 0 else [*free, *part[:by]]
    return [*rows[:top], *part, *rows[bottom + 1 :]]


def _moved(picture: Picture) -> Scroll | None:
    """The movement that explains most of what changed."""
    new, texts = picture.wanted, picture.wanted_texts
    low, high = min(new), max(new)
    places: dict[str, int | None] = {}
    for y, text in enumerate(picture.texts[low : high + 1], low):
        places[text] = None if text in places else y  # what stands there twice says nothing
    steps = {y: place - y for y in new if (place := places.get(texts.get(y, ""))) is not None}
    by, count = Counter(steps.values()).most_common(1)[0] if steps else (0, 0)
    if not by or count < _FEWEST_ROWS // 2:
        return None
    moved = [y for y, step in steps.items() if step == by]
    return Scroll(min(moved) + min(by, 0), max(moved) + max(by, 0), by)


def _cost(old: Row, new: Row) -> int:
    """About how many bytes it takes to make one row look like another. Blanks that follow each other cost nothing."""
    if old == new:
        return 0
    cost, last = 0, None
    for before, after in zip(old, new, strict=True):
        if before is not after and before != after and after is not None and after is not last:
            cost += 1 if last is not None and after[1] is last[1] else _BYTES_OF_A_LOOK
            last = after
    return cost
