"""A QR code alone on the screen, where it has no room beside words."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key

from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.plans.qr_code import QrCode


class WholeCode(JavariDialog[None]):
    """Any key closes it, and so does a window that became too small."""

    DEFAULT_CSS = """
    WholeCode { background: $background; }
    """

    def __init__(self, scanned: str) -> None:
        super().__init__()
        self._scanned, self._code = scanned, QrCode()

    def compose(self) -> ComposeResult:
        """The code."""
        yield self._code

    def on_resize(self) -> None:
        """Draw it for the room there is."""
        if not self._code.fit(self._scanned, self.size.width, self.size.height):
            self.dismiss(None)

    def on_key(self, event: Key) -> None:
        """It was looked at."""
        event.stop()
        self.dismiss(None)
