"""A window that asks for one of a few answers, each a letter and a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.approval.answers import Answer, Answers
from javari_tui.widgets.dialog_box import DialogBox


class Question(JavariDialog[str]):
    """Gives back the name of the answer; nothing after Esc."""

    DEFAULT_CSS = """
    Question {
        VerticalScroll { margin: 1 0; scrollbar-size-vertical: 1; }
        VerticalScroll Static { height: auto; padding: 0 1 0 0; }
    }
    """

    def __init__(self, title: str, text: str, answers: Sequence[Answer], *, at: int = 0) -> None:
        """`at` is the answer that Enter gives at first."""
        super().__init__()
        self._title, self._text = title, text
        self._answers = Answers(answers, at=at)

    def compose(self) -> ComposeResult:
        """Title, text, answers, hint."""
        with DialogBox(classes="dialog"):
            yield Static(Content(self._title), classes="dialog--title", markup=False)
            with VerticalScroll(classes="dialog--scrolls", can_focus=False):
                yield Static(Content(self._text), markup=False)
            yield self._answers
            yield Static(Content(_("Enter gives the marked answer, Esc closes")), classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """Arrows and Enter answer at once."""
        self._answers.focus()

    def on_key(self, event: Key) -> None:
        """Its letter gives an answer, or marks one that needs Enter too."""
        found = next((answer for answer in self._answers.answers if answer.key == event.character), None)
        if found is None:
            return
        event.stop()
        if found.needs_enter:
            self._answers.mark(found.name)
        else:
            self.dismiss(found.name)

    @on(Answers.Given)
    def _given(self, event: Answers.Given) -> None:
        event.stop()
        self.dismiss(event.name)
