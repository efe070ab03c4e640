"""Which form of the database this Javari knows, and which one a file has. Plain DB-API: every start asks."""

from __future__ import annotations

from javari_tui.storage.sqlite_library import sqlite

KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every revision in `migrations/versions`, oldest first; a test compares."""

REVISION = KNOWN[-1]
"""The one that this Javari reads and writes."""

APPLICATION_ID = 0x4A767269
"""In the file's header: “Jvri”, so that no other program's database is taken for ours."""


def revision_of(connection: sqlite.Connection) -> str | None:
    """A database's revision; None for one that is still empty, and an empty text for one that is not ours."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names:
        return None
    if "alembic_version" not in names or "chats" not in names:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""
