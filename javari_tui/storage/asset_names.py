"""Which content files the copies of a database name: put back, a copy shall find them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from javari_tui.storage.assets import NAMED_FILES
from javari_tui.storage.reading_connection import connect_reading
from javari_tui.storage.revision import revision_of
from javari_tui.storage.sqlite_library import sqlite

_FIRST_WITH_FILES = "0004"


def names_in_copies(file: Path) -> frozenset[str]:
    """What the copies in the backups folder name, and those that a restore left beside the database."""
    copies = (*file.parent.glob(f"{file.stem}-*.db"), *(file.parent / "backups").glob("*.db"))
    return frozenset(digest for copy in copies for digest, _size in content_files(copy))


def content_files(copy: Path) -> tuple[tuple[str, int], ...]:
    """The digests and sizes of files that one copy names; none of one that is damaged, or older than such files."""
    try:
        with closing(connect_reading(copy)) as connection:
            if (revision_of(connection) or "") < _FIRST_WITH_FILES:
                return ()
            return tuple((row[0], row[1]) for row in connection.execute(NAMED_FILES))
    except sqlite.Error:
        return ()
