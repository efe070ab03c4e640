"""The place beside the chat. What it shows is still to come; it opens, closes and says so."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from javari_tui.i18n import _


class Sidebar(Widget):
    """Docked right where there is room, over the chat where there is not."""

    DEFAULT_CSS = """
    Sidebar {
        dock: right;
        width: 38%;
        min-width: 30;
        max-width: 80;
        height: 1fr;
        padding: 1 2;
        border-left: vkey $j-line;
        background: $surface;
        color: $text-muted;
        display: none;
        &.-open { display: block; }
        &.-overlay { layer: sidebar; width: 80%; background: $panel; }
    }
    """

    def render(self) -> Content:
        """What will be here."""
        return Content(_("Code, files, diffs, images and data of this chat will be shown here."))
