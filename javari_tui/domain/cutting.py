"""Cutting a text that is too long without cutting through a word: half of a secret is not known as one any more."""

from __future__ import annotations

import re

LONGEST_WORD = 4096
"""Characters of what is left out for it at most."""

_GAPS = (re.compile(r"\s"), re.compile(r"[^\w+/=.~%-]"))
"""Where a word ends; what is written without spaces ends at a sign that stands in no key."""


def head_of(text: str, most: int) -> str:
    """The beginning, of so many characters at most, less a word that the cut would go through."""
    if len(text) <= most or text[most].isspace():
        return text[:most]
    return without_last_word(text[:most])


def without_last_word(text: str) -> str:
    """A text that ends anywhere, less what may be the first half of a word."""
    start = max(len(text) - LONGEST_WORD, 0)
    ends = ([found.end() for found in gap.finditer(text, start)] for gap in _GAPS)
    return text[: next((places[-1] for places in ends if places), start)]


def without_first_word(text: str) -> str:
    """A text that begins anywhere, less what may be the second half of a word."""
    found = (gap.search(text, 0, LONGEST_WORD) for gap in _GAPS)
    return text[next((place.start() for place in found if place), LONGEST_WORD) :]
