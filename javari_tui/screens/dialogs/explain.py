"""What F1 shows: what the thing with the focus is for, its keys, and where to read more."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from javari_tui.domain.help import Explanation
from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.dialog_box import DialogBox
from javari_tui.widgets.key_table import KeyTable


class ExplainDialog(JavariDialog[str]):
    """Gives back the slug of the help page when Enter asks for it, nothing when Esc closes it."""

    BINDINGS = [("enter", "more", ""), ("f1,q", "dismiss_empty", "")]

    DEFAULT_CSS = """
    ExplainDialog VerticalScroll { margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    ExplainDialog VerticalScroll > * { padding: 0 1 0 0; }
    ExplainDialog KeyTable { margin: 1 0 0 0; }
    """

    def __init__(self, explanation: Explanation) -> None:
        super().__init__()
        self._explanation = explanation

    def compose(self) -> ComposeResult:
        """Title, text, keys, hint."""
        told = self._explanation
        with DialogBox(classes="dialog"):
            yield Static(Content(told.title), classes="dialog--title", markup=False)
            with VerticalScroll(classes="dialog--scrolls"):
                yield Static(Content(told.text), markup=False)
                if told.related:
                    yield KeyTable(told.related)
            hint = _("Enter opens the help page, Esc closes this") if told.slug else _("Enter or Esc closes this")
            yield Static(Content(hint), classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        self.query_one(VerticalScroll).focus()

    def action_more(self) -> None:
        """The help page, where there is one."""
        self.dismiss(self._explanation.slug or None)
