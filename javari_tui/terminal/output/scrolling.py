"""Finding rows that only moved: the terminal moves them for a few bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import ne
from typing import NamedTuple

from javari_tui.terminal.output.cells import Cell
from javari_tui.terminal.output.looks import Look, blank
from javari_tui.terminal.output.picture import Picture, Row

_FEWEST_ROWS = 4
"""Fewer rows that changed are not worth looking for a movement."""
_CELLS_OF_A_SCROLL = 24
"""What the sequences of a movement cost, in cells written."""
_CELLS_OF_A_ROW = 8
"""In a row that differs at least so many cells do, nearly always."""


class Scroll(NamedTuple):
    """The rows from top to bottom (included) go up by some rows, or down when that is negative."""

    top: int
    bottom: int
    by: int
    ground: Look
    """How the rows look that come free."""


def find_scroll(picture: Picture, new: Mapping[int, Row], texts: Mapping[int, str]) -> Scroll | None:
    """The movement after which the least is left to write, if there is one that pays."""
    if len(new) < _FEWEST_ROWS:
        return None
    rows = picture.rows
    moved = _moved(picture, new, texts)
    if moved is None:
        return None
    top, bottom, by = moved
    if not all(picture.is_whole(y, new) for y in range(top, bottom + 1)):
        return None  # what is not known could not be put right again
    wanted = [new.get(y, rows[y]) for y in range(top, bottom + 1)]
    scroll = Scroll(top, bottom, by, _ground(wanted[-1] if by > 0 else wanted[0]))
    after = scrolled(rows, scroll, erases=True)[top : bottom + 1]
    cost = sum(map(_differing, after, wanted)) + _CELLS_OF_A_SCROLL
    before = rows[top : bottom + 1]
    pays = cost < _CELLS_OF_A_ROW * sum(map(ne, before, wanted)) or cost < sum(map(_differing, before, wanted))
    return scroll if pays else None


def scrolled(rows: Sequence[Row], scroll: Scroll, *, erases: bool) -> list[Row]:
    """The rows after a movement; those that come free have the ground, where the terminal erases with it."""
    top, bottom, by, ground = scroll
    width = len(rows[top])
    cell: Cell | None = (" ", ground) if erases else None
    part = list(rows[top : bottom + 1])
    free: list[Row] = [[cell] * width for _ in range(abs(by))]
    part = [*part[by:], *free] if by > 0 else [*free, *part[:by]]
    return [*rows[:top], *part, *rows[bottom + 1 :]]


def _moved(picture: Picture, new: Mapping[int, Row], texts: Mapping[int, str]) -> tuple[int, int, int] | None:
    """The rows (first, last) within which most of what changed only moved, and by how many rows up."""
    low, high = min(new), max(new)
    places: dict[str, int | None] = {}
    for y, text in enumerate(picture.texts[low : high + 1], low):
        places[text] = None if text in places else y  # what stands there twice says nothing
    steps = {y: place - y for y in new if (place := places.get(texts.get(y, ""))) is not None}
    by, count = Counter(steps.values()).most_common(1)[0] if steps else (0, 0)
    if not by or count < _FEWEST_ROWS // 2:
        return None
    moved = [y for y, step in steps.items() if step == by]
    return min(moved) + min(by, 0), max(moved) + max(by, 0), by


def _differing(old: Row, new: Row) -> int:
    """How many cells differ."""
    return 0 if old == new else sum(map(ne, old, new))


def _ground(row: Row) -> Look:
    """The commonest look of a row's blanks: its last but one, left of where a scroll bar may be."""
    cell = row[-2] if len(row) > 1 else row[-1]
    ground = blank(cell[1]) if cell is not None else Look()
    return ground if not ground.attributes and not ground.link else Look(ground=ground.ground)
