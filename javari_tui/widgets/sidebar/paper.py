"""What a pane draws: something in rows, laid out for a width, of any length."""

from __future__ import annotations

from abc import ABC, abstractmethod

from javari_tui.widgets.transcript.line import Line

SCROLLBAR = 1
"""Cells at the end of each row that the scroll bar covers."""
WITHOUT = Line(join="")
"""A row with nothing on it."""


class Paper(ABC):
    """Something in rows. It is asked only for the rows in sight."""

    columns = 0
    """Cells of its longest row, as it is laid out."""
    rows = 0
    """How many rows it has, as it is laid out."""
    can_wrap = False
    """Whether long lines may either wrap or reach beyond the edge."""

    @abstractmethod
    def fit(self, width: int, *, wrap: bool) -> None:
        """Lay it out for a width."""

    @abstractmethod
    def row(self, y: int) -> Line:
        """One row."""

    def margin(self, y: int) -> str:
        """What stands before a row and never scrolls sideways, such as its line's number."""
        return " "

    def work(self, last: int, seconds: float) -> bool:
        """Make rows up to one better, for some time at most; whether more is to be done for them."""
        return False

    @property
    def last_line(self) -> int:
        """The number of the last line of the source."""
        return max(self.rows - 1, 0)

    @abstractmethod
    def shown(self, line: int) -> str:
        """The characters of a line of the source, as they are drawn."""

    def source(self, line: int) -> str:
        """The same as they were written: what copying gives."""
        return self.shown(line)

    def begin(self, y: int) -> int:
        """With which character of its line a row begins."""
        return 0

    def line_at(self, y: int) -> int:
        """The line of the source a row belongs to: what keeps its place when the width changes."""
        return y

    def row_of(self, line: int) -> int:
        """The first row of a line of the source."""
        return line
