"""A setting with a few values, all of them in sight: left and right choose, at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.style import Style

from javari_tui.i18n import N_, _
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.settings.row import SettingRow, flow


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen."""

    value: str
    title: str
    """Marked."""
    sentence: str = ""
    """Marked; shown while the value is chosen."""
    is_name: bool = False
    """Whether the title is a name, the same in every language."""

    @property
    def shown_title(self) -> str:
        """The title in the language in force."""
        return self.title if self.is_name else _(self.title)


class ChoiceRow(SettingRow):
    """Options beside each other.

    | key | what |
    | --- | --- |
    | left, right | the option before or after |
    | space, enter | the option after, and round again |
    """

    BINDINGS = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", N_("Change"), key_display="←→"),
        Binding("space,enter", "step(1, True)", show=False),
    ]

    options: reactive[tuple[Option, ...]] = reactive((), layout=True)
    """What can be chosen."""

    def __init__(self, key: str, title: str, sentence: str = "", *, options: Iterable[Option] = ()) -> None:
        super().__init__(key, title, sentence)
        self.set_reactive(ChoiceRow.options, tuple(options))

    def words(self) -> tuple[str, ...]:
        """The options too."""
        return tuple(f"{option.shown_title} {_(option.sentence)}" for option in self.options)

    def value_lines(self, width: int) -> list[Content]:
        """The options with a mark before each, then what the chosen one means."""
        lines = flow([self._drawn(option) for option in self.options], width)
        chosen = self._chosen()
        if chosen is not None and chosen.sentence:
            lines += Content(_(chosen.sentence)).stylize(self._style("sentence")).wrap(width)
        return lines

    def action_step(self, step: int, is_round: bool = False) -> None:
        """Choose the option before or after."""
        if not self.options:
            return
        values = [option.value for option in self.options]
        at = values.index(self.value) + step if self.value in values else 0
        at = at % len(values) if is_round else max(0, min(len(values) - 1, at))
        self.choose(values[at])

    def choose(self, value: str) -> None:
        """Choose a value and say so."""
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, value))

    def on_click(self, event: Click) -> None:
        """A click on an option chooses it."""
        value = event.style.meta.get("option")
        if isinstance(value, str):
            self.choose(value)

    def _chosen(self) -> Option | None:
        return next((option for option in self.options if option.value == self.value), None)

    def _drawn(self, option: Option) -> Content:
        is_chosen = option.value == self.value
        mark = glyph("dot_full" if is_chosen else "dot_empty")
        style = self._style("value" if is_chosen else "other") + Style.from_meta({"option": option.value})
        return Content(f"{mark} {option.shown_title}").stylize(style)


def options(titles: Mapping[str, str]) -> tuple[Option, ...]:
    """Options of values and their marked titles."""
    return tuple(Option(value, title) for value, title in titles.items())


def switch(key: str, title: str, sentence: str = "") -> ChoiceRow:
    """A setting that is on or off; its values are `true` and `false`."""
    return ChoiceRow(key, title, sentence, options=(Option("true", N_("On")), Option("false", N_("Off"))))
