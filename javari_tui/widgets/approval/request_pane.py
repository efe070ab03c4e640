"""The part of an approval that is read: keys scroll it, the mouse does nothing in it but turn its wheel."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from javari_tui.i18n import N_
from javari_tui.widgets.sidebar.pane import Pane
from javari_tui.widgets.sidebar.paper import Paper


class RequestPane(Pane, inherit_bindings=False):
    """Knows whether its end was seen."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    RequestPane {
        border-left: vkey $j-line; overflow-x: hidden; overflow-y: auto;
        &:focus { border-left: vkey $accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "rows(-1)", N_("A row up"), show=False),
        Binding("down", "rows(1)", N_("A row down"), show=False),
    ]

    class EndSeen(Message):
        """Its last row was in sight."""

    def __init__(self, paper: Paper, *, classes: str = "") -> None:
        super().__init__()
        self.set_classes(classes)
        self._whole = paper
        self.end_seen = False
        """Whether all there is was, or could have been, read."""

    def on_mount(self) -> None:
        """Show it as soon as there is a size."""
        self.show(self._whole)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the paper has."""
        self._whole.fit(width, wrap=True)
        return max(self._whole.rows, 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Perhaps the end is in sight now."""
        super().watch_scroll_y(old_value, new_value)
        self._look_for_end()

    def _lay_out(self) -> None:
        super()._lay_out()
        self._look_for_end()

    def _look_for_end(self) -> None:
        last = self.scroll_offset.y + self.size.height
        if not self.end_seen and self.paper is not None and self.size.height and last >= self.virtual_size.height > 0:
            self.end_seen = True
            self.post_message(self.EndSeen())
