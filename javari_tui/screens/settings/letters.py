"""A page whose search begins with any letter."""

from __future__ import annotations

from textual import on
from textual.events import DescendantFocus, Key
from textual.widgets import Input

from javari_tui.screens.base import JavariScreen


class SearchedByLetters(JavariScreen[None]):
    """A letter that nobody has a use for goes into the search line, as in the other lists."""

    @property
    def query_line(self) -> Input:
        """Where the words are written."""
        return self.query_one("#settings-query", Input)

    def on_key(self, event: Key) -> None:
        """Begin the search, or go on with it."""
        letter = event.character
        if letter is not None and letter.isalnum() and self.focused is not self.query_line:
            event.stop()
            self.query_line.value += letter
            self.query_line.cursor_position = len(self.query_line.value)
            self.query_line.focus()

    @on(DescendantFocus)
    def _focus_moved(self) -> None:
        self.refresh_bindings()
