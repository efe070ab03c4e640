"""What is said to a terminal that draws pictures as kitty does. Nothing of it makes the terminal answer.

A picture is sent once, under a number of its own; where it stands, cells with that number tell (`placeholders.py`).
"""

from __future__ import annotations

from base64 import standard_b64encode
from collections.abc import Iterator

from rich.color import Color
from rich.style import Style

from javari_tui.terminal.placeholders import OURS

QUESTION = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
"""Asks whether a picture of one point could be drawn. Terminals that do not know the protocol may print it."""
UNFINISHED = "\x1b_Gm=0,q=2;\x1b\\"
"""Ends a picture that was not sent whole."""
_CHUNK = 4096
"""Characters of one piece, as the protocol has it."""


def transmission(number: int, png: bytes, columns: int, rows: int) -> Iterator[str]:
    """A picture, to be drawn in that many cells, in pieces."""
    text = standard_b64encode(png).decode("ascii")
    chunks = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    for at, chunk in enumerate(chunks):
        first = "" if at else f"a=T,U=1,q=2,f=100,t=d,i={number},c={columns},r={rows},"
        yield f"\x1b_G{first or 'q=2,'}m={int(at + 1 < len(chunks))};{chunk}\x1b\\"


def deletion(number: int) -> str:
    """The terminal is to forget a picture."""
    return f"\x1b_Ga=d,d=I,q=2,i={number}\x1b\\"


def through_tmux(text: str) -> str:
    """The same for the terminal behind tmux, which passes it on where it is told to (`allow-passthrough`)."""
    doubled = text.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"


def style_of(number: int) -> Style:
    """How the cells of a picture carry its number: as their colour."""
    return Style(color=Color.from_rgb(number >> 16, number >> 8 & 255, number & 255)) + OURS
