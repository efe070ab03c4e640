"""A line to write in that takes keys in the order they came, however fast."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class LineInput(Input):
    """Textual asks for bindings when a key has bubbled up to the app: letters typed right after would come first.

    So Ctrl+U, a name and Enter, sent in one burst as slow lines do, would give an empty line.
    """

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable:
            return  # Input inserts it
        event.prevent_default()
        if await self.app._check_bindings(event.key):
            event.stop()
