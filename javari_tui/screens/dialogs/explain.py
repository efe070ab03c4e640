"""What F1 shows: what the thing with the focus is for, its keys, and where to read more."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from javari_tui.domain.help import Explanation
from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog


class ExplainDialog(JavariDialog[str]):
    """Gives back the slug of the help page when Enter asks for it, nothing when Esc closes it."""

    BINDINGS = [("enter", "more", ""), ("f1,q", "dismiss_empty", "")]

    DEFAULT_CSS = """
    ExplainDialog VerticalScroll { height: auto; max-height: 70vh; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    ExplainDialog .explain--keys { margin: 1 0 0 0; }
    """

    def __init__(self, explanation: Explanation) -> None:
        super().__init__()
        self._explanation = explanation

    def compose(self) -> ComposeResult:
        """Title, text, keys, hint."""
        told = self._explanation
        with Vertical(classes="dialog"):
            yield Static(Content(told.title), classes="dialog--title", markup=False)
            with VerticalScroll():
                yield Static(Content(told.text), markup=False)
                if told.related:
                    yield Static(_keys(told), classes="explain--keys", markup=False)
            hint = _("Enter opens the help page, Esc closes this") if told.slug else _("Enter or Esc closes this")
            yield Static(Content(hint), classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Arrow keys scroll at once."""
        self.query_one(VerticalScroll).focus()

    def action_more(self) -> None:
        """The help page, where there is one."""
        self.dismiss(self._explanation.slug or None)


def _keys(told: Explanation) -> Content:
    """One line for each command: its keys, then its title."""
    width = max(len(command.keys) for command in told.related)
    lines = [
        Content.assemble((command.keys.ljust(width), "$text-accent"), "  ", command.title) for command in told.related
    ]
    return Content("\n").join(lines)
