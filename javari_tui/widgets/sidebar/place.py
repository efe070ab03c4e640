"""Where the reader is in what the sidebar shows, in whatever layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from javari_tui.widgets.sidebar.paper import Paper


class Place(NamedTuple):
    """What is at the top."""

    line: int = 0
    into: int = 0
    """Rows of the line above the top, in the layout in which the reader went there."""
    layout: tuple[int, bool, bool] | None = None
    at_end: bool = False
    """Whether the last row was in sight, with others above."""


START = Place()
"""Where reading begins."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How something was left: what it was drawn on, with its cursor and folds, and the place in it."""

    paper: Paper | None = None
    """None where it was given back to save memory, or never drawn."""
    drawn: Paper | None = None
    """What is shown again after its source, while that is shown."""
    place: Place = START
    aside: int = 0
    """Cells of long lines that are beyond the left edge."""
    cursor: int | None = None
    """The row that keys act on, of paper that has to be drawn anew."""
