"""A chat's title, made from the first thing said in it, in any script."""

from __future__ import annotations

import re
import unicodedata

from javari_tui.domain.chat import Attachment

LONGEST = 48
"""Cells of a title; a Chinese or Japanese character takes two."""
READ = 2_000
"""Characters of the message that are looked at."""

_MARKS = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+|`{3,}\S*\s*|~{3,}\S*\s*)+")
_LINK = re.compile(r"!?\[([^\]\n]{1,200})\]\([^)\s]{0,500}\)")
_EMPHASIS = re.compile(r"(\*\*|__|`|~~)")
_SENTENCE = re.compile(r"(?<=[.!?])\s|(?<=[。！？।؟])")
_JOINERS = "\u200d\ufe0e\ufe0f"
_FEW_CELLS = 12
"""A first sentence shorter than this (“Hi!”) says too little to be the title alone."""


def title_from(text: str, attachments: tuple[Attachment, ...] = ()) -> str:
    """A title of at most 48 cells from the first message; from an attachment's name where there are no words."""
    lines = (_plain(line) for line in text[:READ].splitlines())
    said = next((line for line in lines if _says_something(line)), "")
    if not said and attachments:
        said = _plain(attachments[0].name.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1])
    return _shorten(_first_sentence(said))


def cell_width(text: str) -> int:
    """About how many cells of a terminal a text takes."""
    return sum(_width(letter) for letter in text)


def _plain(line: str) -> str:
    """A line without Markdown marks and control characters, spaces made single."""
    line = _MARKS.sub("", line)
    line = _EMPHASIS.sub("", _LINK.sub(r"\1", line))
    kept = (letter if unicodedata.category(letter)[0] != "C" or letter in _JOINERS else " " for letter in line)
    return " ".join("".join(kept).split())


def _says_something(line: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LNS" for letter in line)


def _first_sentence(line: str) -> str:
    """The first sentence where it says enough, else the whole line."""
    first = _SENTENCE.split(line, maxsplit=1)[0].strip()
    chosen = first if cell_width(first) >= _FEW_CELLS else line
    return chosen.rstrip(".:;,。：；，、 ")


def _shorten(text: str) -> str:
    """Cut to the longest title: at a space where one is near, never inside a character made of several."""
    if cell_width(text) <= LONGEST:
        return text
    room = LONGEST - 1
    kept: list[str] = []
    for letter in text:
        room -= _width(letter)
        if room < 0:
            break
        kept.append(letter)
    end = len(kept)
    while end and _continues(text, end):
        end -= 1
    cut = text[:end]
    space = cut.rfind(" ")
    if text[end : end + 1] != " " and space > len(cut) // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:.-–—、，") + "…"


def _continues(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the one before it."""
    after, before = text[at : at + 1], text[at - 1]
    return bool(after) and (
        unicodedata.combining(after) > 0 or after in _JOINERS or before == "\u200d" or _is_mark(after)
    )


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) in ("Mn", "Mc", "Me") or 0x1F3FB <= ord(letter) <= 0x1F3FF


def _width(letter: str) -> int:
    if letter in _JOINERS or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
