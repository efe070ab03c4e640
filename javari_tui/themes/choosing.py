"""Which theme a choice means here: `light`, `dark` and `auto` are wishes, a theme's name is a theme."""

from __future__ import annotations

from javari_tui.domain.preferences import ThemeChoice

LIGHT, DARK, SIXTEEN = "javari-light", "javari-dark", "javari-ansi"
"""The themes the wishes become."""

_PREFIX = "javari-"


def theme_name(choice: str, *, background_is_dark: bool | None = None, colours: int = 256) -> str:
    """The theme's name for a choice; `auto` asks the terminal: its background, and how many colours it has.

    A background nobody knows is taken for dark: most terminals are.
    """
    if choice == ThemeChoice.AUTO or not choice:
        if colours < 256:
            return SIXTEEN
        return LIGHT if background_is_dark is False else DARK
    return f"{_PREFIX}{choice}" if choice in ("light", "dark", "contrast", "ansi") else choice


def short_name(name: str) -> str:
    """What is kept as the choice for a theme: `javari-light` is simply `light`."""
    short = name.removeprefix(_PREFIX)
    return short if theme_name(short) == name else name
