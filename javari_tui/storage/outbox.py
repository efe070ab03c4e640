"""What the billing endpoint is to be told: every event, by whichever process leased it, until it is known there.

Only what an account used is here; the local profile tells nobody.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from javari_tui.domain.credits import Credits
from javari_tui.domain.fates import Fate, FateKind
from javari_tui.domain.spending import OutboxEvent
from javari_tui.storage.database import Database
from javari_tui.storage.rows import Parameter, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import now, storable, time_from_text, time_to_text
from javari_tui.storage.unsent import read_pending, read_quarantined
from javari_tui.storage.users import ledger_user_id

STATES = ("pending", "acked", "quarantined", "kept")
"""Waiting; known there; waiting for the user; staying on this machine, as the user decided."""

_LONGEST_WAIT = timedelta(hours=2)
"""Nothing is put off or leased for longer: a time further ahead was written by a clock that was wrong."""

_CHANGES = {
    FateKind.KNOWN: "acked_seq = :seq, state = 'acked', problem = ''",
    FateKind.LATER: "next_try_at = :when, leased_until = NULL, problem = :problem",
    FateKind.CORRECTED: "corrected_time = coalesce(corrected_time, :time), next_try_at = :when, leased_until = NULL",
    FateKind.QUARANTINED: "state = 'quarantined', problem = :problem",
}
_FATES = {
    kind: f"UPDATE usage_outbox SET {change} WHERE event = :event AND state = 'pending'"  # noqa: S608 - our own texts
    for kind, change in _CHANGES.items()
}

_LEASE = """
    UPDATE usage_outbox SET lease = :lease, leased_by = :writer, leased_until = :until, attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (ORDER BY id) AS place, sum(size) OVER (ORDER BY id) AS together FROM (
                SELECT id, length(CAST(body AS BLOB)) + :around AS size FROM usage_outbox
                WHERE user_id = :user AND state = 'pending' AND (next_try_at <= :now OR next_try_at > :never)
                  AND (leased_until IS NULL OR leased_until <= :now OR leased_until > :never
                       OR leased_by NOT IN (SELECT value FROM json_each(:living)))
                ORDER BY id LIMIT :count))
        WHERE place = 1 OR together <= :bytes)
    RETURNING id, event, body, attempts, corrected_time
"""
_EVER = "1970-01-01T00:00:00.000000Z"
_DUE = """
    SELECT min(max(CASE WHEN next_try_at > :never THEN :ever ELSE next_try_at END,
                   CASE WHEN coalesce(leased_until, :ever) > :never THEN :ever ELSE coalesce(leased_until, :ever) END))
    FROM usage_outbox WHERE user_id = :user AND state = 'pending'
