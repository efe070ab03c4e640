"""What the billing endpoint is to be told: every event, by whichever process leased it, until it is known there."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta

from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import OutboxEvent
from javari_tui.storage.database import Database
from javari_tui.storage.rows import Parameter, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import now, storable, time_to_text
from javari_tui.storage.users import local_user_id

_LEASE = """
    UPDATE usage_outbox SET lease = :lease, leased_by = :writer, leased_until = :until, attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM usage_outbox
        WHERE user_id = :user AND state = 'pending' AND next_try_at <= :now
          AND (leased_until IS NULL OR leased_until <= :now
               OR leased_by NOT IN (SELECT value FROM json_each(:living)))
        ORDER BY id LIMIT :count)
    RETURNING id, event, body, attempts
"""


def put_into_outbox(plain: sqlite.Connection, user_id: int, event: str, body: str, at: datetime) -> None:
    """Write an event down that is to be told; part of the transaction that it tells of."""
    time = time_to_text(at)
    plain.execute(
        "INSERT INTO usage_outbox (event, user_id, body, state, lease, leased_by, next_try_at, attempts, problem,"
        " created_at) VALUES (?, ?, ?, 'pending', '', '', ?, 0, '', ?)",
        (event, user_id, storable(body), time, time),
    )


class Outbox:
    """The events of this machine's local profile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lease(self, count: int, lasting: timedelta, *, at: datetime | None = None) -> tuple[OutboxEvent, ...]:
        """Up to so many events, the oldest first; nobody else gets them before the lease or this process ends."""
        time, user = at or now(), local_user_id(self._database)
        writers = self._database.writers
        values: dict[str, Parameter] = {
            "lease": secrets.token_hex(8),
            "writer": writers.token(),
            "until": time_to_text(time + lasting),
            "user": user,
            "now": time_to_text(time),
            "living": json.dumps(sorted(writers.living())),
            "count": count,
        }
        with self._database.writing() as session:
            leased = rows(self._database.plain(session), _LEASE, values)
        events = (
            OutboxEvent(id=row["id"], event=row["event"], body=row["body"], attempts=row["attempts"]) for row in leased
        )
        return tuple(sorted(events, key=lambda event: event.id))

    def ack(self, event: str, seq: int) -> bool:
        """The endpoint has it, as this entry of its ledger; whoever sent it. False when that was known."""
        return self._end(event, "state = 'acked', acked_seq = ?, problem = ''", (seq,))

    def quarantine(self, event: str, problem: str) -> bool:
        """It is not sent again by itself: somebody must look at it. False when that was done, or it is known there."""
        return self._end(event, "state = 'quarantined', problem = ?", (storable(problem),))

    def try_later(self, event: str, when: datetime, problem: str) -> bool:
        """Send it again, not before this time; anybody may."""
        later = "next_try_at = ?, leased_until = NULL, problem = ?"
        return self._end(event, later, (time_to_text(when), storable(problem)))

    def counts(self) -> dict[str, int]:
        """How many events are `pending`, `acked` and `quarantined`."""
        user = local_user_id(self._database)
        sql = "SELECT state, count(*) AS many FROM usage_outbox WHERE user_id = ? GROUP BY state"
        with self._database.reading() as session:
            found = rows(self._database.plain(session), sql, (user,))
        return {"pending": 0, "acked": 0, "quarantined": 0} | {row["state"]: row["many"] for row in found}

    def unsent(self) -> Credits:
        """What the uses that the endpoint does not know of yet came to; those in quarantine count too."""
        user = local_user_id(self._database)
        sql = """SELECT coalesce(sum(u.credits_used), 0) FROM usage_outbox o JOIN credits_usage u ON u.event = o.event
                 WHERE o.user_id = ? AND o.state <> 'acked'"""
        with self._database.reading() as session:
            (amount,) = self._database.plain(session).execute(sql, (user,)).fetchone()
        return Credits(amount)

    def _end(self, event: str, change: str, values: tuple[str | int, ...]) -> bool:
        """Change an event that waits."""
        sql = f"UPDATE usage_outbox SET {change} WHERE event = ? AND state = 'pending'"  # noqa: S608 - our own texts
        with self._database.writing() as session:
            return self._database.plain(session).execute(sql, (*values, event)).rowcount > 0
