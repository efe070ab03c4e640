"""A terminal that draws sixels: reads them back into points, and knows what takes them away again."""

from __future__ import annotations

import re
from typing import Any

import pyte

from tests.pty_javari import Screen

Point = tuple[int, int, int]
Points = dict[tuple[int, int], Point]

PICTURE = re.compile(r"\x1bP0;1;0q([^\x1b]*)\x1b\\")
_TOKEN = re.compile(
    r'"1;1;(?P<width>\d+);(?P<height>\d+)|#(?P<colour>\d+)(?:;2;(?P<levels>\d+;\d+;\d+))?|!(?P<many>\d+)(?P<same>[?-~])|(?P<sign>[-$?-~])'
)


def read_back(said: str) -> tuple[tuple[int, int], Points]:
    """The size that a picture announces, and the points it paints."""
    size, colour, x, y = (0, 0), 0, 0, 0
    palette: dict[int, Point] = {}
    points: Points = {}
    end = 0
    for token in _TOKEN.finditer(said):
        assert token.start() == end, f"not understood: {said[end : token.start()]!r}"
        end = token.end()
        if token["width"]:
            size = int(token["width"]), int(token["height"])
        elif token["colour"]:
            colour = int(token["colour"])
            if token["levels"]:
                red, green, blue = map(int, token["levels"].split(";"))
                palette[colour] = red, green, blue
        elif token["sign"] in ("$", "-"):
            x, y = 0, y + (6 if token["sign"] == "-" else 0)
        else:
            bits = [bit for bit in range(6) if (ord(token["same"] or token["sign"]) - 63) >> bit & 1]
            end_of_run = x + int(token["many"] or 1)
            points |= {(at, y + bit): palette[colour] for at in range(x, end_of_run) for bit in bits}
            x = end_of_run
    assert end == len(said)
    return size, points


class SixelScreen(Screen):
    """Letters and points. In xterm what is erased comes back: only what is written takes points away for good."""

    def __init__(self, columns: int, lines: int, cell: tuple[int, int], *, in_xterm: bool) -> None:
        super().__init__(columns, lines)
        self.points: Points = {}
        self.sizes: list[tuple[int, int]] = []
        """Of all pictures so far."""
        self._cell, self._in_xterm = cell, in_xterm
        self._stream = pyte.Stream(self)

    def feed(self, text: str) -> None:
        """Show what was written."""
        text = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", text)
        for at, part in enumerate(PICTURE.split(text)):
            if at % 2:
                self._paint(part)
            else:
                self._stream.feed(part)

    def _paint(self, said: str) -> None:
        size, points = read_back(said)
        self.sizes.append(size)
        left, top = self.cursor.x * self._cell[0], self.cursor.y * self._cell[1]
        assert all(x < size[0] and y < size[1] for x, y in points)
        assert top + size[1] <= (self.lines - 2) * self._cell[1], "the terminal might scroll"
        self.points |= {(left + x, top + y): point for (x, y), point in points.items()}
        self.cursor.x, self.cursor.y = 0, min(self.lines - 1, self.cursor.y + size[1] // self._cell[1] + 1)

    def _wipe(self, y: int, start: int, end: int) -> None:
        for x, at in list(self.points):
            if at // self._cell[1] == y and start <= x // self._cell[0] < end:
                del self.points[x, at]

    def draw(self, data: str) -> None:
        """Letters take away the points below them."""
        for letter in data:
            super().draw(letter)
            self._wipe(self.cursor.y, self.cursor.x - 1, self.cursor.x)

    def erase_characters(self, count: int | None = None) -> None:
        """So do blanks."""
        if not self._in_xterm:
            self._wipe(self.cursor.y, self.cursor.x, self.cursor.x + (count or 1))
        super().erase_characters(count)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        """As above."""
        if not self._in_xterm:
            self._wipe(self.cursor.y, self.cursor.x, self.columns)
        super().erase_in_line(how, private)

    def insert_lines(self, count: int | None = None) -> None:
        """Where points go with the letters, terminals do not agree on."""
        self._refuse_points()
        super().insert_lines(count)

    def delete_lines(self, count: int | None = None) -> None:
        """As above."""
        self._refuse_points()
        super().delete_lines(count)

    def _refuse_points(self) -> None:
        margins: Any = self.margins or pyte.screens.Margins(0, self.lines - 1)
        rows = {y // self._cell[1] for _x, y in self.points}
        assert not rows & set(range(self.cursor.y, margins.bottom + 1)), "rows of a picture were moved"
