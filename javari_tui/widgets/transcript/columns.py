"""Which columns of a table are shown, and how wide: all of them where words keep whole, else some at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

BETWEEN = 3
"""Cells between two columns."""
LONGEST_WORD = 12
"""Cells up to which a word is kept whole."""
_COMFORTABLE = 24
"""Cells of a column that is shown beside only some of the others."""
_MORE = 2
"""Cells of the sign that there are more columns."""


class Wanted(NamedTuple):
    """What the columns would like to have."""

    natural: tuple[int, ...] = ()
    """Cells in which nothing wraps."""
    least: tuple[int, ...] = ()
    """Cells in which no word of a usual length breaks."""


class Columns(NamedTuple):
    """The columns that are shown."""

    widths: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()
    """Which of them, from 0."""
    total: int = 0
    """How many there are."""
    furthest: int = 0
    """How far one can go sideways; 0 where all are shown."""
    pinned: bool = False
    """Whether the first stays while the others pass by."""

    @property
    def is_more_before(self) -> bool:
        """Whether some are hidden at the left."""
        return self.passing[0] > int(self.pinned)

    @property
    def is_more_after(self) -> bool:
        """Whether some are hidden at the right."""
        return self.shown[-1] < self.total - 1

    @property
    def passing(self) -> tuple[int, ...]:
        """Those that move."""
        return self.shown[int(self.pinned) :]


@lru_cache(maxsize=64)
def fit(wanted: Wanted, width: int, start: int = 0) -> Columns:
    """The columns for a width. `start` says how far the reader went sideways."""
    count = len(wanted.natural)
    if sum(wanted.least) + BETWEEN * (count - 1) <= width:
        everything = tuple(range(count))
        return Columns(_shared(wanted, everything, width), everything, count)
    sizes = [min(max(least, min(natural, _COMFORTABLE)), width) for natural, least in zip(*wanted, strict=True)]
    pinned = count > 2 and sizes[0] <= width // 3 and sizes[0] + max(sizes[1:]) + BETWEEN + _MORE <= width
    room = width - (sizes[0] + BETWEEN if pinned else 0)
    passing = range(int(pinned), count)
    ends = list(accumulate(sizes[place] + BETWEEN for place in reversed(passing)))
    furthest = len(passing) - max(sum(end - BETWEEN <= room for end in ends), 1)
    start = min(start, furthest)
    shown = [0] * pinned + _run(sizes, passing[start:], room)
    used = width if shown[-1] == count - 1 else width - _MORE
    return Columns(_shared(wanted, shown, used), tuple(shown), count, furthest, pinned)


def _run(sizes: Sequence[int], places: Sequence[int], room: int) -> list[int]:
    """As many columns as there is room for, at least one."""
    shown: list[int] = []
    for place in places:
        room -= sizes[place]
        is_last = place == places[-1]
        if shown and room < (0 if is_last else _MORE):
            break
        shown.append(place)
        room -= BETWEEN
    return shown


def _shared(wanted: Wanted, shown: Sequence[int], width: int) -> tuple[int, ...]:
    """The width shared out: nobody gets more than they want, nor less than they need while there is enough."""
    room = max(width - BETWEEN * (len(shown) - 1), len(shown))
    natural = [max(wanted.natural[place], 1) for place in shown]
    least = [max(wanted.least[place], 1) for place in shown]
    if sum(least) > room:
        least = [1] * len(shown)
    low, high = 1, max(natural)
    while low < high:
        level = (low + high + 1) // 2
        low, high = (level, high) if sum(_at(level, natural, least)) <= room else (low, level - 1)
    widths = _at(low, natural, least)
    left = room - sum(widths)
    for place, want in enumerate(natural):
        if left > 0 and widths[place] < want:
            widths[place] += 1
            left -= 1
    return tuple(widths)


def _at(level: int, natural: Sequence[int], least: Sequence[int]) -> list[int]:
    """The widths when nobody takes more than a level without need."""
    return [max(low, min(want, level)) for want, low in zip(natural, least, strict=True)]
