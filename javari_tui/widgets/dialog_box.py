"""The box of a small window: as high as what is in it, and no higher than the screen allows."""

from __future__ import annotations

from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget


class DialogBox(Vertical):
    """One part of it may scroll: that has the class `dialog--scrolls`, and gives way when there is too little room.

    Textual leaves limits of parts out when it measures a box of height `auto`, so the parts are asked here.
    """

    DEFAULT_CSS = """
    DialogBox > .dialog--scrolls { height: 1fr; }
    """

    @property
    def _has_relative_children_height(self) -> bool:
        """Said to be false: with a part of height `1fr` Textual would give the box all the room there is."""
        return False

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All parts one below the other; of two margins that meet the larger counts."""
        height = below = 0
        for part in self.displayed_children:
            margin = part.styles.margin
            height += max(below, margin.top) + _height(part, container, viewport, width - margin.width)
            below = margin.bottom
        return height + below


def _height(part: Widget, container: Size, viewport: Size, width: int) -> int:
    """What a part needs with all that is in it."""
    fixed = part.styles.height
    if fixed is not None and fixed.cells is not None:
        return int(fixed.cells)
    inner = max(width - part.gutter.width, 1)
    return part.get_content_height(container, viewport, inner) + part.gutter.height
