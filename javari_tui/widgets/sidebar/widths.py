"""How wide the sidebar is: the one place that decides."""

from __future__ import annotations

from collections.abc import Mapping

LEAST_CHAT = 50
"""Columns the chat always keeps."""
LEAST = 30
"""Columns the sidebar always has."""
OVERLAY_BELOW = 100
"""In a narrower terminal it lies over the chat instead of beside it."""
MOST_BY_ITSELF = 80
"""Columns beyond which only the user makes it wider."""

_CLASSES = (OVERLAY_BELOW, 140, 200)


class Widths:
    """The widths that were chosen, by how large the terminal was."""

    def __init__(self, chosen: Mapping[str, int] | None = None) -> None:
        self.chosen = dict(chosen or {})
        self.is_maximised = False
        """Whether it takes the whole room, however much there is."""

    def width(self, columns: int) -> int | None:
        """Its columns in a terminal of so many; none where it lies over the chat."""
        if self.is_maximised or columns < OVERLAY_BELOW:
            return None
        by_itself = min(columns * 2 // 5, MOST_BY_ITSELF)
        return _fitting(self.chosen.get(_class_of(columns), by_itself), columns)

    def choose(self, columns: int, wanted: int) -> None:
        """Remember a width for terminals about this large."""
        if columns >= OVERLAY_BELOW:
            self.chosen[_class_of(columns)] = _fitting(wanted, columns)


def _fitting(wanted: int, columns: int) -> int:
    """The nearest width that leaves both their least."""
    return max(min(wanted, columns - LEAST_CHAT), LEAST)


def _class_of(columns: int) -> str:
    """The class of a terminal: named by its least columns."""
    return str(max(least for least in _CLASSES if columns >= least))
