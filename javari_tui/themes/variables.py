"""Which variables a theme may set, and what a colour looks like: a stranger's file decides nothing else."""

from __future__ import annotations

import re

COLOURS = (
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
    "foreground",
    "background",
    "surface",
    "panel",
)
"""The fields below `colors`."""

_STYLE_WORDS = frozenset(("none", "bold", "dim", "italic", "underline", "reverse", "strike"))


def _names(text: str) -> tuple[str, ...]:
    """Names written in a row."""
    return tuple(text.split())


_OURS = _names(
    "j-line j-mark j-user-bar j-user-background j-code-background j-add j-add-background j-remove j-remove-background "
    "j-add-word-background j-remove-word-background j-change-style "
    "j-match-background j-match-foreground j-muted-style j-code-text j-code-comment j-code-keyword j-code-string "
    "j-code-number j-code-function j-code-type j-code-constant j-code-operator"
)

_TEXTUALS = _names(
    "text text-muted text-disabled text-primary text-secondary text-accent text-success text-warning text-error "
    "primary-muted secondary-muted accent-muted success-muted warning-muted error-muted foreground-muted "
    "foreground-disabled ansi-background ansi-foreground border border-blurred surface-active "
    "block-cursor-foreground block-cursor-background "
    "block-cursor-text-style block-cursor-blurred-foreground block-cursor-blurred-background "
    "block-cursor-blurred-text-style block-hover-background button-foreground button-color-foreground "
    "button-focus-text-style input-cursor-background input-cursor-foreground input-cursor-text-style "
    "input-selection-background input-selection-foreground screen-selection-background screen-selection-foreground "
    "scrollbar scrollbar-hover scrollbar-active scrollbar-background scrollbar-background-hover "
    "scrollbar-background-active scrollbar-corner-color link-color link-color-hover link-background-hover link-style "
    "link-style-hover footer-foreground footer-background footer-key-foreground footer-description-foreground "
    "markdown-h1-color markdown-h2-color markdown-h3-color markdown-h4-color markdown-h5-color markdown-h6-color"
)

VARIABLES = frozenset((*_OURS, *_TEXTUALS))
"""Every name a theme may give below `variables`."""

STYLES = frozenset(name for name in VARIABLES if name.endswith("-style"))
"""Those that are text styles, not colours."""

VARIABLE_DEFAULTS = {
    name: "none" if name in STYLES else "ansi_default" for name in (*_OURS, "ansi-background", "ansi-foreground")
}
"""For the app's `get_theme_variable_defaults`: stylesheets parse whatever theme is in force.

Textual's own stylesheets need the last two, and it gives them only to its own themes of 16 colours."""

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_ANSI = re.compile(r"ansi_(?:default|(?:bright_)?(?:black|red|green|yellow|blue|magenta|cyan|white))")


def is_colour(text: str) -> bool:
    """Whether this is `#rgb`, `#rrggbb` or `ansi_…`: the forms a theme may use."""
    return bool(_HEX.fullmatch(text) or _ANSI.fullmatch(text))


def is_style(text: str) -> bool:
    """Whether this is one or more words for text styles."""
    words = text.split()
    return bool(words) and _STYLE_WORDS.issuperset(words)
