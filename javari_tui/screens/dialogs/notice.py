"""A window that tells something and waits to be closed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.dialog_box import DialogBox


class Notice(JavariDialog[None]):
    """Title and paragraphs; Enter or Esc closes it."""

    BINDINGS = [("enter,space,q", "dismiss_empty", "")]

    DEFAULT_CSS = """
    Notice VerticalScroll { margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    Notice VerticalScroll Static { padding: 0 1 0 0; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def compose(self) -> ComposeResult:
        """Title, text, hint."""
        with DialogBox(classes="dialog"):
            yield Static(Content(self._title), classes="dialog--title", markup=False)
            with VerticalScroll(classes="dialog--scrolls"):
                yield Static(Content(self._text), markup=False)
            yield Static(Content(_("Enter or Esc closes this")), classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        self.query_one(VerticalScroll).focus()
