"""JSON as rows that fold. Only containers that are unfolded are known to it: a million folded nodes cost nothing."""

from __future__ import annotations

import json
import re
from bisect import bisect_right, insort
from typing import NamedTuple

from javari_tui.domain.json_reading import Container, JsonValue, children

MOST_AT_ONCE = 30_000
"""Values that are looked at by one key to unfold them: as many as take no time to notice."""

_PLAIN_NAME = re.compile(r"[^\W\d]\w*", re.ASCII)

Steps = tuple[int, ...]
"""The way to a value: which child of the root, which child of that, and so on."""


class Node(NamedTuple):
    """What stands in a row."""

    key: str | int | None
    """A member's name, an item's index; the root has neither."""
    value: JsonValue
    depth: int
    is_open: bool


class _Branch:
    """A container that is unfolded."""

    __slots__ = ("_starts", "at", "depth", "looked", "open", "order", "parent", "rows", "value")

    def __init__(self, value: Container, parent: _Branch | None, at: int) -> None:
        self.value, self.parent, self.at = value, parent, at
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.open: dict[int, _Branch] = {}
        self.order: list[int] = []
        self.rows = len(value)
        """Of its children and of all that is unfolded in them."""
        self.looked = 0
        """How many children were looked at to unfold all of them."""
        self._starts: list[int] | None = []

    def child(self, at: int) -> tuple[str | int, JsonValue]:
        """A key or index, and what it stands for."""
        return self.value[at] if isinstance(self.value, tuple) else (at, self.value[at])

    def starts(self) -> list[int]:
        """In which rows the unfolded children are."""
        if self._starts is None:
            self._starts, before = [], 0
            for at in self.order:
                self._starts.append(at + before)
                before += self.open[at].rows
        return self._starts

    def find(self, row: int) -> tuple[int, int | None]:
        """Which child a row belongs to; if it is within an unfolded one, which row there."""
        starts = self.starts()
        last = bisect_right(starts, row) - 1
        if last < 0:
            return row, None
        at, into = self.order[last], row - starts[last]
        rows = self.open[at].rows
        if into == 0 or into > rows:
            return (at, None) if into == 0 else (at + into - rows, None)
        return at, into - 1

    def row_of(self, at: int) -> int:
        """In which row a child is."""
        last = bisect_right(self.order, at) - 1
        if last < 0:
            return at
        opened = self.order[last]
        start = self.starts()[last]
        return start if opened == at else start + self.open[opened].rows + at - opened

    def grow(self, rows: int) -> None:
        """It, and what it stands in, has so many rows more."""
        branch: _Branch | None = self
        while branch is not None:
            branch.rows += rows
            branch._starts = None
            branch = branch.parent

    def unfold(self, at: int) -> _Branch | None:
        """Unfold a child; nothing where it is unfolded or there is nothing in it."""
        value = self.child(at)[1]
        if at in self.open or not isinstance(value, tuple | list) or not value:
            return None
        branch = self.open[at] = _Branch(value, self, at)
        insort(self.order, at)
        self.grow(branch.rows)
        return branch

    def fold(self, at: int) -> None:
        """Fold an unfolded child."""
        self.looked = min(self.looked, at)
        self.order.remove(at)
        self.grow(-self.open.pop(at).rows)


