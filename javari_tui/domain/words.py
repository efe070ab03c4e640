"""Words of a text for search: without accents and case, with the place where each stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Scripts written without spaces: each sign counts as a word.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_WORD = re.compile(f"[{_SIGNS}]|[^\\W_{_SIGNS}]+(?:['’][^\\W_{_SIGNS}]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded, and where it stands in the text it is from."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text without accents and case: “Café” and “cafe” are the same."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().replace("’", "'")


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, in their order."""
    return tuple(Word(fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(text))
