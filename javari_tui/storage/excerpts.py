"""The part of a text that a search hit shows.

SQLite's own functions for this take minutes on a text that says a word thousands of times.
"""

from __future__ import annotations

import heapq
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from javari_tui.domain.words import UNSPACED, fold

READ = 50_000
"""Characters of a text in which matches are looked for."""

_BEFORE, _LONG = 60, 240
"""Characters before the first match, and of a whole excerpt."""

# The words of SQLite's unicode61 tokenizer: letters and digits, with the accents that follow them.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_HAS_UNSPACED = re.compile(f"[{UNSPACED}]")
_EDGE = rf"(?:(?![{UNSPACED}])[\W_])+"
_EDGES = re.compile(rf"\A{_EDGE}|{_EDGE}\Z")
_UNSHOWABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side, the last of them perhaps only begun; or signs as they stand in the text."""

    typed: tuple[str, ...]
    words: tuple[str, ...]
    """The same, folded."""
    is_begun: bool
    signs: str = ""
    """What has signs of a script without spaces: nothing tells where its words begin, so it has no words."""

    @classmethod
    def of(cls, text: str, *, is_begun: bool) -> Term:
        """The term for what was typed."""
        if _HAS_UNSPACED.search(text):
            return cls((), (), is_begun=False, signs=_EDGES.sub("", text))
        typed = tuple(_WORD.findall(text))
        return cls(typed, tuple(map(fold, typed)), is_begun)

    def ends_at(self, said: Sequence[str]) -> bool:
        """Whether the last of these words end the term."""
        if len(said) < len(self.words):
            return False
        *firsts, last = said[-len(self.words) :]
        matches = last.startswith(self.words[-1]) if self.is_begun else last == self.words[-1]
        return matches and tuple(firsts) == self.words[:-1]


def excerpt(texts: Iterable[str], terms: Sequence[Term]) -> tuple[str, tuple[Span, ...]]:
    """One line from the first of the texts that has one of the terms, and where terms stand in it."""
    texts = tuple(texts)
    for text in texts:
        place = _first_place(text, terms)
        if place is not None:
            return _around(text, place, terms)
    return _around(texts[0], 0, terms)


def _first_place(text: str, terms: Sequence[Term]) -> int | None:
    """Where the first match begins. A plain text is not taken apart up to there: long ones take milliseconds."""
    begin = 0
    if text.isascii():
        plain = text.lower()
        places = [place for term in terms if term.words and (place := plain.find(term.words[0])) >= 0]
        if not places:
            return None
        begin = text.rfind(" ", 0, min(places)) + 1
    first = next(matches_in(text[begin:], terms), None)
    return None if first is None else begin + first[0]


def _around(text: str, place: int, terms: Sequence[Term]) -> tuple[str, tuple[Span, ...]]:
    start = _word_start(text, place - _BEFORE) if place > _BEFORE else 0
    end = start + _LONG if start + _LONG < len(text) else len(text)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    part = _UNSHOWABLE.sub(" ", text[start:end])
    shift = len(before)
    spans = tuple((first + shift, last + shift) for first, last in matches_in(part, terms))
    return f"{before}{part}{after}", spans


def _word_start(text: str, place: int) -> int:
    """The first place from here on where a word begins, if there is one before the match."""
    space = text.find(" ", place, place + _BEFORE - 1)
    return space + 1 if space >= 0 else place


def matches_in(text: str, terms: Sequence[Term]) -> Iterator[Span]:
    """Where terms stand in a text, one after the other."""
    words = [term for term in terms if term.words]
    signs = [re.escape(term.signs) for term in terms if term.signs]
    reached = 0
    for start, end in heapq.merge(_words(text, words), _signs(text, signs)):
        if start >= reached:
            reached = end
            yield start, end


def _signs(text: str, signs: Sequence[str]) -> Iterator[Span]:
    longest_first = "|".join(sorted(signs, key=len, reverse=True))
    found = re.finditer(longest_first, text, re.IGNORECASE) if signs else ()
    return (match.span() for match in found)


def _words(text: str, terms: Sequence[Term]) -> Iterator[Span]:
    if not terms:
        return
    longest = max(len(term.words) for term in terms)
    said: deque[str] = deque(maxlen=longest)
    starts: deque[int] = deque(maxlen=longest)
    reached = 0
    for word in _WORD.finditer(text):
        said.append(fold(word[0]))
        starts.append(word.start())
        lengths = [len(term.words) for term in terms if term.ends_at(tuple(said))]
        if lengths and (start := starts[-max(lengths)]) >= reached:
            reached = word.end()
            yield start, reached