"""
_COUNTED = {
    state: f"SELECT count(*) FROM usage_outbox WHERE user_id = ? AND state = '{state}'"  # noqa: S608 - our own texts
    for state in STATES
}
"""One for each: the index of a state has only its rows."""


def put_into_outbox(plain: sqlite.Connection, user_id: int, event: str, body: str, at: datetime) -> None:
    """Write an event down that is to be told; part of the transaction that it tells of."""
    time = time_to_text(at)
    plain.execute(
        "INSERT INTO usage_outbox (event, user_id, body, state, lease, leased_by, next_try_at, attempts, problem,"
        " created_at, cost) VALUES (?, ?, ?3, 'pending', '', '', ?4, 0, '', ?4,"
        " json_extract(?3, '$.data.amount_mcr'))",
        (event, user_id, storable(body), time),
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
            "never": time_to_text(time + _LONGEST_WAIT),
            "count": count,
            "bytes": most_bytes,
            "around": around,
        }
        with self._database.writing() as session:
            leased = rows(self._database.plain(session), _LEASE, values)
        events = map(_event, leased)
        return tuple(sorted(events, key=lambda event: event.id))

    def settle(self, fates: Iterable[Fate]) -> int:
        """Write down what becomes of events that waited, all in one; how many did wait."""
        with self._database.writing() as session:
            plain = self._database.plain(session)
            together: dict[FateKind, list[dict[str, Parameter]]] = {}
            for fate in fates:
                together.setdefault(fate.kind, []).append(_values(fate))
            return sum(plain.executemany(_FATES[kind], values).rowcount for kind, values in together.items())

    def ack(self, event: str, seq: int) -> bool:
        """The endpoint has it, as this entry of its ledger; whoever sent it. False when that was known."""
        return bool(self.settle([Fate(event=event, kind=FateKind.KNOWN, seq=seq)]))

    def quarantine(self, event: str, problem: str) -> bool:
        """It is not sent again by itself: somebody must look at it. False when that was done, or it is known there."""
        return bool(self.settle([Fate(event=event, kind=FateKind.QUARANTINED, problem=problem)]))

    def try_later(self, event: str, when: datetime, problem: str) -> bool:
        """Send it again, not before this time; anybody may."""
        return bool(self.settle([Fate(event=event, kind=FateKind.LATER, when=when, problem=problem)]))

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
        values: dict[str, Parameter] = {
            "any": not named,
            "problems": json.dumps(named),
            "now": time_to_text(at or now()),
        }
        with self._database.writing() as session:
            values["user"] = ledger_user_id(self._database)
            return self._database.plain(session).execute(sql, values).rowcount

    def next_due(self, *, at: datetime | None = None) -> datetime | None:
        """When something may be sent next; None when nothing waits."""
        time, user = at or now(), ledger_user_id(self._database)
        values: dict[str, Parameter] = {
            "user": user,
            "never": time_to_text(time + _LONGEST_WAIT),
            "ever": _EVER,
        }
        with self._database.reading() as session:
            (text,) = self._database.plain(session).execute(_DUE, values).fetchone()
        return None if text is None else max(time_from_text(text), time)

    def in_flight_elsewhere(self, *, at: datetime | None = None) -> bool:
        """Whether another process sends something just now: the endpoint may have it already."""
        time, user, writers = at or now(), ledger_user_id(self._database), self._database.writers
        sql = """SELECT DISTINCT leased_by FROM usage_outbox WHERE user_id = ? AND state = 'pending'
                 AND leased_until > ? AND leased_until <= ? AND leased_by <> ?"""
        values = (user, time_to_text(time), time_to_text(time + _LONGEST_WAIT), writers.token())
        with self._database.reading() as session:
            found = self._database.plain(session).execute(sql, values).fetchall()
        return bool(found) and not writers.living().isdisjoint(name for (name,) in found)

    def counts(self) -> dict[str, int]:
        """How many events there are in each of the states."""
        user = ledger_user_id(self._database)
        with self._database.reading() as session:
            plain = self._database.plain(session)
            return {state: int(plain.execute(sql, (user,)).fetchone()[0]) for state, sql in _COUNTED.items()}

    def waiting(self) -> int:
        """How many events are to be sent."""
        user = ledger_user_id(self._database)
        with self._database.reading() as session:
            return read_pending(self._database.plain(session), user).count

    def unsent(self) -> Credits:
        """What the uses that the endpoint does not know of yet cost; those in quarantine count too."""
        user = ledger_user_id(self._database)
        with self._database.reading() as session:
            plain = self._database.plain(session)
            return read_pending(plain, user).amount + read_quarantined(plain, user).amount


def _values(fate: Fate) -> dict[str, Parameter]:
    """What the statement of a fate is filled with."""
    return {
        "event": fate.event,
        "seq": fate.seq,
        "when": None if fate.when is None else time_to_text(fate.when),
        "problem": storable(fate.problem),
        "time": None if fate.time is None else time_to_text(fate.time),
    }


def _event(row: sqlite.Row) -> OutboxEvent:
    """An event as it is sent."""
    body, corrected = row["body"], row["corrected_time"] or ""
    if corrected:
        body = json.dumps({**json.loads(body), "time": corrected}, ensure_ascii=False, separators=(",", ":"))
    return OutboxEvent(id=row["id"], event=row["event"], body=body, attempts=row["attempts"], corrected_time=corrected)
