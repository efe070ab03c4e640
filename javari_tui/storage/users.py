"""Whoever uses this Javari."""

from __future__ import annotations

from javari_tui.storage.database import Database
from javari_tui.storage.mirror_reads import LEDGER_USER
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
    with database.writing() as session:
        # Another window may have made it meanwhile.
        found = rows(database.plain(session), LOCAL_USER)
        return int(found[0]["id"]) if found else _make(database, "local")


def ledger_user_id(database: Database) -> int:
    """The id of whom credits belong to: the account that is signed in, else the local profile."""
    with database.reading() as session:
        (user,) = database.plain(session).execute(LEDGER_USER).fetchone()
    return local_user_id(database) if user is None else int(user)


def make_account_user(database: Database) -> int:
    """The id of a new row for an account."""
    return _make(database, "account")


def _make(database: Database, kind: str) -> int:
    time = now()
    with database.writing() as session:
        row = UserRow(kind=kind, created_at=time, updated_at=time)
        session.add(row)
        session.flush()
        return row.id or 0
