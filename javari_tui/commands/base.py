"""The `Command` value. No Textual: the command line tells keys too."""

from __future__ import annotations

from dataclasses import dataclass

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
    takes_secret: bool = False
    """Whether what follows the slash word may be a secret, which is written down nowhere."""
    priority: bool = False
    """Whether its keys work even where the focused widget would take them."""
    in_palette: bool = True

    @property
    def shown_title(self) -> str:
        """The title in the language in force."""
        return _(self.title)

    @property
    def shown_help(self) -> str:
        """The help in the language in force."""
        return _(self.help)
