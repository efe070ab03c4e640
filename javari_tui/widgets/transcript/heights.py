"""Heights of many things in a row: their sums, and which thing stands at a height, in logarithmic time."""

from __future__ import annotations

from collections.abc import Iterable


class Sums:
    """A Fenwick tree over heights that grows at its end."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self.heights = list(heights)
        self.total = sum(self.heights)
        """All heights together."""
        self._tree = [0, *self.heights]
        size = len(self._tree)
        for index in range(1, size):
            above = index + (index & -index)
            if above < size:
                self._tree[above] += self._tree[index]

    def append(self, height: int) -> None:
        """One more at the end."""
        self.heights.append(height)
        index = len(self.heights)
        first = index - (index & -index)
        self._tree.append(height + self.total - self.before(first))
        self.total += height

    def change(self, index: int, height: int) -> None:
        """Another height for one of them."""
        difference = height - self.heights[index]
        if not difference:
            return
        self.heights[index] = height
        self.total += difference
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
        """Which of them covers a row, and how far into it the row is. For rows within the total."""
        index, step = 0, 1 << (len(self._tree).bit_length() - 1)
        while step:
            following = index + step
            if following < len(self._tree) and self._tree[following] <= row:
                index = following
                row -= self._tree[following]
            step >>= 1
        return index, row


class HeightIndex:
    """Heights that grow at both ends: what stands above the first ones is counted upwards."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._above, self._below = Sums(), Sums(heights)

    def __len__(self) -> int:
        return len(self._above.heights) + len(self._below.heights)

    def __getitem__(self, index: int) -> int:
        sums, index = self._place(index)
        return sums.heights[index]

    @property
    def total(self) -> int:
        """All heights together."""
        return self._above.total + self._below.total

    def append(self, height: int) -> None:
        """One more at the end."""
        self._below.append(height)

    def prepend(self, height: int) -> None:
        """One more at the start."""
        self._above.append(height)

    def change(self, index: int, height: int) -> None:
        """Another height for one of them."""
        sums, index = self._place(index)
        sums.change(index, height)

    def before(self, index: int) -> int:
        """The heights of all before one, together."""
        above = len(self._above.heights) - index
        if above >= 0:
            return self._above.total - self._above.before(above)
        return self._above.total + self._below.before(-above)

    def find(self, row: int) -> tuple[int, int]:
        """Which of them covers a row, and how far into it the row is; the last one for rows below all."""
        above, below = self._above, self._below
        if row < above.total:
            index, from_end = above.find(above.total - 1 - row)
            return len(above.heights) - 1 - index, above.heights[index] - 1 - from_end
        if row < self.total:
            index, into = below.find(row - above.total)
            return len(above.heights) + index, into
        last = max(len(self) - 1, 0)
        return last, max(self[last] - 1, 0) if len(self) else 0

    def _place(self, index: int) -> tuple[Sums, int]:
        """Where one is kept."""
        below = index - len(self._above.heights)
        return (self._above, -1 - below) if below < 0 else (self._below, below)
