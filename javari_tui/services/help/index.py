"""Search in the help: sections of pages ranked by the words they hold."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from javari_tui.domain.help import HelpHit, HelpPage
from javari_tui.domain.words import fold, words_of

_TITLE, _KEYWORD, _HEADING, _TEXT = 9.0, 7.0, 6.0, 1.0
_PREFIX_WORTH = 0.6
"""What a word is worth that only begins like the one asked for."""
_EXCERPT = 140

_HEADING_LINE = re.compile(r"^#{1,6} +(.+?) *#*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_MARKS = re.compile(r"^\s*(?:[-+>]|\d+\.|#+)\s+|^\s*\|[-:| ]+\|\s*$|\|", re.MULTILINE)
_EMPHASIS = re.compile(r"[*`]+")


def plain(markdown: str) -> str:
    """One line of plain text from our own Markdown."""
    return " ".join(_EMPHASIS.sub("", _MARKS.sub(" ", _LINK.sub(r"\1", markdown))).split())


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of a page under one heading, with its words weighed."""

    page: HelpPage
    heading: str
    passage: str
    weights: dict[str, float]


class HelpIndex:
    """The pages of one language, ready to be searched."""

    def __init__(self, pages: Iterable[HelpPage], stop_words: frozenset[str] = frozenset()) -> None:
        self._stop_words = stop_words
        self._sections = [section for page in pages for section in _sections(page)]
        self._found_in = Counter(word for section in self._sections for word in section.weights)
        self._vocabulary = sorted(self._found_in)

    def search(self, words: str, limit: int = 20) -> tuple[HelpHit, ...]:
        """Sections that hold the words or words that begin like them, best first; one word is enough."""
        asked = self._asked(words)
        if not asked:
            return ()
        meanings = {word: self._meanings(word) for word in asked}
        rarity = {word: self._rarity(meanings[word]) for word in asked}
        hits: list[HelpHit] = []
        for section in self._sections:
            worth = {word: _worth(section, meanings[word]) for word in asked}
            covered = sum(rarity[word] for word in asked if worth[word]) / sum(rarity.values())
            score = sum(worth[word] * rarity[word] for word in asked) * covered * covered
            if score > 0:
                hits.append(_hit(section, asked, score, covered))
        hits.sort(key=lambda hit: -hit.score)
        return tuple(hits[:limit])

    def _asked(self, words: str) -> tuple[str, ...]:
        """The words worth looking for; all of them when there is nothing else."""
        folded = tuple(dict.fromkeys(word.folded for word in words_of(words)))
        return tuple(word for word in folded if word not in self._stop_words) or folded

    def _meanings(self, word: str) -> dict[str, float]:
        """Words of the pages that count for `word`: itself, its stem's kin, and what begins with it."""
        stem = word[:-1] if len(word) > 4 and word[-1] in "sae" else word
        found: dict[str, float] = {}
        for known in self._vocabulary:
            if known == word:
                found[known] = 1.0
            elif len(word) > 2 and (known.startswith(word) or (len(stem) > 3 and known.startswith(stem))):
                found[known] = _PREFIX_WORTH
        return found

    def _rarity(self, meanings: dict[str, float]) -> float:
        """How much a word tells: rare ones much, words of every section little, unknown ones most."""
        known = max((self._found_in[word] for word in meanings), default=0)
        return math.log(1 + (len(self._sections) + 1) / (known + 0.5))


def _sections(page: HelpPage) -> list[_Section]:
    """A page cut at its headings. Title and keywords count fully for its beginning, and a little for the rest."""
    sections: list[_Section] = []
    for heading, lines in _cut(page.text):
        passage = "\n".join(lines).strip()
        if not passage:
            continue
        share = 0.35 if heading else 1.0
        weights: dict[str, float] = {}
        _weigh(weights, (page.title,), _TITLE * share)
        _weigh(weights, (*page.keywords, *page.tags), _KEYWORD * share)
        _weigh(weights, (heading,), _HEADING)
        for word, count in Counter(word.folded for word in words_of(plain(passage))).items():
            weights[word] = weights.get(word, 0.0) + _TEXT * (1 + math.log(count))
        sections.append(_Section(page, heading, passage, weights))
    return sections


def _cut(text: str) -> list[tuple[str, list[str]]]:
    """Headings and the lines under each; the first has no heading. A # inside a fence is no heading."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    in_fence = False
    for line in text.splitlines():
        in_fence ^= bool(_FENCE.match(line))
        heading = None if in_fence else _HEADING_LINE.match(line)
        if heading:
            parts.append((plain(heading[1]), []))
        else:
            parts[-1][1].append(line)
    return parts


def _weigh(weights: dict[str, float], texts: Sequence[str], weight: float) -> None:
    """Give each word of the texts at least this weight."""
    for text in texts:
        for word in words_of(text):
            weights[word.folded] = max(weights.get(word.folded, 0.0), weight)


def _worth(section: _Section, meanings: dict[str, float]) -> float:
    """What a section is worth for one word asked for: its best meaning there."""
    return max((section.weights.get(word, 0.0) * worth for word, worth in meanings.items()), default=0.0)


def _hit(section: _Section, asked: Sequence[str], score: float, coverage: float) -> HelpHit:
    excerpt, matches = excerpt_around(plain(section.passage), asked)
    return HelpHit(
        slug=section.page.slug,
        title=section.page.title,
        heading=section.heading,
        passage=section.passage,
        excerpt=excerpt,
        matches=matches,
        score=score,
        coverage=coverage,
    )


def excerpt_around(text: str, asked: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A line of the text around the first word asked for, and where such words stand in it."""
    wanted = tuple(fold(word) for word in asked)
    places = [word for word in words_of(text) if word.folded.startswith(wanted)]
    start = max(0, places[0].start - _EXCERPT // 3) if places else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + _EXCERPT
    end = len(text) if end >= len(text) else max(text.rfind(" ", start, end), start + _EXCERPT // 2)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    matches = tuple(
        (word.start + shift, word.end + shift) for word in places if start <= word.start and word.end <= end
    )
    return f"{before}{text[start:end]}{after}", matches
