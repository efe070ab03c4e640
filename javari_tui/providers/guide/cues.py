"""Cues: words that together tell what is meant, in whatever order and sentence they come.

`attach|upload file|document +1` fits a request that has a word of each group, and at most one more word that
tells anything. `export*` is any word that begins so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from javari_tui.domain.words import fold

_SPARE = re.compile(r"\+(\d)")


@dataclass(frozen=True, slots=True)
class Cue:
    """Groups of words, of each of which one must be there."""

    intent: str
    value: str
    groups: tuple[re.Pattern[str], ...]
    spare: int
    """Telling words that may be there besides."""
    literals: frozenset[str]

    def rank(self, words: Sequence[str], idle: frozenset[str]) -> tuple[int, int] | None:
        """How well it fits: more groups and fewer spare words are better; None when it does not."""
        if not _are_there(self.groups, words, frozenset()):
            return None
        spare = sum(1 for word in words if word not in idle and not any(group.fullmatch(word) for group in self.groups))
        return (len(self.groups), -spare) if spare <= self.spare else None


def _are_there(groups: Sequence[re.Pattern[str]], words: Sequence[str], used: frozenset[int]) -> bool:
    """Whether each group has a word of its own."""
    if not groups:
        return True
    places = (at for at, word in enumerate(words) if at not in used and groups[0].fullmatch(word))
    return any(_are_there(groups[1:], words, used | {at}) for at in places)


def compile_cue(goal: str, text: str) -> Cue:
    """A cue from its text; `goal` is an intent, perhaps with its value."""
    intent, _space, value = goal.partition(" ")
    spare, groups, literals = 0, [], set[str]()
    for part in text.split():
        if found := _SPARE.fullmatch(part):
            spare = int(found[1])
            continue
        words = [fold(word) for word in part.split("|")]
        literals.update(word for word in words if not word.endswith("*"))
        groups.append(re.compile("|".join(_pattern(word) for word in words)))
    return Cue(intent, value, tuple(groups), spare, frozenset(literals))


def best_cue(cues: Sequence[Cue], words: Sequence[str], idle: frozenset[str]) -> Cue | None:
    """The cue that fits best; of equals the first."""
    best: tuple[tuple[int, int], Cue] | None = None
    for cue in cues:
        rank = cue.rank(words, idle)
        if rank is not None and (best is None or rank > best[0]):
            best = (rank, cue)
    return best[1] if best else None


def _pattern(word: str) -> str:
    return f"{re.escape(word[:-1])}.*" if word.endswith("*") else re.escape(word)
