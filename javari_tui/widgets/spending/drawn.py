"""Text that is laid out anew for every width."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

Making = Callable[[int], list[Content]]
"""The lines for so many cells."""


class Drawn(Widget):
    """As high as its lines; whoever fills it says how they are made."""

    DEFAULT_CSS = """
    Drawn { height: auto; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._make: Making = lambda _width: []

    def show(self, make: Making) -> None:
        """These lines from now on."""
        self._make = make
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return len(self._make(max(8, width)))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._make(max(8, self.content_size.width)))
