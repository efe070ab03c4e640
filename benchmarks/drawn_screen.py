"""What stands on a terminal's screen, from the bytes that were written to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyte

# What pyte does not know and would print.
_UNKNOWN = re.compile(
    rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*(?:m|\$p|u)|\x1b[P_^X][^\x1b]*\x1b\\|\x1b\[[0-9:;]*:[0-9:;]*m"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[P_^X\]][^\x07\x1b]*\x1b?)?\Z")


class DrawnScreen:
    """A screen that is fed piece by piece."""

    def __init__(self, rows: int, columns: int) -> None:
        self._screen: Any = _Screen(columns, rows)
        self._stream: Any = _Stream(self._screen)
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take in what was written; a sequence that a piece ends within waits for the next piece."""
        data = self._rest + data
        unfinished = _UNFINISHED.search(data)
        end = unfinished.start() if unfinished else len(data)
        self._rest = data[end:]
        self._stream.feed(_UNKNOWN.sub(b"", data[:end]))

    @property
    def lines(self) -> list[str]:
        """The rows, without blanks at their ends."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def words(self) -> list[list[str]]:
        """The words and numbers of each row: what one reads, without frames, scroll bars and the cursor."""
        return [re.findall(r"\w+", line) for line in self.lines]


class _Screen(pyte.Screen):
    """pyte's screen, which can also scroll and repeat."""

    last = " "

    def draw(self, data: str) -> None:
        """Remember what a repetition would repeat."""
        self.last = data[-1:] or self.last
        super().draw(data)

    def scroll_up(self, count: int = 1) -> None:
        """Move the rows of the scroll region up."""
        self._at_top_of_region(self.delete_lines, count)

    def scroll_down(self, count: int = 1) -> None:
        """Move the rows of the scroll region down."""
        self._at_top_of_region(self.insert_lines, count)

    def repeat(self, count: int = 1) -> None:
        """Draw the last letter again."""
        self.draw(self.last * (count or 1))

    def _at_top_of_region(self, act: Callable[[int], None], count: int) -> None:
        x, y = self.cursor.x, self.cursor.y
        self.cursor.y = self.margins.top if self.margins else 0
        act(count or 1)
        self.cursor.x, self.cursor.y = x, y


class _Stream(pyte.ByteStream):
    """pyte's stream with the sequences it lacks."""

    csi = {**pyte.Stream.csi, "S": "scroll_up", "T": "scroll_down", "b": "repeat"}
