"""What is known of a file on disk that is shown, beside its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Stamp(NamedTuple):
    """What changes when a file does."""

    modified: int
    size: int
    inode: int
    device: int


class FileChange(StrEnum):
    """What happened to a file since it was first shown."""

    CHANGED = "changed"
    GONE = "gone"
    UNREADABLE = "unreadable"
    """It may not be read any more, or is no text file any more: the text is the last one there was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """Size and state of a file."""

    size: int
    """Bytes of all of it."""
    is_cut: bool = False
    """Whether only its beginning was read."""
    is_binary: bool = False
    """Whether it has no text to show."""
    format: str = ""
    """Of a binary file, such as `PNG`, by its first bytes; empty when unknown."""
    stamp: Stamp | None = None
    """Of the file as it was when it was looked at; none when there was none."""
    change: FileChange | None = None
    changed_at: datetime | None = None
    """When that was noticed."""
