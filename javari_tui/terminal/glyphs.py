"""The few special characters Javari draws, each with an ASCII stand-in."""

from __future__ import annotations

import locale
import os

_GLYPHS: dict[str, tuple[str, str]] = {
    "brand": ("◆", "*"),
    "middot": ("·", "-"),
    "dot_full": ("●", "*"),
    "dot_empty": ("○", "o"),
    "ellipsis": ("…", "..."),
    "arrow_up": ("▴", "^"),
    "arrow_down": ("↓", "v"),
    "arrow_right": ("▸", ">"),
    "becomes": ("→", "->"),
    "person": ("👤", "@"),
    "globe": ("🌐", "-"),
    "books": ("📚", "?"),
    "card": ("💳", "$"),
    "gear": ("⚙", "*"),
    "folder": ("📁", "#"),
    "lock": ("🔐", "!"),
    "key": ("🔑", "!"),
    "masks": ("🎭", "~"),
    "palette": ("🎨", "%"),
    "door": ("🚪", "x"),
    "hourglass": ("⧗", "~"),
    "bar": ("│", "|"),
    "pin": ("★", "*"),
    "check": ("✓", "x"),
    "about": ("≈", "~"),
    "dash": ("—", "-"),
    "minus": ("−", "-"),
    "to": ("–", "-"),
    "meter_begin": ("", "["),
    "meter_full": ("━", "#"),
    "meter_empty": ("─", "-"),
    "meter_end": ("", "]"),
}


class _Chosen:
    """Whether the stand-ins are in force for this process."""

    ascii = False


_chosen = _Chosen()


METER_CELLS = 5
"""How many steps a meter has."""


def use_glyphs(setting: str) -> None:
    """Choose between `unicode`, `ascii` and `auto` (ASCII where the locale is not UTF-8)."""
    _chosen.ascii = setting == "ascii" or (setting == "auto" and not locale_is_utf8())


def glyphs_in_force() -> str:
    """`unicode` or `ascii`."""
    return "ascii" if _chosen.ascii else "unicode"


def glyph(name: str) -> str:
    """The character for a name, or its stand-in."""
    return _GLYPHS[name][_chosen.ascii]


def meter(filled: int) -> str:
    """So many of `METER_CELLS` cells filled."""
    cells = glyph("meter_full") * filled + glyph("meter_empty") * (METER_CELLS - filled)
    return glyph("meter_begin") + cells + glyph("meter_end")


def locale_is_utf8() -> bool:
    """Whether the environment's locale encodes text as UTF-8."""
    # Python itself puts C.UTF-8 in the place of the plain locale: that was not the user.
    is_pythons = os.environ.get("LANG") in ("C", "POSIX") and os.environ.get("LC_CTYPE") == "C.UTF-8"
    for variable in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = None if variable == "LC_CTYPE" and is_pythons else os.environ.get(variable)
        if value:
            return "utf-8" in value.lower() or "utf8" in value.lower()
    return "utf" in locale.getpreferredencoding(False).lower()
