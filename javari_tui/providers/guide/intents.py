"""What a request means: the intent and what it names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from javari_tui.domain.key_shapes import holds_key
from javari_tui.domain.words import fold
from javari_tui.providers.guide.cues import best_cue
from javari_tui.providers.guide.given import is_sum, json_in
from javari_tui.providers.guide.phrasebook import Phrasebook, known_phrasebooks, phrasebook
from javari_tui.providers.guide.templates import Token, joined, tokens_of

_LONGEST = 40
"""Words of a plain request; what is longer is a question to look up."""
_LONGEST_SENTENCE = 18
"""Words of a sentence in which cues are looked for."""
_LONG_WORD = 8
"""Letters of a word in which two may be mistyped."""
_PATH = re.compile(
    r"(?:~|\.{0,2})/.+|[^\s/]+/\S+|[^\s/]*[^\s/.]\.[a-z][a-z0-9]{0,9}|\.[a-z][\w.-]+|makefile|dockerfile",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:[a-z]+://|www\.)|^[^/]+\.(?:com|org|net|io|dev|ai)$", re.IGNORECASE)
_MODEL = re.compile(
    r"claude|opus|sonnet|haiku|fable|gpt|llama|mistral|qwen|gemma|phi-?\d|deepseek|kimi|glm|gemini|grok|lm studio"
    r"|guide|guia|\w/\w"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request understood."""

    intent: str
    value: str = ""
    """What it names: a language's or theme's code, a command's id, a path, or the user's own words."""


def understand(text: str, language: str, themes: Sequence[str]) -> Asked | None:
    """What is asked, in any language there are phrases for, `language` first; None for everything else."""
    if holds_key(text):
        return Asked("secret")
    if given := json_in(text):
        before, shown = given
        asked = _in_words(f"{before} a.json", language, themes)
        return Asked("json", shown) if asked is not None and asked.intent == "show_file" else None
    return Asked("compute") if is_sum(text) else _in_words(text, language, themes)


def _in_words(text: str, language: str, themes: Sequence[str]) -> Asked | None:
    """What the words ask: sentences that are known, then words that tell it; as written, then as perhaps meant."""
    tokens = tokens_of(text)
    if not 0 < len(tokens) <= _LONGEST:
        return None
    codes = sorted(known_phrasebooks(), key=lambda code: (code != language, code))
    books = [phrasebook(code) for code in codes]
    for is_fuzzy in (False, True):
        for book in books:
            for said in dict.fromkeys((_without_fillers(tokens, book), tokens)):
                if asked := _Reading(text, said, book, themes).understand(is_fuzzy=is_fuzzy):
                    return asked
        for book in books:
            if asked := _Reading(text, tokens, book, themes).by_cues(is_fuzzy=is_fuzzy):
                return asked
    return None


def _without_fillers(tokens: tuple[Token, ...], book: Phrasebook) -> tuple[Token, ...]:
    """The request without politeness at its ends; all of it when there is nothing else."""
    start, end = 0, len(tokens)
    words = tuple(token.folded for token in tokens)
    while start < end:
        rest = words[start:end]
        before = max((len(filler) for filler in book.fillers if rest[: len(filler)] == filler), default=0)
        after = max((len(filler) for filler in book.fillers if rest[-len(filler) :] == filler), default=0)
        if not before and not after:
            return tokens[start:end]
        start, end = (start + before, end) if before else (start, end - after)
    return tokens


@dataclass(frozen=True, slots=True)
class _Reading:
    """One request read with the phrases of one language."""

    text: str
    tokens: tuple[Token, ...]
    book: Phrasebook
    themes: Sequence[str]

    def understand(self, *, is_fuzzy: bool) -> Asked | None:
        """The first intent whose template fits and whose slot holds what it should."""
        words = tuple(token.folded for token in self.tokens)
        if is_fuzzy:
            meant = tuple(self._meant(word) for word in words)
            if meant == words:
                return None
            words = meant
        line = joined(words)
        for template in self.book.templates:
            found = template.pattern.fullmatch(line)
            if found is None:
                continue
            named = {slot: value for slot, value in found.groupdict().items() if value is not None}
            if not named:
                return Asked(template.intent)
            slot, value = next(iter(named.items()))
            meaning = self._meaning(slot, value, self._own_words(line, found.start(slot), found.end(slot)))
            if meaning:
                return Asked(template.intent, meaning)
        return None

    def by_cues(self, *, is_fuzzy: bool) -> Asked | None:
        """The intent whose cues fit best, whatever the sentence."""
        words = [self._meant(token.folded) if is_fuzzy else token.folded for token in self.tokens]
        if len(words) > _LONGEST_SENTENCE or any(_PATH.fullmatch(word) for word in words):
            return None
        cue = best_cue(self.book.cues, words, self.book.idle)
        return Asked(cue.intent, cue.value) if cue else None

    def _meant(self, word: str) -> str:
        """The known word that a mistyped one is nearest to, else the word itself."""
        if len(word) < 4 or word in self.book.vocabulary or _PATH.fullmatch(word):
            return word
        letters = sorted(word)
        near = [known for known in self.book.vocabulary if known[0] == word[0] and abs(len(known) - len(word)) <= 2]
        swapped = [known for known in near if sorted(known) == letters]
        likeness = 0.8 if len(word) < _LONG_WORD else 0.74
        return next(iter(swapped or difflib.get_close_matches(word, near, n=1, cutoff=likeness)), word)

    def _own_words(self, line: str, start: int, end: int) -> str:
        """What the user wrote in a slot, with its accents and capitals."""
        first, last = line.count(" ", 0, start), line.count(" ", 0, end) - 1
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def _meaning(self, slot: str, value: str, own: str) -> str:
        """What a slot's words stand for; empty when they are nothing of its kind."""
        match slot:
            case "language":
                return self._language(value)
            case "theme":
                return self._theme(value)
            case "key":
                telling = joined(tuple(word for word in value.split() if word not in self.book.small_words))
                return self.book.keys.get(telling, "")
            case "model":
                return own if _MODEL.search(fold(own)) else ""
            case "path":
                return own if _PATH.fullmatch(own) and not _SITE.search(own) else ""
            case _:
                return own if set(value.split()) - self.book.small_words else ""

    def _language(self, value: str) -> str:
        """A language's code by any name people of any language give it."""
        books = (self.book, *(phrasebook(code) for code in known_phrasebooks()))
        return next((book.languages[value] for book in books if value in book.languages), "")

    def _theme(self, value: str) -> str:
        """A theme that there is, by its name or by what people call its kind."""
        name = value.strip().replace(" ", "-")
        if name in self.themes:
            return name
        kind = self.book.themes.get(value, "")
        return next((theme for theme in self.themes if theme == kind), "") or next(
            (theme for theme in self.themes if kind and kind in theme), ""
        )
