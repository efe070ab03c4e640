"""By how much both sides may differ on a day without a word: what the user accepted."""

from __future__ import annotations

from datetime import datetime

from javari_tui.domain.billing import DayApart, ReconcileReport
from javari_tui.storage.database import Database
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import now, time_to_text
from javari_tui.storage.users import ledger_user_id

_ACCEPTED = "SELECT 1 FROM accepted_days WHERE user_id = ? AND day = ? AND count = ? AND sum = ? AND xor = ?"


def is_accepted(plain: sqlite.Connection, user_id: int, apart: DayApart) -> bool:
    """Whether the user accepted exactly this: one event more and it is something new."""
    return plain.execute(_ACCEPTED, (user_id, *_values(apart))).fetchone() is not None


def accept(database: Database, report: ReconcileReport, *, at: datetime | None = None) -> bool:
    """Accept what a comparison found; False when another account is signed in by now."""
    sql = "INSERT OR REPLACE INTO accepted_days (user_id, day, count, sum, xor, accepted_at) VALUES (?, ?, ?, ?, ?, ?)"
    time = time_to_text(at or now())
    with database.writing() as session:
        user = ledger_user_id(database)
        if user != report.user_id:
            return False
        database.plain(session).executemany(sql, [(user, *_values(apart), time) for apart in report.apart])
        return True


def _values(apart: DayApart) -> tuple[str, int, int, str]:
    return apart.day, apart.count, apart.sum.micro, apart.xor
