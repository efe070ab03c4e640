"""Which removed line an added one stands for, and which words changed between the two."""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from typing import NamedTuple

from javari_tui.domain.diffs import ADDED, REMOVED, Diff

MOST_WORDS = 300
"""Words of a line that are compared."""
LEAST_ALIKE = 0.4
"""Lines that share less are different lines, not changed ones."""

_CHANGE = re.compile(rb"-[-\\]*\+[+\\]*")
_SIDES = re.compile(rb"(-[-\\]*)?(\+[+\\]*)?")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")

Range = tuple[int, int]
"""Characters from, and up to, a place."""


class Change(NamedTuple):
    """Removed lines with the added ones right behind them."""

    first: int
    middle: int
    """The first added line."""
    end: int


class SideBySide(NamedTuple):
    """A line of each side; none where the other side has more of them. The same line twice is one of both."""

    left: int | None
    right: int | None


class Pairs:
    """The changes of a diff, found once they are asked for."""

    def __init__(self, diff: Diff) -> None:
        self._kinds = diff.kinds
        self._changes: list[Change] | None = None
        self._firsts: list[int] = []

    def partner(self, line: int) -> int | None:
        """The line on the other side that a changed line belongs to."""
        if self._changes is None:
            self._changes = [
                Change(found.start(), self._kinds.index(ADDED, found.start()), found.end())
                for found in _CHANGE.finditer(self._kinds)
            ]
            self._firsts = [change.first for change in self._changes]
        at = bisect_right(self._firsts, line) - 1
        if at < 0 or line >= self._changes[at].end:
            return None
        first, middle, end = self._changes[at]
        other = line + middle - first if line < middle else line - middle + first
        wanted = ADDED if line < middle else REMOVED
        within = middle <= other < end if line < middle else first <= other < middle
        return other if within and self._kinds[other] == wanted[0] else None

    def side_by_side(self) -> list[SideBySide]:
        """Every line once, removed lines to the left of those that were added for them."""
        rows: list[SideBySide] = []
        at, kinds = 0, self._kinds
        while at < len(kinds):
            found = _SIDES.match(kinds, at)
            if found is None or found.end() == at:
                rows.append(SideBySide(at, at))
                at += 1
                continue
            middle = at + len(found[1] or b"")
            left, right = range(at, middle), range(middle, found.end())
            for row in range(max(len(left), len(right))):
                rows.append(
                    SideBySide(
                        left[row] if row < len(left) else None,
                        right[row] if row < len(right) else None,
                    )
                )
            at = found.end()
        return rows


def changed_words(old: str, new: str) -> tuple[list[Range], list[Range]]:
    """Which characters of each changed; none where they have little in common, or too much to compare."""
    before, after = _words(old), _words(new)
    if not before or not after:
        return [], []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.quick_ratio() < LEAST_ALIKE or matcher.ratio() < LEAST_ALIKE:
        return [], []
    olds, news = _starts(before), _starts(after)
    left: list[Range] = []
    right: list[Range] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            _add(left, olds[old_from], olds[old_to])
            _add(right, news[new_from], news[new_to])
    return left, right


def _words(text: str) -> list[str]:
    """Its words; none where there are too many."""
    if len(text) > MOST_WORDS * 8:
        return []
    words = _WORD.findall(text)
    return words if len(words) <= MOST_WORDS else []


def _starts(words: list[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts


def _add(ranges: list[Range], start: int, end: int) -> None:
    if start < end:
        ranges.append((start, end))
