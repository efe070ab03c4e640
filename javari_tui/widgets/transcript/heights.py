"""Heights of many things in a row: their sums, and which thing stands at a height, in logarithmic time."""

from __future__ import annotations

from collections.abc import Iterable


class HeightIndex:
    """A Fenwick tree over heights."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._tree = [0, *self._heights]
        size = len(self._tree)
        for index in range(1, size):
            above = index + (index & -index)
            if above < size:
                self._tree[above] += self._tree[index]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    @property
    def total(self) -> int:
        """All heights together."""
        return self.before(len(self._heights))

    def append(self, height: int) -> None:
        """One more at the end."""
        self._heights.append(height)
        index = len(self._heights)
        first = index - (index & -index)
        self._tree.append(height + self.before(index - 1) - self.before(first))

    def change(self, index: int, height: int) -> None:
        """Another height for one of them."""
        difference = height - self._heights[index]
        if not difference:
            return
        self._heights[index] = height
        index += 1
        while index < len(self._tree):
            self._tree[index] += difference
            index += index & -index

    def before(self, index: int) -> int:
        """The heights of all before one, together."""
        total = 0
        while index > 0:
            total += self._tree[index]
            index -= index & -index
        return total

    def find(self, row: int) -> tuple[int, int]:
        """Which of them covers a row, and how far into it the row is; the last one for rows below all."""
        index, step = 0, 1 << (len(self._tree).bit_length() - 1)
        while step:
            following = index + step
            if following < len(self._tree) and self._tree[following] <= row:
                index = following
                row -= self._tree[following]
            step >>= 1
        if index >= len(self._heights):
            last = max(len(self._heights) - 1, 0)
            return last, max(self._heights[last] - 1, 0) if self._heights else 0
        return index, row
