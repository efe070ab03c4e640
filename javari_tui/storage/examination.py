"""Looking at a database without changing it: its revision, its soundness, what its write-ahead log holds."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from javari_tui.storage.reading_connection import connect_reading
from javari_tui.storage.revision import KNOWN, revision_of
from javari_tui.storage.sqlite_errors import translating
from javari_tui.storage.sqlite_library import sqlite


@dataclass(frozen=True, slots=True)
class Examination:
    """How a database file is."""

    revision: str | None
    """None for an empty file; an empty text for a database that is not Javari's."""
    is_known: bool
    """Whether this Javari can read that revision."""
    damage: str
    """What SQLite complains about; empty when nothing."""
    size: int
    """Bytes."""
    log_size: int
    """Bytes of the write-ahead log."""


def examine(file: Path) -> Examination:
    """Read the whole file; raises StorageError when it cannot even be opened."""
    log = file.with_name(f"{file.name}-wal")
    log_size = log.stat().st_size if log.exists() else 0
    with translating(file), closing(connect_reading(file)) as connection:
        revision = revision_of(connection)
        complaint = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    damage = "" if complaint == "ok" else complaint
    return Examination(revision, revision is None or revision in KNOWN, damage, file.stat().st_size, log_size)


def can_search() -> bool:
    """Whether the SQLite library has full-text search."""
    with closing(sqlite.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        except sqlite.Error:
            return False
    return True
