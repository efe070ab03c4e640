"""Words after `/`: what the screen understands, and which text calls one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class SlashWord(NamedTuple):
    """A word after `/` that the screen understands. Texts are already in the language in force."""

    word: str
    title: str
    takes: str = ""
    """What may follow it; empty when nothing does, so it runs at once."""
    help: str = ""
    takes_secret: bool = False
    """Whether what follows it may be a secret, which is written down nowhere."""


def slash_call(text: str) -> tuple[str, str] | None:
    """The word and argument of a text that calls a command, such as `/rename My chat`; None for other texts."""
    found = re.fullmatch(r"/([\w-]+)(?:[ \t]+(.*))?\s*", text)
    return (found.group(1), (found.group(2) or "").strip()) if found else None


def is_secret(text: str, words: Iterable[SlashWord]) -> bool:
    """Whether a text calls a command that takes a secret and more than its word is written already."""
    return any(word.takes_secret and re.match(rf"\s*/{word.word}\s", text) is not None for word in words)
