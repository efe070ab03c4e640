"""What the billing endpoint is to be told: every event, by whichever process leased it, until it is known there.

Only what an account used is here; the local profile tells nobody.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import OutboxEvent
from javari_tui.storage.database import Database
from javari_tui.storage.rows import Parameter, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import now, storable, time_from_text, time_to_text
from javari_tui.storage.users import ledger_user_id

STATES = ("pending", "acked", "quarantined", "kept")
"""Waiting; known there; waiting for the user; staying on this machine, as the user decided."""

_LEASE = """
    UPDATE usage_outbox SET lease = :lease, leased_by = :writer, leased_until = :until, attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (ORDER BY id) AS place, sum(size) OVER (ORDER BY id) AS together FROM (
                SELECT id, length(CAST(body AS BLOB)) + :around AS size FROM usage_outbox
                WHERE user_id = :user AND state = 'pending' AND next_try_at <= :now
                  AND (leased_until IS NULL OR leased_until <= :now
                       OR leased_by NOT IN (SELECT value FROM json_each(:living)))
                ORDER BY id LIMIT :count))
        WHERE place = 1 OR together <= :bytes)
    RETURNING id, event, body, attempts, corrected_time
"""
_UNSENT = """
    SELECT coalesce(sum(json_extract(u.metadata, '$.cost')), 0)
    FROM usage_outbox o JOIN credits_usage u ON u.event = o.event
    WHERE o.user_id = ? AND o.state IN ('pending', 'quarantined')
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
    """The events of the account that is signed in; without one there are none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lease(
        self,
        count: int,
        lasting: timedelta,
        *,
        most_bytes: int = 1 << 20,
        around: int = 0,
        at: datetime | None = None,
    ) -> tuple[OutboxEvent, ...]:
        """Up to so many events, the oldest first; nobody else gets them before the lease or this process ends.

        Together they are no longer than `most_bytes`, where each is sent with `around` more; one there is always.
        """
        time, user = at or now(), ledger_user_id(self._database)
        writers = self._database.writers
        values: dict[str, Parameter] = {
            "lease": secrets.token_hex(8),
            "writer": writers.token(),
            "until": time_to_text(time + lasting),
            "user": user,
            "now": time_to_text(time),
            "living": json.dumps(sorted(writers.living())),
            "count": count,
            "bytes": most_bytes,
            "around": around,
        }
        with self._database.writing() as session:
            leased = rows(self._database.plain(session), _LEASE, values)
        events = (
            OutboxEvent(
                id=row["id"],
                event=row["event"],
                body=row["body"],
                attempts=row["attempts"],
                corrected_time=row["corrected_time"] or "",
            )
            for row in leased
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

    def correct(self, event: str, time: datetime, when: datetime) -> bool:
        """Send it from now on with another time, which is chosen once: this machine's clock was wrong."""
        later = "corrected_time = coalesce(corrected_time, ?), next_try_at = ?, leased_until = NULL, problem = ''"
        return self._end(event, later, (time_to_text(time), time_to_text(when)))

    def resend(self, events: Iterable[str], *, at: datetime | None = None) -> int:
        """The endpoint no longer has these, or may not: they wait again. How many."""
        sql = """UPDATE usage_outbox SET state = 'pending', acked_seq = NULL, leased_until = NULL, next_try_at = ?
                 WHERE event = ? AND state = 'acked'"""
        time = time_to_text(at or now())
        with self._database.writing() as session:
            plain = self._database.plain(session)
            return sum(plain.execute(sql, (time, event)).rowcount for event in events)

    def hurry(self, problems: Iterable[str] = (), *, at: datetime | None = None) -> int:
        """What waits for later, for one of these reasons or for any, is sent now. How many events."""
        named = list(problems)
        sql = """UPDATE usage_outbox SET next_try_at = :now WHERE user_id = :user AND state = 'pending'
                 AND next_try_at > :now AND (:any OR problem IN (SELECT value FROM json_each(:problems)))"""
        values = {"any": not named, "problems": json.dumps(named), "now": time_to_text(at or now())}
        with self._database.writing() as session:
            values["user"] = ledger_user_id(self._database)
            return self._database.plain(session).execute(sql, values).rowcount

    def next_due(self) -> datetime | None:
        """When something may be sent next; None when nothing waits."""
        user = ledger_user_id(self._database)
        sql = """SELECT min(max(next_try_at, coalesce(leased_until, ''))) FROM usage_outbox
                 WHERE user_id = ? AND state = 'pending'"""
        with self._database.reading() as session:
            (text,) = self._database.plain(session).execute(sql, (user,)).fetchone()
        return None if text is None else time_from_text(text)

    def counts(self) -> dict[str, int]:
        """How many events there are in each of the states."""
        user = ledger_user_id(self._database)
        sql = "SELECT state, count(*) AS many FROM usage_outbox WHERE user_id = ? GROUP BY state"
        with self._database.reading() as session:
            found = rows(self._database.plain(session), sql, (user,))
        return dict.fromkeys(STATES, 0) | {row["state"]: row["many"] for row in found}

    def unsent(self) -> Credits:
        """What the uses that the endpoint does not know of yet cost; those in quarantine count too."""
        user = ledger_user_id(self._database)
        with self._database.reading() as session:
            (amount,) = self._database.plain(session).execute(_UNSENT, (user,)).fetchone()
        return Credits(amount)

    def _end(self, event: str, change: str, values: tuple[str | int, ...]) -> bool:
        """Change an event that waits."""
        sql = f"UPDATE usage_outbox SET {change} WHERE event = ? AND state = 'pending'"  # noqa: S608 - our own texts
        with self._database.writing() as session:
            return self._database.plain(session).execute(sql, (*values, event)).rowcount > 0
