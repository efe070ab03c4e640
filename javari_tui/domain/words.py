"""Words of a text for search: without accents and case, with the place where each stands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

UNSPACED = (
    "\u0e00-\u109f"  # Thai, Lao, Tibetan, Burmese
    "\u1100-\u11ff\ua960-\ua97f"  # parts of Korean syllables
    "\u1780-\u17ff\u1950-\u1aaf\u1b00-\u1b7f\ua980-\uaa7f\uaa80-\uaadf"  # Khmer, Tai, Javanese, Balinese and others
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3040-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"  # Chinese, Japanese, Korean, Yi
    "\U00016fe0-\U00018dff\U0001aff0-\U0001b2ff\U00020000-\U0003ffff"  # old and rare signs
)
"""Signs that are written without spaces between the words, for use inside the brackets of a pattern."""

# Scripts written without spaces: each sign counts as a word.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_WORD = re.compile(f"[{_SIGNS}]|[^\\W_{_SIGNS}]+(?:['’][^\\W_{_SIGNS}]+)*")
_COUNTED = re.compile(f"[{UNSPACED}]|[^\\s{UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded, and where it stands in the text it is from."""

    folded: str
    start: int
    end: int


def count_words(text: str) -> int:
    """About how many words a text has, in any script."""
    return len(text.split()) if text.isascii() else len(_COUNTED.findall(text))


def fold(text: str) -> str:
    """The text without accents and case: “Café” and “cafe” are the same."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().replace("’", "'")


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, in their order."""
    return tuple(Word(fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(text))
