"""What the word before the cursor asks for: a slash word at the start, a file after an `@`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from javari_tui.domain import fuzzy
from javari_tui.domain.mentions import mention
from javari_tui.domain.untrusted_text import clean
from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.widgets.prompt.slash_words import SlashWord

_SLASH = re.compile(r"/([\w-]*)\Z")
_OPENED = re.compile(r"(/open[ \t]+)(\S.*)?\Z")
_FILE = re.compile(r'(?:^|(?<=[\s(\[{,;:]))@(?:"((?:[^"\\]|\\.)*)|([^\s"]*))\Z')


class QueryKind(StrEnum):
    """What is being looked for."""

    SLASH = "slash"
    FILE = "file"
    PATH = "path"
    """A file to be shown, not attached: what follows a slash word."""


@dataclass(frozen=True, slots=True)
class Query:
    """A word that can be completed: from `start` of its line up to the cursor."""

    kind: QueryKind
    start: int
    text: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file's name."""
        return self.kind is not QueryKind.SLASH


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One way to complete a word."""

    title: str
    positions: tuple[int, ...] = ()
    """Characters of the title that the query hit."""
    hint: str = ""
    """Quiet text after the title."""
    replacement: str
    """What the word becomes, with the space after it."""
    runs: bool = False
    """Whether choosing it with Enter is all there is to say."""
    path: Path | None = None
    """The file to attach."""


def query_at(before: str, row: int) -> Query | None:
    """The word that ends at the cursor, `before` being its line up to there."""
    if row == 0 and before.startswith("/") and (found := _SLASH.fullmatch(before)):
        return Query(QueryKind.SLASH, 0, found.group(1))
    if row == 0 and (found := _OPENED.fullmatch(before)):
        return Query(QueryKind.PATH, len(found.group(1)), found.group(2) or "")
    if found := _FILE.search(before):
        quoted = found.group(1)
        text = found.group(2) if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        return Query(QueryKind.FILE, found.start(), text)
    return None


def slash_choices(words: Iterable[SlashWord], text: str, limit: int = 50) -> tuple[Choice, ...]:
    """Slash words that fit, by the word or by its title; those that begin so come first."""
    before, after = "<>" if glyphs_in_force() == "ascii" else "‹›"
    found: list[tuple[int, str, Choice]] = []
    for word in words:
        by_word, by_title = fuzzy.match(text, word.word), _begins_word(fuzzy.fold(text), fuzzy.fold(word.title))
        if by_word is None and not by_title:
            continue
        score = by_word.score if by_word else -1
        positions = tuple(at + 1 for at in by_word.positions) if by_word else ()
        choice = Choice(
            title=f"/{word.word}",
            positions=positions,
            hint=f"{word.title}  {before}{word.takes}{after}" if word.takes else word.title,
            replacement=f"/{word.word} " if word.takes else f"/{word.word}",
            runs=not word.takes or text == word.word,
        )
        found.append((-score, word.word, choice))
    if text:
        found.sort(key=lambda entry: entry[:2])
    return tuple(choice for _score, _word, choice in found[:limit])


def _begins_word(text: str, title: str) -> bool:
    """Whether a word of the title begins so: letters scattered over a title would fit nearly everything."""
    return bool(text) and any(part.startswith(text) for part in title.split())


def file_choices(paths: Sequence[Path], query: Query) -> tuple[Choice, ...]:
    """Files as they can be chosen, in the order given; their names are shown cleaned."""
    choices: list[Choice] = []
    for path in paths:
        shown = clean(str(path)).replace("\n", " ")
        hit = fuzzy.match(query.text, shown)
        positions = hit.positions if hit else ()
        if query.kind is QueryKind.PATH:
            choices.append(Choice(title=shown, positions=positions, replacement=shown, runs=shown == query.text))
        else:
            choices.append(Choice(title=shown, positions=positions, replacement=f"{mention(path)} ", path=path))
    return tuple(choices)
