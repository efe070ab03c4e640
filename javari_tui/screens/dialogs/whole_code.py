"""A QR code alone on the screen, where it has no room beside words."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.plans.qr_code import QrCode


class WholeCode(JavariDialog[None]):
    """Any key closes it, and so does a window that became too small."""

    DEFAULT_CSS = """
    WholeCode { background: $background; }
    WholeCode Static { width: 100%; height: 1; text-align: center; color: $text-muted; }
    """

    def __init__(self, scanned: str, caption: str) -> None:
        """`caption` says where it leads, in one row; data was cleaned."""
        super().__init__()
        self._scanned, self._code, self._caption = scanned, QrCode(), caption
        self._below = Static(markup=False)

    def compose(self) -> ComposeResult:
        """The code, and how to leave it."""
        yield self._code
        yield self._below

    def on_resize(self) -> None:
        """Draw it for the room there is."""
        if not self._code.fit(self._scanned, self.size.width, self.size.height):
            self.dismiss(None)
            return
        self._below.display = self._code.lines < self.size.height
        leaving = f"{self.app.get_key_display(Binding('escape', ''))} {_('Close')}"
        whole = f"{leaving}  {self._caption}"
        self._below.update(Content(whole if cell_len(whole) <= self.size.width else leaving))

    def on_key(self, event: Key) -> None:
        """It was looked at."""
        event.stop()
        self.dismiss(None)
