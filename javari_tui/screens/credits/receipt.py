"""An entry of the ledger, whole."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from javari_tui.domain.spending import LedgerEntry
from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.dialog_box import DialogBox
from javari_tui.widgets.spending.drawn import Drawn
from javari_tui.widgets.spending.entries import Row, entry_rows, rows_content
from javari_tui.widgets.spending.names import entry_name


class ReceiptDialog(JavariDialog[bool]):
    """Gives back whether the message is wanted that it is of."""

    BINDINGS = [("enter", "go", ""), ("q,space", "dismiss_empty", "")]

    DEFAULT_CSS = """
    ReceiptDialog VerticalScroll { margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    ReceiptDialog Drawn { padding: 0 1 0 0; }
    """

    def __init__(self, entry: LedgerEntry) -> None:
        super().__init__()
        self._entry = entry

    def compose(self) -> ComposeResult:
        """Title, names and values, hint."""
        hint = _("Enter or Esc closes this")
        if self._entry.receipt is not None and not self._entry.has_chat:
            hint = _("The chat it came from was deleted.") + " " + hint
        elif self._entry.receipt is not None:
            hint = _("Enter goes to the message, Esc closes this")
        with DialogBox(classes="dialog"):
            yield Static(Content(entry_name(self._entry)), classes="dialog--title", markup=False)
            with VerticalScroll(classes="dialog--scrolls"):
                yield Drawn()
            yield Static(Content(hint), classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        self.query_one(Drawn).show(partial(_lines, entry_rows(self._entry)))
        self.query_one(VerticalScroll).focus()

    def action_go(self) -> None:
        """Close, and go to the message where there is one."""
        self.dismiss(self._entry.receipt is not None and self._entry.has_chat)


def _lines(rows: list[Row], width: int) -> list[Content]:
    return rows_content(rows, width).split("\n", allow_blank=True)
