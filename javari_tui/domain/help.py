"""Help: pages, what a search found, and the explanation of one thing on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from javari_tui.i18n import N_


class HelpCategory(StrEnum):
    """The shelves of the help, in the order they are shown."""

    START = "start"
    FEATURES = "features"
    SETTINGS = "settings"
    BILLING = "billing"
    REFERENCE = "reference"
    ANSWERS = "answers"


CATEGORY_TITLES = {
    HelpCategory.START: N_("Getting started"),
    HelpCategory.FEATURES: N_("What Javari does"),
    HelpCategory.SETTINGS: N_("Settings"),
    HelpCategory.BILLING: N_("Credits and plans"),
    HelpCategory.REFERENCE: N_("Reference"),
    HelpCategory.ANSWERS: N_("Questions and problems"),
}
"""Marked titles of the shelves."""


class HelpInteraction(StrEnum):
    """What a reader did with the help."""

    VIEW = "view"
    SEARCH = "search"
    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """One page, its placeholders filled."""

    slug: str
    title: str
    category: HelpCategory
    language: str
    """The language it is written in: English where there is no translation."""
    text: str
    """Markdown, without the title."""
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpHit:
    """A section of a page that answers a search."""

    slug: str
    title: str
    """The page's."""
    heading: str
    """The section's own; empty for a page's beginning."""
    passage: str
    """The section's Markdown."""
    excerpt: str
    """Plain text around the first hit, for one line."""
    matches: tuple[tuple[int, int], ...]
    """Where the words stand in `excerpt`: start and end offsets."""
    score: float
    coverage: float
    """How much of what was asked is there, from 0 to 1; rare words weigh more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedCommand:
    """A command worth knowing beside an explanation."""

    title: str
    keys: str
    """As they are shown, such as `Ctrl+O`; empty when it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the thing that has the focus is for; already translated."""

    title: str
    text: str
    related: tuple[RelatedCommand, ...] = ()
    slug: str = ""
    """The help page that tells more; empty when there is none."""


class KeyNames(Protocol):
    """Tells the keys of commands as they are now, the user's keymap included."""

    def keys_of(self, command_id: str) -> str:
        """The keys of one command, such as `Ctrl+O`; the id itself when there is no such command or key."""

    def table(self) -> str:
        """All commands that have keys, as a Markdown table in the language in force."""


_KEY = re.compile(r"\{\{key:([a-z_.]+)\}\}")
_TABLE = "{{keys}}"


def placeholders(text: str) -> tuple[str, ...]:
    """Ids of the commands whose keys a page names."""
    return tuple(_KEY.findall(text))


def fill_placeholders(text: str, keys_of: Callable[[str], str], table: Callable[[], str]) -> str:
    """Put today's keys where a page only names commands."""
    filled = _KEY.sub(lambda found: keys_of(found[1]), text)
    return filled.replace(_TABLE, table()) if _TABLE in filled else filled
