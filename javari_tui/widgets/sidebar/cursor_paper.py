"""Paper that is read with a cursor: trees, tables."""

from __future__ import annotations

from abc import abstractmethod

from javari_tui.widgets.sidebar.paper import Paper


class CursorPaper(Paper):
    """Paper whose keys act on one of its rows."""

    can_fold = False
    """Whether rows of it fold."""

    def __init__(self) -> None:
        self.cursor = 0
        """The row that keys act on."""

    @abstractmethod
    def aside(self, step: int) -> bool:
        """A step to the side; whether it meant anything here."""

    @abstractmethod
    def copied_value(self, row: int | None = None) -> str:
        """What stands at the cursor, or stood there when it was in a row."""

    @abstractmethod
    def copied_place(self, row: int | None = None) -> str:
        """Where that is, or what else is there."""

    def toggle(self) -> bool:
        """Fold or unfold what is at the cursor; False where nothing folds."""
        return False

    def unfold(self, level: int | None) -> bool:
        """Unfold down to a level, or all; False when it is too much for that."""
        return True

    def point(self, cell: int) -> None:
        """Be told which cell of the cursor's row was clicked."""
