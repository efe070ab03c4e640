"""A window that asks for one line of text."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.line_input import LineInput


class AskText(JavariDialog[str]):
    """Enter gives back the text, Esc gives back nothing. A secret is shown as dots."""

    DEFAULT_CSS = """
    AskText Input {
        border: none; height: 1; padding: 0 1; margin: 1 0 0 0; background: $panel;
        &:focus { border: none; }
    }
    """

    def __init__(
        self,
        title: str,
        *,
        text: str = "",
        explanation: str = "",
        placeholder: str = "",
        secret: bool = False,
        replaces: bool = False,
    ) -> None:
        """`replaces`: the text is selected, as a number is that is not gone on with but written anew."""
        super().__init__()
        self._title, self._text, self._explanation = title, text, explanation
        self._placeholder, self._secret, self._replaces = placeholder, secret, replaces

    def compose(self) -> ComposeResult:
        """Title, explanation, the line, hint."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog--title", markup=False)
            if self._explanation:
                yield Static(Content(self._explanation), classes="dialog--text", markup=False)
            yield LineInput(
                self._text,
                placeholder=self._placeholder,
                password=self._secret,
                select_on_focus=self._replaces,
            )
            yield Static(Content(_("Enter accepts, Esc leaves it as it was")), classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)
