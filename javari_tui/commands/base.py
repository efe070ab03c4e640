"""The `Command` value, and what is derived from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from javari_tui.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing the user can do. Texts are marked with `N_` and translated when shown."""

    id: str
    """Stable, dotted, such as `chat.new`: what a keymap names and what is logged."""
    title: str
    """A few words, imperative: palette, menus."""
    help: str
    """One or two sentences: F1 and the palette's second line."""
    label: str = ""
    """One word for the footer; empty keeps it out of the footer."""
    keys: str = ""
    """Textual key names, comma separated; the user's keymap replaces them."""
    slash: str = ""
    """The word after `/` in the prompt; the same in every language."""
    takes: str = ""
    """What may follow the slash word, marked: shown as a hint, such as `N_("name")`."""
    priority: bool = False
    """Whether its keys work even where the focused widget would take them."""
    in_palette: bool = True

    def binding(self, namespace: str = "screen") -> Binding:
        """The Textual binding: its action asks the screen to run this command."""
        return Binding(
            self.keys,
            f"{namespace}.run_command('{self.id}')",
            self.label or self.title,
            show=bool(self.label),
            priority=self.priority,
            id=self.id,
        )

    @property
    def shown_title(self) -> str:
        """The title in the language in force."""
        return _(self.title)

    @property
    def shown_help(self) -> str:
        """The help in the language in force."""
        return _(self.help)


def bindings(*groups: Iterable[Command] | Command) -> list[BindingType]:
    """Bindings of every command that has keys, for a class body's `BINDINGS`."""
    return [command.binding() for command in flatten(groups) if command.keys]


def flatten(groups: Iterable[Iterable[Command] | Command]) -> tuple[Command, ...]:
    """Commands and groups of commands as one row."""
    row: list[Command] = []
    for group in groups:
        row.extend((group,) if isinstance(group, Command) else group)
    return tuple(row)
