"""The answers there are to a question that needs care: a key, a sentence, and why one cannot be given yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.terminal.glyphs import glyph

_BEFORE = 5
"""Cells before a sentence: the mark, the key, and room."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of them."""

    name: str
    key: str
    """The letter that gives it."""
    sentence: str
    """Exactly what it means, translated."""
    hindrance: str = ""
    """Why it cannot be given yet, translated."""
    needs_enter: bool = False
    """Whether its letter only marks it: what allows something, or holds for long, is not given by one letter."""


class Answers(Widget, can_focus=True):
    """One below the other; Enter gives the marked one."""

    DEFAULT_CSS = """
    Answers { height: auto; width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("The answer above"), show=False),
        Binding("down", "move(1)", N_("The answer below"), show=False),
        Binding("enter", "give", N_("Give this answer"), show=False),
    ]

    answers: reactive[Sequence[Answer]] = reactive((), layout=True)
    """What can be answered."""
    at: reactive[int] = reactive(0)
    """The one that is marked."""
    is_quiet: reactive[bool] = reactive(False)
    """Whether something else has the keys: nothing looks marked then."""

    class Given(Message):
        """The user gave an answer."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, answers: Iterable[Answer], *, at: int = 0) -> None:
        """`at` is the one that is marked at first."""
        super().__init__()
        self.set_reactive(Answers.answers, tuple(answers))
        self.set_reactive(Answers.at, at)
        self._first = at

    def render(self) -> Content:
        """All of them."""
        return Content("\n").join(line for rows in self._rows(max(self.content_size.width, 12)) for line in rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as their sentences take."""
        return sum(len(rows) for rows in self._rows(max(width, 12)))

    def action_move(self, step: int) -> None:
        """To the one above or below."""
        self.at = max(0, min(len(self.answers) - 1, self.at + step))

    def mark(self, name: str | None) -> None:
        """Mark this one; without a name, the one that was marked at first."""
        names = [answer.name for answer in self.answers]
        self.at = self._first if name is None else names.index(name)

    def action_give(self) -> None:
        """Give the marked one."""
        self.post_message(self.Given(self.answers[self.at].name))

    def on_click(self, event: Click) -> None:
        """A click gives the one below the mouse."""
        event.stop()
        name = event.style.meta.get("answer")
        if isinstance(name, str):
            self.post_message(self.Given(name))

    def _rows(self, width: int) -> list[list[Content]]:
        return [self._answer(number, answer, width) for number, answer in enumerate(self.answers)]

    def _answer(self, number: int, answer: Answer, width: int) -> list[Content]:
        """Its rows: later ones begin below the sentence."""
        is_marked = number == self.at and not self.is_quiet
        mark = glyph("arrow_right") if is_marked else " "
        quiet = bool(answer.hindrance)
        text = Content(reveal(answer.sentence))
        if quiet:
            text = Content.assemble(text, " ", (f"({answer.hindrance})", ""))
        look = "$block-cursor-foreground on $block-cursor-background" if is_marked else "$text-muted" if quiet else ""
        key = Content(answer.key) if is_marked or quiet else Content.styled(answer.key, "bold $text-accent")
        rows = text.wrap(width - _BEFORE)
        first = Content.assemble(f"{mark} ", key, "  ", rows[0])
        drawn = [first, *(Content.assemble(" " * _BEFORE, row) for row in rows[1:])]
        meta = Style.from_meta({"answer": answer.name})
        padded = [row.pad_right(max(width - row.cell_length, 0)) for row in drawn]
        return [(row.stylize(look) if look else row).stylize(meta) for row in padded]
