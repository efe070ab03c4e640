"""A window to pick one thing from a list by typing a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from javari_tui.domain.fuzzy import best
from javari_tui.i18n import _
from javari_tui.screens.base import JavariDialog
from javari_tui.widgets.choice_list import ChoiceList
from javari_tui.widgets.dialog_box import DialogBox
from javari_tui.widgets.line_input import LineInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to pick. All texts are data, never markup."""

    key: str
    """What the picker gives back."""
    title: str
    detail: str = ""
    """A quiet second part, cut where the line ends."""
    hint: str = ""
    """At the right end: a key, a mark."""
    words: str = ""
    """More words it is found by."""


class Picker(JavariDialog[str]):
    """Type to filter, arrows to move, Enter to pick, Esc to leave. Gives back the choice's key."""

    BINDINGS = [
        ("down", "move(1)", ""),
        ("up", "move(-1)", ""),
        ("pagedown", "move(8)", ""),
        ("pageup", "move(-8)", ""),
    ]

    DEFAULT_CSS = """
    Picker {
        & > .dialog { padding: 1 1 0 1; }
        .dialog--title { padding: 0 1; }
        Input { border: none; height: 1; padding: 0 1; margin: 1 0; background: $panel; &:focus { border: none; } }
        .dialog--hint { padding: 0 1 1 1; }
    }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        placeholder: str = "",
        current: str = "",
        hint: str = "",
        query: str = "",
    ) -> None:
        super().__init__()
        self._title, self._choices, self._placeholder = title, tuple(choices), placeholder
        self._current, self._hint, self._query = current, hint, query
        self._shown: tuple[Choice, ...] = ()

    def compose(self) -> ComposeResult:
        """Title, filter, list, hint."""
        with DialogBox(classes="dialog"):
            yield Static(Content(self._title), classes="dialog--title", markup=False)
            yield LineInput(self._query, placeholder=self._placeholder or _("Type to find"), select_on_focus=False)
            yield ChoiceList(markup=False, classes="dialog--scrolls")
            yield Static(classes="dialog--hint", markup=False)

    def on_mount(self) -> None:
        """The filter has the focus throughout; arrows move the list."""
        self.query_one(Input).focus()
        self._fill(self._query)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self._fill(event.value)

    @on(Input.Submitted)
    def _submit(self) -> None:
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.dismiss(self._shown[index].key)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index].key)

    def action_move(self, rows: int) -> None:
        """Move the mark; it stops at the ends."""
        options = self.query_one(OptionList)
        if self._shown:
            options.highlighted = max(0, min(len(self._shown) - 1, (options.highlighted or 0) + rows))

    def on_resize(self) -> None:
        """Lines are cut to the width, so a new width draws them anew."""
        if self.is_mounted:
            self._fill(self.query_one(Input).value)

    def _fill(self, query: str) -> None:
        options = self.query_one(OptionList)
        self._shown = matching(query, self._choices)
        options.clear_options()
        width = max(20, self.query_one(".dialog").size.width - 5)
        options.add_options([Option(self._line(choice, width)) for choice in self._shown])
        hint = self._hint or _("Enter picks, Esc closes")
        self.query_one(".dialog--hint", Static).update(Content(hint if self._shown else _("Nothing found.")))
        self.query_one(DialogBox).refresh(layout=True)
        keys = [choice.key for choice in self._shown]
        options.highlighted = (
            keys.index(self._current) if not query and self._current in keys else (0 if keys else None)
        )

    def _line(self, choice: Choice, width: int) -> Content:
        hint_width = cell_len(choice.hint)
        title = Content(choice.title).truncate(max(8, width - hint_width - 1), ellipsis=True)
        room = width - title.cell_length - hint_width - 4
        detail = Content(choice.detail).truncate(room, ellipsis=True) if choice.detail and room > 6 else Content("")
        gap = max(1, width - title.cell_length - detail.cell_length - hint_width - 2)
        return Content.assemble(
            title, "  ", detail.stylize("$text-muted"), " " * gap, Content(choice.hint).stylize("$text-muted")
        )


def matching(query: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices that match, best first; all of them, in their order, for an empty query."""
    if not query.strip():
        return tuple(choices)
    found = best(query, choices, lambda choice: f"{choice.title} {choice.words} {choice.detail}", limit=len(choices))
    return tuple(choice for choice, _match in found)
