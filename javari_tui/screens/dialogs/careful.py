"""What windows have in common that ask before something is done: a moment of quiet, and No as the easy answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, Paste
from textual.widgets import Static

from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.approval.answers import Answer, Answers

ResultT = TypeVar("ResultT")

QUIET = 0.3
"""Seconds in which nothing that is pressed counts: it was meant for what was there before."""
TYPING = 0.7
"""Seconds without a key after which somebody who typed on into the window is not typing any more.

Two letters within them are no two answers but a word.
"""

seconds = monotonic
"""The clock that measures it."""


class CarefulDialog(JavariDialog[ResultT]):
    """Keys of the first moment, and words, go back to where they were meant to go; Esc is No."""

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
        .careful--keys { dock: bottom; width: 100%; height: 1; background: $surface; color: $text-muted; }
        Answers { margin: 1 0 0 0; }
        &.-low Answers, &.-low .dialog--hint { margin: 0; }
    }
    """

    def __init__(self, give_back: Callable[[str], None] | None = None) -> None:
        """`give_back` takes the letters that were pressed too soon."""
        super().__init__()
        self._give_back = give_back
        self._quiet_until: float | None = None
        self._letter, self._letter_at = "", 0.0
        """The last one that was taken for an answer; the next one may show that it was the start of a word."""
        self._keys = Content("")
        self._is_over = False

    def on_mount(self) -> None:
        """The quiet begins with the first picture of it."""
        self.query_one(Answers).focus()
        self.call_after_refresh(self.begin_quiet)

    def begin_quiet(self) -> None:
        """From now on nobody can have read what is asked."""
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
        letter = event.character if event.is_printable and event.character else ""
        if event.key == "escape" or not (self.is_too_soon or (letter and self._is_of_a_word(letter))):
            return
        event.stop()
        event.prevent_default()
        if letter:
            # The next letter of the word must not be taken for an answer either.
            self._quiet_until = seconds() + TYPING if self._quiet_until is not None else None
            self._give(self._letter + letter)
            self._letter = ""

    def _is_of_a_word(self, letter: str) -> bool:
        """Whether it is no answer, or follows the one before as letters of a word do."""
        before, self._letter_at = self._letter_at, seconds()
        is_answer = any(answer.key == letter for answer in self.query_one(Answers).answers)
        is_typed_on = self._letter_at - before < TYPING
        if not is_typed_on:
            self._letter = ""
        if is_answer and not is_typed_on:
            self._letter = letter
            return False
        return True

    def on_paste(self, event: Paste) -> None:
        """What is pasted answers nothing: it was meant for the prompt."""
        event.stop()
        self._give(event.text)

    def _give(self, text: str) -> None:
        """Give it to the prompt; what it may have marked is marked no more."""
        self.query_one(Answers).mark(None)
        if self._give_back is not None:
            self._give_back(text)

    @on(Answers.Given)
    def _answer_given(self, event: Answers.Given) -> None:
        event.stop()
        given = self._answer(event.name)
        if given is not None and given.hindrance:
            self.app.bell()
        elif given is not None:
            self.answered(given.name)

    def action_answer(self, name: str) -> None:
        """What a letter does: give its answer, or mark it where Enter is needed too."""
        given = self._answer(name)
        if given is not None and given.needs_enter:
            self.query_one(Answers).mark(name)
        elif given is not None:
            self.answered(name)

    def _answer(self, name: str) -> Answer | None:
        """The answer of this name, if there is such a one and it is not too soon for any."""
        if self.is_too_soon:
            return None
        return next((answer for answer in self.query_one(Answers).answers if answer.name == name), None)

    def answered(self, name: str) -> None:
        """Close with what this answer means."""
        raise NotImplementedError

    @staticmethod
    def make_answers(answers: Iterable[Answer], *, at: int = 0) -> Answers:
        """What has the keys at first; `at` is the one that is marked."""
        return Answers(answers, at=at)

    def make_keys(self, escape: str) -> ComposeResult:
        """The last line, in the place of the page's own keys; `escape` is what Esc does, translated."""
        said = (("up,down", _("Choose")), ("enter", _("Give")), ("pagedown", _("Read on")), ("escape", escape))
        parts: list[tuple[str, str]] = []
        for keys, text in said:
            shown = "/".join(self.app.get_key_display(Binding(key, "")) for key in keys.split(","))
            parts += [(shown, "$text-accent"), (f" {text}  ", "")]
        self._keys = Content.assemble(*parts)
        yield Static(self._keys, classes="careful--keys", markup=False)

    def answers_have_keys(self, has: bool) -> None:
        """Give the keys back to them, after a moment of quiet; or let them look as if something else had the keys."""
        answers = self.query_one(Answers)
        answers.is_quiet = not has
        self.query_one(".careful--keys", Static).update(self._keys if has else Content(""))
        if has:
            answers.focus()
            self.begin_quiet()

    def show_answers(self, answers: tuple[Answer, ...]) -> None:
        """Other hindrances than before."""
        self.query_one(Answers).answers = answers
