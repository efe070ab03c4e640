"""The reference: the smallest useful Textual app, a line, an editor and a footer."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Static, TextArea


class Bare(App[None]):
    """Nothing but Textual."""

    def compose(self) -> ComposeResult:
        """A line, an editor, a footer."""
        yield Static("READY-MARK")
        yield TextArea()
        yield Footer()

    def on_mount(self) -> None:
        """Typing goes to the editor."""
        self.query_one(TextArea).focus()


if __name__ == "__main__":
    Bare().run()
