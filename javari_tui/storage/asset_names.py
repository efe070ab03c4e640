"""Which content files the copies of a database name: put back, a copy shall find them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from javari_tui.storage.assets import NAMED_FILES
from javari_tui.storage.reading_connection import connect_reading
from javari_tui.storage.revision import revision_of
from javari_tui.storage.sqlite_library import sqlite


def names_in_copies(file: Path) -> frozenset[str]:
    """What the copies in the backups folder name, and those that a restore left beside the database."""
    copies = (*file.parent.glob(f"{file.stem}-*.db"), *(file.parent / "backups").glob("*.db"))
    return frozenset(name for copy in copies for name in names_in(copy))


def names_in(copy: Path) -> frozenset[str]:
    """What one copy names; nothing for one that cannot be read or is older than such files."""
    try:
        with closing(connect_reading(copy)) as connection:
            if (revision_of(connection) or "") < "0004":
                return frozenset()
            return frozenset(row[0] for row in connection.execute(NAMED_FILES))
    except sqlite.Error:
        return frozenset()
