"""Names of files as the first lines of a diff give them: quoted, with a date behind, with a letter before."""

from __future__ import annotations

import re

from javari_tui.domain.untrusted_text import clean

LONGEST_NAME = 4096
"""Characters of a name that are read."""

_NOTHING = "/dev/null"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_SIDES = frozenset(("ab", "ci", "cw", "iw", "ow", "12", "ba", "ic", "wc", "wi", "wo", "21"))
"""Letters that git puts before the names of the two sides."""


def name_from(text: str) -> str:
    """The name behind `---`, `+++` or `rename from`: without quotes and without a date."""
    text = text[:LONGEST_NAME]
    quoted = _QUOTED.match(text)
    if quoted is not None:
        return _unquoted(quoted[1])
    return clean(text.partition("\t")[0].rstrip()).replace("\n", "")


def both_names(old: str, new: str) -> tuple[str, str]:
    """The two names without git's letters before them; empty where there is no such file."""
    letters = (old[:1] if old[1:2] == "/" else "") + (new[:1] if new[1:2] == "/" else "")
    is_gits = letters in _SIDES or (_NOTHING in (old, new) and len(letters) == 1 and letters in "abciow12")
    return _bare(old, is_gits=is_gits), _bare(new, is_gits=is_gits)


def names_after_git(text: str) -> tuple[str, str]:
    """The names behind `diff --git`: only where they are quoted or equal can they be told apart."""
    text = text[: 2 * LONGEST_NAME]
    quoted = _QUOTED.match(text)
    if quoted is not None:
        return both_names(_unquoted(quoted[1]), name_from(text[quoted.end() :].strip()))
    half = len(text) // 2
    if text[half : half + 1] == " " and text[2:half] == text[half + 3 :]:
        return both_names(name_from(text[:half]), name_from(text[half + 1 :]))
    old, _space, new = text.partition(" ")
    return both_names(name_from(old), name_from(new))


def _bare(name: str, *, is_gits: bool) -> str:
    if name == _NOTHING:
        return ""
    return name[2:] if is_gits else name


def _unquoted(text: str) -> str:
    """As C writes strings: bytes in octal are a name's UTF-8."""
    raw = _ESCAPE.sub(lambda found: _byte(found[1]), text.encode("utf-8", "replace"))
    return clean(raw.decode("utf-8", "replace")).replace("\n", "")


def _byte(escaped: bytes) -> bytes:
    """What stands behind a backslash, as a byte."""
    if escaped[:1] in b"01234567":
        return bytes((int(escaped, 8) & 255,))
    return {b"t": b" ", b"n": b" "}.get(escaped, escaped)
