"""How a cell looks, and the shortest sequence from one look to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style

_ATTRIBUTES = (
    ("bold", "1", "22"),
    ("dim", "2", "22"),
    ("italic", "3", "23"),
    ("underline", "4", "24"),
    ("blink", "5", "25"),
    ("blink2", "6", "25"),
    ("reverse", "7", "27"),
    ("conceal", "8", "28"),
    ("strike", "9", "29"),
    ("underline2", "21", "24"),
    ("frame", "51", "54"),
    ("encircle", "52", "54"),
    ("overline", "53", "55"),
)
"""Rich's name, the code that sets it, the code that takes it away (ECMA-48, SGR)."""
_OFF = {on: off for _name, on, off in _ATTRIBUTES}
_SHOW_ON_BLANKS = frozenset(("4", "7", "9", "21", "51", "52", "53"))


class Look(NamedTuple):
    """Everything about a cell but its character: codes as they stand in a sequence."""

    attributes: tuple[str, ...] = ()
    ink: str = ""
    """The character's colour; empty is the terminal's own."""
    ground: str = ""
    link: str = ""
    """What OSC 8 takes: parameters, semicolon, target."""


PLAIN = Look()


@lru_cache(maxsize=4096)
def look_of(style: Style | None, colours: ColorSystem | None) -> Look:
    """The look of a style on a terminal with these colours; None of them leaves only what is no colour."""
    if style is None:
        return PLAIN
    attributes = tuple(on for name, on, _off in _ATTRIBUTES if getattr(style, name))
    ink = ground = ""
    if colours is not None:
        if style.color is not None:
            ink = ";".join(style.color.downgrade(colours).get_ansi_codes(foreground=True))
        if style.bgcolor is not None:
            ground = ";".join(style.bgcolor.downgrade(colours).get_ansi_codes(foreground=False))
    link = f"id={style.link_id};{style.link}" if style.link else ""
    return interned(Look(attributes, "" if ink == "39" else ink, "" if ground == "49" else ground, link))


@lru_cache(maxsize=4096)
def blank(look: Look) -> Look:
    """What of a look can be seen where there is no character."""
    shown = tuple(code for code in look.attributes if code in _SHOW_ON_BLANKS)
    return interned(Look(shown, look.ink if shown else "", look.ground, look.link))


@lru_cache(maxsize=8192)
def interned(look: Look) -> Look:
    """The one instance of a look."""
    return look


@lru_cache(maxsize=8192)
def change(old: Look | None, new: Look) -> str:
    """The sequence that changes the pen; from an unknown one everything is said."""
    absolute = "\x1b[" + ";".join(("0", *new.attributes, *filter(None, (new.ink, new.ground)))) + "m"
    if absolute == "\x1b[0m":
        absolute = "\x1b[m"
    if old is None:
        return f"\x1b]8;{new.link or ';'}\x1b\\" + absolute
    link = "" if old.link == new.link else f"\x1b]8;{new.link or ';'}\x1b\\"
    if old[:3] == new[:3]:
        return link
    codes = [*_attribute_changes(old.attributes, new.attributes)]
    if old.ink != new.ink:
        codes.append(new.ink or "39")
    if old.ground != new.ground:
        codes.append(new.ground or "49")
    relative = "\x1b[" + ";".join(codes) + "m"
    return link + min(relative, absolute, key=len)


def _attribute_changes(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """Codes that take away what is too much and set what is missing; one code may take two away."""
    taken = list(dict.fromkeys(_OFF[on] for on in old if on not in new))
    return taken + [on for on in new if on not in old or _OFF[on] in taken]
