"""Whoever uses this Javari."""

from __future__ import annotations

from javari_tui.storage.database import Database
from javari_tui.storage.preference_reads import LOCAL_USER
from javari_tui.storage.rows import rows
from javari_tui.storage.stored_values import now
from javari_tui.storage.tables import UserRow


def local_user_id(database: Database) -> int:
    """The id of this machine's local profile, made on first use."""
    with database.reading() as session:
        found = rows(database.plain(session), LOCAL_USER)
    if found:
        return int(found[0]["id"])
    time = now()
    with database.writing() as session:
        # Another window may have made it meanwhile.
        found = rows(database.plain(session), LOCAL_USER)
        if found:
            return int(found[0]["id"])
        row = UserRow(created_at=time, updated_at=time)
        session.add(row)
        session.flush()
        return row.id or 0
