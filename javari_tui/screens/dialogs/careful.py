"""What windows have in common that ask before something is done: a moment of quiet, and No as the easy answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic
from typing import ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Key, Paste

from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.approval.answers import Answer, Answers

ResultT = TypeVar("ResultT")

QUIET = 0.3
"""Seconds in which nothing that is pressed counts: it was meant for what was there before."""
TYPING = 0.7
"""Seconds without a key after which somebody who typed on into the window is not typing any more."""

seconds = monotonic
"""The clock that measures it."""


class CarefulDialog(JavariDialog[ResultT]):
    """Keys of the first moment go back to where they were meant to go; Esc is No."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "read_pages(-1)", show=False),
        Binding("pagedown", "read_pages(1)", show=False),
        Binding("home", "read_edge(-1)", show=False),
        Binding("end", "read_edge(1)", show=False),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-usual"), (112, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]
    DEFAULT_CSS = """
    CarefulDialog {
        & > .dialog { width: 94%; max-width: 92; max-height: 94%; padding: 1 2 0 2; border: round $warning; }
        &.-low > .dialog { max-height: 100%; padding: 0 1; }
        &.-narrow.-low > .dialog { width: 100%; max-width: 100%; border: none; }
        .careful--warning { width: 1fr; height: auto; color: $text-warning; text-style: bold; }
        Answers { margin: 1 0 0 0; }
        &.-low Answers, &.-low .dialog--hint { margin: 0; }
    }
    """

    def __init__(self, give_back: Callable[[str], None] | None = None) -> None:
        """`give_back` takes the letters that were pressed too soon."""
        super().__init__()
        self._give_back = give_back
        self._quiet_until: float | None = None
        self._is_over = False

    def on_mount(self) -> None:
        """The quiet begins with the first picture of it."""
        self.query_one(Answers).focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._quiet_until = seconds() + QUIET

    def close(self) -> None:
        """Nobody waits for the answer any more; something that lies over it is left as it is until it goes."""
        self._is_over = True
        if self.is_active:
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        """What lay over it is gone."""
        if self._is_over:
            self.dismiss(None)

    @property
    def is_seen(self) -> bool:
        """Whether it was drawn: from then on the quiet counts."""
        return self._quiet_until is not None

    @property
    def is_too_soon(self) -> bool:
        """Whether nobody can have read it yet."""
        return self._quiet_until is None or seconds() < self._quiet_until

    def on_key(self, event: Key) -> None:
        """Letters of the first moment were meant for the prompt, Enter for nothing here; Esc is No at any time."""
        if event.key == "escape" or not self.is_too_soon:
            return
        event.stop()
        event.prevent_default()
        if event.is_printable and event.character:
            # The next letter of the word must not be taken for an answer either.
            self._quiet_until = seconds() + TYPING if self._quiet_until is not None else None
            self._give(event.character)

    def on_paste(self, event: Paste) -> None:
        """What is pasted answers nothing: it was meant for the prompt."""
        event.stop()
        self._give(event.text)

    def _give(self, text: str) -> None:
        if self._give_back is not None:
            self._give_back(text)

    @on(Answers.Given)
    def _answer_given(self, event: Answers.Given) -> None:
        event.stop()
        self.action_answer(event.name)

    def action_answer(self, name: str) -> None:
        """Give an answer, if there is such a one and nothing hinders it."""
        given = next((answer for answer in self.query_one(Answers).answers if answer.name == name), None)
        if given is None or self.is_too_soon:
            return
        if given.hindrance:
            self.app.bell()
        else:
            self.answered(name)

    def answered(self, name: str) -> None:
        """Close with what this answer means."""
        raise NotImplementedError

    @staticmethod
    def make_answers(answers: Iterable[Answer]) -> Answers:
        """What has the keys at first."""
        return Answers(answers)

    def focus_answers(self) -> None:
        """Give the keys back to them."""
        self.query_one(Answers).focus()

    def show_answers(self, answers: tuple[Answer, ...]) -> None:
        """Other hindrances than before."""
        self.query_one(Answers).answers = answers
