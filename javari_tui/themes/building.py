"""From the values of a theme file to a Textual theme, each value checked: a file can come from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from textual.color import Color
from textual.theme import Theme

from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _
from javari_tui.themes.files import ThemeFileError, Value
from javari_tui.themes.variables import COLOURS, STYLES, VARIABLES, is_colour, is_style

RESERVED_NAMES = frozenset(("light", "dark", "auto", "contrast", "ansi"))
"""Words a person chooses by; a file may not take them."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NO_COLOUR = N_("{field}: “{value}” is not a colour")
_NO_STYLE = N_("{field}: “{value}” is not a text style")
_REQUIRED = ("primary", "foreground", "background")
_FIELDS = frozenset(("name", "title", "base", "dark", "ansi", "colors", "variables"))


class ThemeFailure(NamedTuple):
    """A theme file that was skipped, and why."""

    file: Path
    problem: ThemeFileError

    @property
    def reason(self) -> str:
        """Why, in English for the log; may quote the file, so it is cleaned."""
        return clean(str(self.problem))

    @property
    def sentence(self) -> str:
        """What to tell the user."""
        reason = clean(self.problem.shown)
        return _("The theme {file} was skipped: {reason}.").format(file=clean(str(self.file)), reason=reason)


class BuiltTheme(NamedTuple):
    """A theme and the name people read."""

    theme: Theme
    title: str


def build_theme(values: Mapping[str, Value], *, stem: str, bases: Mapping[str, Theme]) -> BuiltTheme:
    """The theme these values describe. ThemeFileError says what is wrong with them.

    `base` names a theme whose colours are kept where this one gives none; without it the colours that
    everything else is derived from must be there.
    """
    for field in values.keys() - _FIELDS:
        raise ThemeFileError(N_("unknown field “{name}”"), name=_quote(field))
    name = _name(values.get("name", stem))
    colours, variables = _group(values, "colors"), _group(values, "variables")
    _check(colours, variables)
    base = _base(values, bases)
    if base is None:
        missing = [field for field in _REQUIRED if field not in colours]
        if missing or "dark" not in values:
            raise ThemeFileError(N_("“{name}” is missing"), name=missing[0] if missing else "dark")
        variables = {**_derived(colours), **variables}
    theme = Theme(
        name=name,
        primary=colours.get("primary") or (base.primary if base else ""),
        dark=_flag(values, "dark", base.dark if base else True),
        ansi=_flag(values, "ansi", base.ansi if base else False),
        variables={**(base.variables if base else {}), **variables},
        **{field: _colour(field, colours, base) for field in COLOURS if field != "primary"},  # type: ignore[arg-type]
    )
    return BuiltTheme(theme, _title(values.get("title"), name))


def _colour(field: str, colours: Mapping[str, str], base: Theme | None) -> str | None:
    """A colour of the file, else the base's, else the accent for what may follow it."""
    if field in colours:
        return colours[field]
    if base is not None:
        value: str | None = getattr(base, field)
        return value
    return colours["primary"] if field in ("secondary", "accent") else None


def _derived(colours: Mapping[str, str]) -> dict[str, str]:
    """Javari's own variables where a theme gives only its main colours."""
    accent, text, ground = colours["primary"], colours["foreground"], colours["background"]
    derived = {
        "text": text,
        "text-muted": _between(text, ground, 0.3),
        "text-primary": accent,
        "text-accent": colours.get("accent", accent),
        "border-blurred": _between(text, ground, 0.5),
        "block-cursor-foreground": ground,
        "block-cursor-background": accent,
        "j-line": _between(text, ground, 0.8),
        "j-mark": accent,
        "j-user-bar": _between(text, ground, 0.3),
        "j-user-background": _between(text, ground, 0.94),
        "j-code-background": _between(text, ground, 0.96),
        "j-add": colours.get("success", text),
        "j-add-background": _between(colours.get("success", ground), ground, 0.85),
        "j-remove": colours.get("error", text),
        "j-remove-background": _between(colours.get("error", ground), ground, 0.85),
        "j-add-word-background": _between(colours.get("success", ground), ground, 0.7),
        "j-remove-word-background": _between(colours.get("error", ground), ground, 0.7),
        "j-change-style": "bold",
        "j-match-background": accent,
        "j-match-foreground": ground,
        "j-muted-style": "none",
        "j-code-comment": _between(text, ground, 0.35),
        "j-code-keyword": accent,
        "j-code-string": colours.get("success", text),
        "j-code-number": colours.get("warning", text),
    }
    plain = ("j-code-text", "j-code-function", "j-code-type", "j-code-constant", "j-code-operator")
    return {**derived, **dict.fromkeys(plain, text)}


def _between(one: str, other: str, part: float) -> str:
    """A colour on the way from one to another; the terminal's own colours cannot be mixed."""
    first, second = Color.parse(one), Color.parse(other)
    if first.ansi is not None or second.ansi is not None:
        return other if part >= 0.6 else one
    return first.blend(second, part).hex


def _base(values: Mapping[str, Value], bases: Mapping[str, Theme]) -> Theme | None:
    """The theme this one builds on."""
    if "base" not in values:
        return None
    base = bases.get(str(values["base"]))
    if base is None:
        raise ThemeFileError(N_("there is no theme “{name}” to build on"), name=_quote(values["base"]))
    return base


def _check(colours: Mapping[str, str], variables: Mapping[str, str]) -> None:
    """Only known names and plain colours: these values end up in a stylesheet."""
    for field, value in colours.items():
        if field not in COLOURS:
            raise ThemeFileError(N_("unknown colour “{name}”"), name=_quote(field))
        if not is_colour(value):
            raise ThemeFileError(_NO_COLOUR, field=field, value=_quote(value))
    for field, value in variables.items():
        if field not in VARIABLES:
            raise ThemeFileError(N_("unknown variable “{name}”"), name=_quote(field))
        if not (is_style(value) if field in STYLES else is_colour(value)):
            raise ThemeFileError(_NO_STYLE if field in STYLES else _NO_COLOUR, field=field, value=_quote(value))


def _name(value: Value) -> str:
    """The theme's name: safe in a stylesheet, a file and a sentence."""
    if not isinstance(value, str) or len(value) > 40 or not _NAME.fullmatch(value):
        raise ThemeFileError(N_("“{name}” is not a name: use small letters, digits and hyphens"), name=_quote(value))
    if value in RESERVED_NAMES:
        raise ThemeFileError(N_("the name “{name}” is taken"), name=value)
    return value


def _group(values: Mapping[str, Value], field: str) -> dict[str, str]:
    """A group of names and values; an absent one is empty."""
    group = values.get(field, {})
    if not isinstance(group, dict):
        raise ThemeFileError(N_("{field}: not a list of names and colours"), field=field)
    return group


def _flag(values: Mapping[str, Value], field: str, default: bool) -> bool:
    """A yes-or-no field."""
    value = values.get(field, default)
    if not isinstance(value, bool):
        raise ThemeFileError(N_("{field}: neither true nor false"), field=field)
    return value


def _title(value: Value | None, name: str) -> str:
    """The name people read, on one short line."""
    title = " ".join(clean(value).split())[:40] if isinstance(value, str) else ""
    return title or name


def _quote(value: object) -> str:
    """A stranger's text, short and clean enough for a sentence."""
    return " ".join(clean(str(value)[:200]).split())[:40]
