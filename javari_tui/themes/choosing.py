"""Which theme a choice means here: `light`, `dark` and `auto` are wishes, a theme's name is a theme."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from javari_tui.domain.preferences import ThemeChoice
from javari_tui.i18n import N_
from javari_tui.paths import folders
from javari_tui.themes.library import ThemeLibrary

LIGHT, DARK, SIXTEEN = "javari-light", "javari-dark", "javari-ansi"
"""The themes the wishes become."""

_PREFIX = "javari-"

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "auto": N_("Follow the terminal"),
        "light": N_("Light"),
        "dark": N_("Dark"),
        "contrast": N_("High contrast"),
        "ansi": N_("Terminal colours"),
    }
)
"""What everybody can choose → its title, marked. Other titles are names."""


def theme_name(choice: str, *, background_is_dark: bool | None = None, colours: int = 256) -> str:
    """The theme's name for a choice; `auto` asks the terminal: its background, and how many colours it has.

    A background nobody knows is taken for dark: most terminals are.
    """
    if choice == ThemeChoice.AUTO or not choice:
        if colours < 256:
            return SIXTEEN
        return LIGHT if background_is_dark is False else DARK
    return f"{_PREFIX}{choice}" if choice in TITLES else choice


def short_name(name: str) -> str:
    """What is kept as the choice for a theme: `javari-light` is simply `light`."""
    short = name.removeprefix(_PREFIX)
    return short if theme_name(short) == name else name


def theme_titles(library: ThemeLibrary | None = None) -> dict[str, str]:
    """What can be chosen → its title: the wishes (marked texts, to be translated), then the user's own themes."""
    library = library or ThemeLibrary(folders().themes)
    names = (short_name(theme.name) for theme in library.all())
    return {**TITLES, **{name: library.title(name) for name in names if name not in TITLES}}
