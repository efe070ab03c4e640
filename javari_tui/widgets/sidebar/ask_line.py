"""The line at the sidebar's bottom in which one types what to look for, or the number of a line."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from javari_tui.i18n import N_, _, number_text
from javari_tui.widgets.line_input import LineInput
from javari_tui.widgets.sidebar.numbering import is_numbered, number_at, row_of_number
from javari_tui.widgets.sidebar.pane import Pane
from javari_tui.widgets.sidebar.searched import searched
from javari_tui.widgets.sidebar.searching import Search

_LONGEST = 200
"""Characters that can be looked for."""


class AskInput(LineInput):
    """Its keys go on and back; the arrows within the text stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", N_("Go")),
        Binding("enter", "step(1)", N_("Next")),
        Binding("up", "step(-1)", N_("Before")),
        Binding("down", "step(1)", N_("Next"), show=False),
        Binding("shift+enter", "step(-1)", N_("Before"), show=False),
        Binding("escape", "leave", N_("Done")),
        Binding("pageup", "pages(-1)", N_("A page up"), show=False),
        Binding("pagedown", "pages(1)", N_("A page down"), show=False),
    ]

    class Stepped(Message):
        """On, or back."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Paged(Message):
        """The pane is to be read on while the line is open."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Left(Message):
        """It is to be closed."""

    is_for_number: reactive[bool] = reactive(False, bindings=True)
    """Whether the number of a line is asked for: there is nothing before it or behind."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that go from match to match are those of words, the one that goes to a line is that of numbers."""
        if action in ("step", "go"):
            return self.is_for_number == (action == "go")
        return super().check_action(action, parameters)

    def action_go(self) -> None:
        """To the line."""
        self.post_message(self.Stepped(1))

    def action_step(self, step: int) -> None:
        """The next match."""
        self.post_message(self.Stepped(step))

    def action_pages(self, step: int) -> None:
        """A page of the pane."""
        self.post_message(self.Paged(step))

    def action_leave(self) -> None:
        """Close it."""
        self.post_message(self.Left())


class AskLine(Horizontal):
    """A sign for what is asked, the text, what came of it."""

    DEFAULT_CSS = """
    AskLine {
        height: 1;
        display: none;
        background: $panel;
        &.-open { display: block; }
        .ask--sign { width: auto; padding: 0 0 0 1; color: $text-accent; }
        .ask--told { width: auto; padding: 0 1; color: $text-muted; }
        AskInput { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
        AskInput:focus { border: none; }
    }
    """

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.field = AskInput(select_on_focus=False, max_length=_LONGEST)
        self.search = Search(pane, self._tell_matches)
        self._pane = pane
        self._asks = "/"
        """The sign of the question: words to find, or the number of a line."""
        self._sign = Static(classes="ask--sign", markup=False)
        self._told = Static(classes="ask--told", markup=False)

    def compose(self) -> ComposeResult:
        """In one row."""
        yield self._sign
        yield self.field
        yield self._told

    @property
    def is_open(self) -> bool:
        """Whether something is asked."""
        return self.has_class("-open")

    @property
    def can_search(self) -> bool:
        """Whether what is shown can be searched."""
        return searched(self._pane.paper) is not None

    @property
    def can_go_to_line(self) -> bool:
        """Whether the lines of what is shown have numbers."""
        return is_numbered(self._pane.paper)

    @property
    def number(self) -> int | None:
        """The number of the line that is read; none where lines have none."""
        paper = self._pane.paper
        return number_at(paper, getattr(paper, "cursor", self._pane.scroll_offset.y))

    def ask_words(self) -> None:
        """Ask what to look for; what was looked for last is there to be typed over."""
        self._open("/", _("Words to find"))
        self.search.begin()
        self.search.look_for(self.field.value)

    def ask_number(self) -> None:
        """Ask for the number of a line."""
        self.search.end()
        self._open(":", _("Line number"))

    def _open(self, sign: str, placeholder: str) -> None:
        if sign != self._asks:
            self.field.value = ""
        self._asks = sign
        self.field.is_for_number = sign == ":"
        self._sign.update(sign)
        self.field.placeholder = placeholder
        self._told.update("")
        self.add_class("-open")
        self.field.action_select_all()
        self.field.focus()

    def close(self) -> None:
        """Ask nothing any more; the place stays."""
        self.search.end()
        if self.is_open:
            had_focus = self.field.has_focus
            self.remove_class("-open")
            if had_focus:
                self._pane.focus()

    def follow(self) -> None:
        """The pane shows something else."""
        if self.search.is_on:
            self.search.again()

    def _tell_matches(self) -> None:
        self._told.update(self.search.told())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if not self.is_open:
            return
        if self._asks == "/":
            self.search.look_for(event.value)
        else:
            self._told.update("")

    @on(AskInput.Stepped)
    def _stepped(self, event: AskInput.Stepped) -> None:
        event.stop()
        if self._asks == "/":
            self.search.step(event.step)
        else:
            self._go_to_line()

    @on(AskInput.Paged)
    def _paged(self, event: AskInput.Paged) -> None:
        event.stop()
        self._pane.action_pages(event.step)

    @on(AskInput.Left)
    def _left(self, event: AskInput.Left) -> None:
        event.stop()
        self.close()

    def _go_to_line(self) -> None:
        """Go there and be done; where that was too far, say so."""
        text, paper = self.field.value.strip(), self._pane.paper
        if not text.isdecimal() or paper is None or not paper.rows or not is_numbered(paper):
            self._told.update(_("Type a number"))
            return
        row, number = row_of_number(paper, int(text), self._pane.scroll_offset.y)
        self._pane.bring_into_sight(row)
        if number == int(text):
            self.close()
        else:
            self._told.update(_("There is no such line; {number} is the nearest").format(number=number_text(number)))
