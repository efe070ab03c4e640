"""What both ways to lay out a diff have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod

from javari_tui.domain.diffs import Diff
from javari_tui.widgets.sidebar.diff_ink import Ink
from javari_tui.widgets.transcript.line import Line, Look, Span, cell_width
from javari_tui.widgets.transcript.wrapping import wrap_anywhere

KEPT = 200
"""Lines whose rows are kept."""
NARROWEST = 8


class DiffLayout(ABC):
    """Rows of a diff for a width."""

    rows = columns = 0

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self.diff = ink.diff
        self.old_digits, self.new_digits = _digits(ink.diff)
        self.sign_cells = max((hunk.columns for hunk in ink.diff.hunks), default=1)

    @abstractmethod
    def fit(self, width: int, *, wrap: bool) -> None:
        """Count the rows; none is made."""

    @abstractmethod
    def row(self, y: int) -> Line:
        """One row."""

    @abstractmethod
    def margin(self, y: int) -> str:
        """Numbers and sign before a row."""

    @abstractmethod
    def margin_look(self, y: int) -> Look:
        """How they are drawn."""

    @abstractmethod
    def line_at(self, y: int) -> int:
        """The line of the diff a row is of."""

    @abstractmethod
    def row_of(self, line: int) -> int:
        """The first row of a line of the diff."""

    @abstractmethod
    def address(self, y: int) -> int:
        """What is selected as one, by number."""

    @abstractmethod
    def begin(self, y: int) -> int:
        """With which character of that a row begins."""

    @property
    @abstractmethod
    def last_address(self) -> int:
        """The last such number."""

    @abstractmethod
    def shown(self, address: int) -> str:
        """Its characters as they are drawn."""

    @abstractmethod
    def source(self, address: int) -> str:
        """The same as it was written."""

    @abstractmethod
    def forget(self) -> None:
        """Rows look otherwise now."""


def rows_of(text: str, width: int) -> int:
    """How many rows a line takes, without laying it out where that can be told."""
    if len(text) * 2 <= width:
        return 1
    if text.isascii():
        return max(-(-len(text) // width), 1)
    return 1 if cell_width(text) <= width else len(wrap_anywhere([Span(text)], width))


def _digits(diff: Diff) -> tuple[int, int]:
    """Cells that the largest numbers of both sides take; none where no number is known."""
    ends = (*diff.hunk_lines[1:], len(diff.lines))
    spans = [(hunk, end - hunk.first) for hunk, end in zip(diff.hunks, ends, strict=False)]
    old = max((hunk.old_start + length for hunk, length in spans if hunk.old_start is not None), default=None)
    new = max((hunk.new_start + length for hunk, length in spans if hunk.new_start is not None), default=None)
    return (0 if old is None else len(str(old))), (0 if new is None else len(str(new)))
