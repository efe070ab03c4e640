"""What becomes of the hunks of a diff: applied to a file, refused by the reader, or not fitting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from javari_tui.domain.errors import ToolRefused


class HunkState(StrEnum):
    """What became of a hunk; none of these: it waits."""

    APPLIED = "applied"
    REJECTED = "rejected"
    MISFIT = "misfit"
    """The file is not as the hunk expects it."""


class Lines(NamedTuple):
    """Lines of a file that are new, from 1; none where `last` is before `first`: lines went away there."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePatch:
    """What applying some hunks to one file came to: all of them, or none."""

    shown_path: str
    """How the file is called, cleaned."""
    hunks: tuple[int, ...]
    """Which hunks of the diff."""
    places: tuple[Lines, ...] = ()
    """Where the file changed; nowhere when everything was there already."""
    refused: ToolRefused | None = None
    """Why nothing was done."""
    misfit: int | None = None
    """The hunk that does not fit, where that is why."""
