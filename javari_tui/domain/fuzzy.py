"""Finding by a few letters: the letters in their order, whatever stands between, accents and case aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from heapq import nlargest
from typing import NamedTuple, TypeVar

ItemT = TypeVar("ItemT")

_START = 12
_WORD_START = 8
_IN_A_ROW = 6
_LETTER = 2
_GAP = 1
_LONGEST_GAP = 8


class Match(NamedTuple):
    """How well a query fits a text, and which of the text's characters it hit."""

    score: int
    positions: tuple[int, ...]


def fold(text: str) -> str:
    """The text for comparing: without case and accents. May be longer or shorter than the text."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_character(char) for char in text)


def match(query: str, text: str) -> Match | None:
    """How a query fits a text; None when it does not. Words of the query may come in any order."""
    words = fold(query).split()
    if not words:
        return Match(0, ())
    folded, places = _folded_with_places(text)
    score, found = 0, set[int]()
    for word in words:
        hit = _match_word(word, folded)
        if hit is None:
            return None
        score += hit.score
        found.update(hit.positions)
    return Match(score, tuple(sorted({places[at] for at in found} if places else found)))


def best(
    query: str, items: Iterable[ItemT], text: Callable[[ItemT], str], limit: int = 50
) -> tuple[tuple[ItemT, Match], ...]:
    """The items that fit best, best first; of equals the shorter, then the earlier."""
    fitting: list[tuple[int, int, int, ItemT, Match]] = []
    for order, item in enumerate(items):
        shown = text(item)
        found = match(query, shown)
        if found is not None:
            fitting.append((found.score, -len(shown), -order, item, found))
    chosen = nlargest(limit, fitting, key=lambda entry: entry[:3])
    return tuple((item, found) for _score, _length, _order, item, found in chosen)


@lru_cache(maxsize=4096)
def _fold_character(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def _folded_with_places(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, and for each of its characters where it comes from; no places when they are the same."""
    if text.isascii():
        return text.lower(), ()
    folded: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        part = _fold_character(char)
        folded.append(part)
        places.extend([at] * len(part))
    return "".join(folded), tuple(places)


def _match_word(word: str, text: str) -> Match | None:
    """One word without spaces: in one piece where it stands so, else the tightest place its letters have."""
    at = _best_piece(word, text)
    if at >= 0:
        return _scored(tuple(range(at, at + len(word))), text)
    end = 0
    for letter in word:
        end = text.find(letter, end) + 1
        if not end:
            return None
    positions: list[int] = []
    start = end
    for letter in reversed(word):
        start = text.rfind(letter, 0, start)
        positions.append(start)
    return _scored(tuple(reversed(positions)), text)


def _best_piece(word: str, text: str) -> int:
    """Where the word stands in one piece, at the start of a word if anywhere; -1 when nowhere."""
    first = at = text.find(word)
    while at > 0:
        if _starts_word(at, text):
            return at
        at = text.find(word, at + 1)
    return at if at == 0 else first


def _scored(positions: tuple[int, ...], text: str) -> Match:
    score, before = 0, -1
    for at in positions:
        score += _LETTER
        if at == 0:
            score += _START
        elif _starts_word(at, text):
            score += _WORD_START
        if before >= 0:
            gap = at - before - 1
            score += _IN_A_ROW if gap == 0 else -min(gap * _GAP, _LONGEST_GAP)
        before = at
    return Match(score, positions)


def _starts_word(at: int, text: str) -> bool:
    return at == 0 or not text[at - 1].isalnum()
