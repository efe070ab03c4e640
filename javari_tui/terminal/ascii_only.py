"""Drawing characters and typographic signs as ASCII, cell for cell, for terminals that show no others.

Javari's own signs have stand-ins by name (`glyphs.py`). This is for what others draw: Textual's borders and scroll
bars, the dots where a text was cut, quotation marks of texts. Letters are left as they are.
"""

from __future__ import annotations

_STAND_INS = {
    "…": ".",
    "“”„«»": '"',
    "‘’‚": "'",
    "‐‑‒–—―─━┄┅┈┉╌╍═": "-",
    "│┃┆┇┊┋╎╏║▏▎▍▌▋▊▉▐▕": "|",
    "┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬": "+",
    "▁▂▃▄▅▆▇▔▀": " ",
    "█▓▒░■▪": "#",
    "•◦": "*",
    "·": ".",
    "×✗✕": "x",
    "✓✔": "v",
    "→▸▶": ">",
    "←◂◀": "<",
    "↑▴▲": "^",
    "↓▾▼": "v",
    "\u00a0\u2007\u2009\u200a\u202f": " ",
}
_TABLE = str.maketrans({sign: stand_in for signs, stand_in in _STAND_INS.items() for sign in signs})


def in_ascii(text: str) -> str:
    """The text with a stand-in for every sign that has one; as many cells wide as before."""
    return text if text.isascii() else text.translate(_TABLE)