class JsonTree:
    """Rows of what is unfolded. The first row is the root."""

    def __init__(self, value: JsonValue) -> None:
        self.value = value
        """The root."""
        self._top: _Branch | None = None
        self.unfolded = 0
        """How many containers were ever looked into."""
        self._unfold_top()

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return 1 + (0 if self._top is None else self._top.rows)

    def node(self, row: int) -> Node:
        """What stands in a row."""
        place = self._place(row)
        if place is None:
            return Node(None, self.value, 0, self._top is not None)
        branch, at = place
        key, value = branch.child(at)
        return Node(key, value, branch.depth + 1, at in branch.open)

    def steps(self, row: int) -> Steps:
        """The way to what stands in a row."""
        place = self._place(row)
        steps: list[int] = []
        while place is not None:
            branch, at = place
            steps.append(at)
            place = None if branch.parent is None else (branch.parent, branch.at)
        return tuple(reversed(steps))

    def row_at(self, steps: Steps) -> int:
        """The row of a value, or of the innermost folded one that it is in."""
        row, branch = 0, self._top
        for at in steps:
            if branch is None:
                break
            row += 1 + branch.row_of(at)
            branch = branch.open.get(at)
        return row

    def reveal(self, steps: Steps) -> int:
        """Unfold all that a value is in; its row."""
        if self._top is None:
            self._unfold_top()
        branch = self._top
        for at in steps[:-1]:
            if branch is None:
                break
            opened = branch.unfold(at)
            self.unfolded += opened is not None
            branch = branch.open.get(at)
        return self.row_at(steps)

    def toggle(self, row: int) -> bool:
        """Fold or unfold what stands in a row; whether there was anything to do."""
        place = self._place(row)
        if place is None:
            was_folded = self._top is None
            self._top = None
            return self._unfold_top() if was_folded else children(self.value) > 0
        branch, at = place
        if at in branch.open:
            branch.fold(at)
            return True
        is_new = branch.unfold(at) is not None
        self.unfolded += is_new
        return is_new

    def fold_all(self) -> None:
        """Only what stands right in the root is left."""
        self._top = None
        self._unfold_top()

    def unfold_to(self, level: int | None, most: int = MOST_AT_ONCE) -> bool:
        """Unfold all levels above one, or all there are; False when it ended early because that is too much."""
        if self._top is None:
            self._unfold_top()
        front = [self._top] if self._top is not None else []
        while front and (level is None or front[0].depth < level - 1):
            following: list[_Branch] = []
            for branch in front:
                most -= self._unfold_children(branch, most)
                if branch.looked < len(branch.value):
                    return False
                following.extend(branch.open[at] for at in branch.order)
            front = following
        return True

    def unfold_while_short(self, rows: int) -> None:
        """Unfold level by level as long as no more than so many rows come of it."""
        front = [self._top] if self._top is not None and self._top.rows <= rows else []
        while front:
            inside = [
                (branch, at, children(branch.child(at)[1])) for branch in front for at in range(len(branch.value))
            ]
            if self.rows + sum(count for _branch, _at, count in inside) > rows:
                return
            opened = [branch.unfold(at) for branch, at, count in inside if count]
            front = [branch for branch in opened if branch is not None]
            self.unfolded += len(front)

    def path(self, row: int) -> str:
        """What stands in a row, as JSONPath names it."""
        value, names = self.value, ["$"]
        for at in self.steps(row):
            if isinstance(value, tuple):
                key, value = value[at]
                names.append(f".{key}" if _PLAIN_NAME.fullmatch(key) else f"[{_quoted(key)}]")
            elif isinstance(value, list):
                value = value[at]
                names.append(f"[{at}]")
        return "".join(names)

    def _unfold_top(self) -> bool:
        value = self.value
        if not isinstance(value, tuple | list) or not value:
            return False
        self._top = _Branch(value, None, 0)
        self.unfolded += 1
        return True

    def _unfold_children(self, branch: _Branch, most: int) -> int:
        """Unfold what is folded in a branch; how many of its children were looked at."""
        first, branch.looked = branch.looked, min(len(branch.value), branch.looked + most)
        for at in range(first, branch.looked):
            self.unfolded += branch.unfold(at) is not None
        return branch.looked - first

    def _place(self, row: int) -> tuple[_Branch, int] | None:
        """In which branch a row is, and which child it is there; the root is in none."""
        branch, into = self._top, row - 1
        if branch is None or into < 0:
            return None
        while True:
            at, inner = branch.find(into)
            if inner is None:
                return branch, at
            branch, into = branch.open[at], inner


def _quoted(key: str) -> str:
    """A name in single quotes, everything but plain ASCII escaped where a terminal or an encoding could stumble."""
    needs_ascii = not key.isprintable() or any("\ud800" <= char <= "\udfff" for char in key)
    inner = json.dumps(key, ensure_ascii=needs_ascii)[1:-1].replace('\\"', '"')
    return "'" + inner.replace("'", "\\'") + "'"
