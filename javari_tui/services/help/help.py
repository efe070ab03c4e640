"""The help pages: read when first asked for, in the reader's language or else in English, and searched."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from javari_tui.domain.errors import NotFound
from javari_tui.domain.help import HelpCategory, HelpHit, HelpInteraction, HelpPage, KeyNames, fill_placeholders
from javari_tui.domain.words import words_of
from javari_tui.i18n import N_, SOURCE_LANGUAGE
from javari_tui.services.help.index import HelpIndex

_log = logging.getLogger(__name__)

Recorder = Callable[[str, str, str, str], Awaitable[None]]
"""Keeps an interaction: page slug, kind, query, feedback."""


class Help:
    """Pages of help in every language. `record` keeps what readers do; without it nothing is kept."""

    def __init__(self, folder: Path, *, record: Recorder | None = None) -> None:
        self._folder = folder
        self._record = record
        self._names: KeyNames | None = None
        self._raw: dict[str, dict[str, HelpPage]] = {}
        self._filled: dict[str, tuple[HelpPage, ...]] = {}
        self._indexes: dict[str, HelpIndex] = {}

    def use_key_names(self, names: KeyNames) -> None:
        """Say where the keys of commands are known; pages then name today's keys."""
        self._names = names
        self.forget()

    def forget(self) -> None:
        """Read anew what depends on keys or on the language: after a new keymap or another language."""
        self._filled.clear()
        self._indexes.clear()

    def keys_of(self, command_id: str) -> str:
        """The keys of a command as they are now; its id while nobody told."""
        return self._names.keys_of(command_id) if self._names else command_id

    def pages(self, language: str) -> tuple[HelpPage, ...]:
        """Every page, shelf by shelf; where there is no translation, the English one."""
        if language not in self._filled:
            raw = {**self._read(SOURCE_LANGUAGE), **self._read(language)}
            shelves = list(HelpCategory)
            ordered = sorted(raw.values(), key=lambda page: (shelves.index(page.category), page.order, page.slug))
            self._filled[language] = tuple(replace(page, text=self._fill(page.text)) for page in ordered)
        return self._filled[language]

    def page(self, slug: str, language: str) -> HelpPage:
        """One page. NotFound when there is none of that name."""
        for page in self.pages(language):
            if page.slug == slug:
                return page
        raise NotFound(N_("There is no help page “{slug}”."), slug=slug)

    def search(self, words: str, language: str, limit: int = 20) -> tuple[HelpHit, ...]:
        """Sections that answer the words, best first."""
        if language not in self._indexes:
            self._indexes[language] = HelpIndex(self.pages(language), _stop_words(self._folder, language))
        return self._indexes[language].search(words, limit)

    def telling_words(self, words: str, language: str) -> tuple[str, ...]:
        """The words that tell what is asked about; none of “what is the”."""
        stop_words = _stop_words(self._folder, language) | _stop_words(self._folder, SOURCE_LANGUAGE)
        return tuple(dict.fromkeys(word.folded for word in words_of(words) if word.folded not in stop_words))

    async def record(self, slug: str, kind: HelpInteraction, *, query: str = "", feedback: str = "") -> None:
        """Keep that a page was viewed, searched for or judged."""
        if self._record is not None:
            await self._record(slug, kind.value, query, feedback)

    def _fill(self, text: str) -> str:
        return fill_placeholders(text, self.keys_of, self._names.table if self._names else str)

    def _read(self, language: str) -> dict[str, HelpPage]:
        """The pages of one language as they are on disk; a broken one is logged and left out."""
        if language not in self._raw:
            pages: dict[str, HelpPage] = {}
            for file in sorted((self._folder / language).glob("*.md")) if language.isalnum() else ():
                try:
                    pages[file.stem] = read_page(file, language)
                except (OSError, ValueError) as error:
                    _log.error("Help page %s left out: %s", file, error)
            self._raw[language] = pages
        return self._raw[language]


def read_page(file: Path, language: str) -> HelpPage:
    """A page from its file. ValueError when its front matter is not as it should be."""
    import yaml  # noqa: PLC0415 - 20 ms that the first picture does not need

    start, front, text = file.read_text(encoding="utf-8").split("---\n", 2)
    if start.strip():
        raise ValueError("no front matter")
    try:
        fields: Any = yaml.safe_load(front)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    if not isinstance(fields, dict) or "title" not in fields:
        raise ValueError("no title")
    return HelpPage(
        slug=file.stem,
        title=str(fields["title"]),
        category=HelpCategory(str(fields.get("category", HelpCategory.FEATURES))),
        language=language,
        text=text.strip(),
        tags=tuple(str(tag) for tag in fields.get("tags") or ()),
        keywords=tuple(str(keyword) for keyword in fields.get("keywords") or ()),
        order=int(fields.get("order", 0)),
    )


@cache
def _stop_words(folder: Path, language: str) -> frozenset[str]:
    """Words that tell nothing about what is asked, one file a language; none where there is no such file."""
    file = folder / language / "stop-words.txt"
    return frozenset(file.read_text(encoding="utf-8").split()) if file.is_file() else frozenset()
