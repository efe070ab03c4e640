"""What a pane draws: something in rows, laid out for a width, of any length."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Literal

from rich.style import Style
from textual.strip import Strip

from javari_tui.widgets.transcript.line import Line, Look

SCROLLBAR = 1
"""Cells at the end of each row that the scroll bar covers."""
WITHOUT = Line(join="")
"""A row with nothing on it."""


Stop = Literal["hunk", "file"]
"""Places in something long that one goes to by key."""


class Paper(ABC):
    """Something in rows. It is asked only for the rows in sight."""

    columns = 0
    """Cells of its longest row, as it is laid out."""
    rows = 0
    """How many rows it has, as it is laid out."""
    can_wrap = False
    """Whether long lines may either wrap or reach beyond the edge."""
    head: tuple[Line, ...] = ()
    """Rows that stay above while the others scroll, as they are laid out."""
    instead: Paper | None = None
    """What to show in its place, once that is known."""
    split = False
    """Whether two versions are wanted side by side, as far as it has two and there is room."""
    can_split = False
    """Whether it has, and there is, as it is laid out."""

    @property
    def opens_at(self) -> int:
        """The line of the source that is at the top when it is first shown."""
        return 0

    wants = False
    """Whether it needs something that only others can get; they are told once each time."""
    has_source = True
    """Whether it can be shown as it was written too."""

    @property
    def name(self) -> str:
        """What it is called by what stands in it; empty where that says nothing better than the block does."""
        return ""

    def facts(self) -> Sequence[str]:
        """What the title tells of it, translated; nothing where the block says enough."""
        return ()

    def move_columns(self, step: int) -> bool:
        """Show other columns of tables that have no room for all; False where there are none."""
        return False

    def stops(self, stop: Stop) -> Sequence[int]:
        """The lines of the source that are such places, in their order."""
        return ()

    def mark(self, line: int) -> None:
        """Show that a line was gone to."""
        return

    @abstractmethod
    def fit(self, width: int, *, wrap: bool) -> None:
        """Lay it out for a width."""

    @abstractmethod
    def row(self, y: int) -> Line:
        """One row."""

    def drawn(self, y: int, width: int, style: Callable[[Look], Style]) -> Strip | None:
        """A row that is no text, as wide as the pane; none where it is."""
        return None

    def margin(self, y: int) -> str:
        """What stands before a row and never scrolls sideways, such as its line's number."""
        return " "

    def margin_look(self, y: int) -> Look:
        """How that is drawn."""
        return (*self.row(y).fill, "muted")

    def sees(self, first: int, last: int) -> None:
        """Be told which rows are in sight, before they are asked for."""
        return

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

    def address(self, y: int) -> int:
        """What is selected as one, by number: what `shown`, `source` and `begin` tell of."""
        return self.line_at(y)

    def row_of(self, line: int) -> int:
        """The first row of a line of the source."""
        return line
