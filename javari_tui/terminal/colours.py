"""What the terminal can show: how many colours it has, and whether its background is dark.

Nothing here imports Textual: the answers are wanted before it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BACKGROUND_QUERY = "\x1b]11;?\x1b\\"
"""Asks the terminal for its background (OSC 11). It answers when it likes, or never."""

TRUE_COLOUR = 1 << 24

_KNOWN_TRUE = ("kitty", "alacritty", "ghostty", "wezterm", "foot", "contour", "rio", "konsole", "vscode", "iterm")
"""Terminals that always have true colour, known by TERM: `COLORTERM` does not cross an SSH connection by itself."""

_SILENT = ("linux", "dumb", "vt", "ansi", "cons", "sun", "unknown", "emacs", "eterm")
"""What TERM begins with where a question would be printed, or never answered."""

_REPLY = (
    rb"\x1b\]11;(?:rgba?:(?P<rgb>[0-9a-fA-F]{1,4}(?:/[0-9a-fA-F]{1,4}){2,3})|#(?P<hex>(?:[0-9a-fA-F]{3}){1,4}))"
    rb"(?:\x1b\\|\x07|\x9c)"
)


def colour_count(environ: Mapping[str, str]) -> int:
    """How many colours the terminal shows: 0, 16, 256 or 16,777,216."""
    term = environ.get("TERM", "").lower()
    if term in ("", "dumb", "unknown"):
        return 0
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return TRUE_COLOUR
    if term.endswith("-direct") or any(name in term for name in _KNOWN_TRUE):
        return TRUE_COLOUR
    if environ.get("WT_SESSION") or environ.get("TERM_PROGRAM", "") in ("iTerm.app", "WezTerm", "vscode", "ghostty"):
        return TRUE_COLOUR
    return 256 if "256" in term or "-88color" in term else 16


def colour_system(environ: Mapping[str, str]) -> str:
    """The same as a word for `TEXTUAL_COLOR_SYSTEM`, which must be set before Textual is imported.

    By itself Textual sees only 16 colours in a good terminal reached over SSH.
    """
    count = colour_count(environ)
    return {0: "auto", 16: "standard", 256: "256"}.get(count, "truecolor")


def background_from_environment(environ: Mapping[str, str]) -> bool | None:
    """Whether the background is dark, by COLORFGBG (`15;0`, `0;default;15`); None where it does not tell."""
    last = environ.get("COLORFGBG", "").split(";")[-1].strip()
    if ";" not in environ.get("COLORFGBG", "") or not last.isascii() or not last.isdigit() or len(last) > 3:
        return None
    number = int(last)
    return None if number > 15 else number in range(7) or number == 8


def may_ask_background(environ: Mapping[str, str]) -> bool:
    """Whether the question can be sent: every other terminal answers it or swallows it unseen."""
    term = environ.get("TERM", "").lower()
    return bool(term) and not term.startswith(_SILENT)


def background_from_reply(reply: bytes) -> bool | None:
    """Whether the background is dark, from the terminal's answer; None for anything else."""
    found = re.search(_REPLY, reply[:256])
    if found is None:
        return None
    red, green, blue = _rgb(found)
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue) < 0.18


def _rgb(reply: re.Match[bytes]) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1; each may have one to four digits."""
    if reply["rgb"]:
        digits = reply["rgb"].split(b"/")[:3]
    else:
        text = reply["hex"]
        size = len(text) // 3
        digits = [text[:size], text[size : 2 * size], text[2 * size :]]
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in digits)
    return red, green, blue


def _linear(part: float) -> float:
    """A colour's part as the eye weighs it."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
