"""Booking usage: each event once, for ever, whatever way and however often it arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from javari_billing.engine.books import Book
from javari_billing.engine.holding import check_open, end, find, insufficient, told
from javari_billing.engine.prices import PriceList
from javari_billing.engine.refusals import Refused, refuse
from javari_billing.engine.tables import ENTRIES, HOLDS
from javari_billing.wire.holds import Hold
from javari_billing.wire.problems import Problem
from javari_billing.wire.usage import UsageEvent, UsageVerdicts, Verdict, hash_of
from javari_billing.wire.values import milliseconds, moment_of

_DAY = 86_400_000
_MINE = ENTRIES.c.account_id == bindparam("account")
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_KNOWN = select(ENTRIES.c.source, ENTRIES.c.event_id, ENTRIES.c.seq, ENTRIES.c.event_hash).where(
    _MINE, ENTRIES.c.source.in_(bindparam("sources", expanding=True)), ENTRIES.c.event_id.in_(_IDS)
)
_OPEN_HOLDS = select(HOLDS).where(
    HOLDS.c.account_id == bindparam("account"), HOLDS.c.id.in_(_IDS), HOLDS.c.state == "held"
)


@dataclass(frozen=True, slots=True)
class Window:
    """How old an event may be, and how far ahead its clock, in milliseconds.

    Ids are kept for ever, so age brings no danger of counting twice: a machine may have been off for a year.
    """

    past: int = 400 * _DAY
    future: int = 5 * 60_000


class Booking:
    """The events of one request, booked one after the other in one transaction."""

    def __init__(self, book: Book, events: Sequence[UsageEvent], window: Window) -> None:
        self._book, self._window = book, window
        self._prices = PriceList(book.connection)
        sources, ids = {event.source for event in events}, {event.id for event in events}
        named = {"account": book.account_id, "sources": list(sources), "ids": list(ids)}
        rows = book.connection.execute(_KNOWN, named)
        self._known: dict[tuple[str, str], tuple[int, str]] = {(row[0], row[1]): (row[2], row[3]) for row in rows}
        self._holds = self._holds_of({event.data.hold for event in events if event.data.hold is not None})

    def book(self, event: UsageEvent) -> Verdict:
        """What becomes of an event."""
        content = event.content()
        fingerprint = hash_of(content)
        known = self._known.get((event.source, event.id))
        if known is not None:
            seq, stored = known
            if stored == fingerprint:
                return _verdict(event, "duplicate", seq=seq)
            return _verdict(event, "conflict", seq=seq, stored_hash=stored)
        reason = self._reason_against(event)
        if reason is not None:
            return _verdict(event, "rejected", problem=reason)
        hold = self._holds.pop(event.data.hold, None) if event.data.hold else None
        if hold is not None:
            self._book.let_go(hold.amount)
        amount = event.data.amount_mcr
        if not self._book.can_spend(amount):
            refused = insufficient(self._book, amount)
            if hold is not None:
                self._book.hold(hold.amount, hold.expires_at)
                self._holds[hold.id] = hold
            return _verdict(event, "rejected", problem=_problem(refused))
        seq = self._enter(event, content.decode(), fingerprint, None if hold is None else hold.id)
        if hold is not None:
            end(self._book.connection, hold.id, self._book.now, state="settled", settled=amount, seq=seq)
        return _verdict(event, "accepted", seq=seq)

    def _enter(self, event: UsageEvent, content: str, fingerprint: str, hold_id: str | None) -> int:
        data = event.data
        seq = self._book.spend(
            data.amount_mcr,
            source=event.source,
            event_id=event.id,
            event_time=milliseconds(event.time),
            event_hash=fingerprint,
            price_version=data.price_version,
            model=data.model,
            action=data.action,
            hold_id=hold_id,
            content=content,
        )
        self._known[event.source, event.id] = (seq, fingerprint)
        return seq

    def _reason_against(self, event: UsageEvent) -> Problem | None:
        book = self._book
        if event.subject != book.account_id:
            return refuse("subject-mismatch").problem
        if not book.now - self._window.past <= milliseconds(event.time) <= book.now + self._window.future:
            return refuse("timestamp-out-of-range", server_time=moment_of(book.now)).problem
        return self._prices.reason_against(event.data)

    def _holds_of(self, ids: set[str]) -> dict[str | None, Row[Any]]:
        """Those that can still be settled. Usage for one that has ended is booked like any other."""
        if not ids:
            return {}
        named = {"account": self._book.account_id, "ids": list(ids)}
        return {row.id: row for row in self._book.connection.execute(_OPEN_HOLDS, named)}


def report(
    connection: Connection, account_id: str, events: Sequence[UsageEvent], *, now: int, window: Window = Window()
) -> UsageVerdicts:
    """Book a batch: one verdict for each event, in their order."""
    book = Book(connection, account_id, now)
    check_open(book)
    booking = Booking(book, events, window)
    results = tuple(booking.book(event) for event in events)
    book.write()
    return UsageVerdicts(ledger_seq=book.seq, results=results)


def settle(
    connection: Connection, account_id: str, hold_id: str, event: UsageEvent, *, now: int, window: Window = Window()
) -> Hold:
    """End a hold by the usage it was for. The same event again gives the same answer."""
    if event.data.hold not in {None, hold_id}:
        raise refuse("malformed", "The event names another hold.")
    event = event.model_copy(update={"data": event.data.model_copy(update={"hold": hold_id})})
    book = Book(connection, account_id, now)
    check_open(book)
    row = find(connection, account_id, hold_id)
    booking = Booking(book, [event], window)
    if row.state == "held":
        verdict = booking.book(event)
    else:
        settled_by = select(ENTRIES.c.seq).where(
            *(ENTRIES.c.account_id == account_id, ENTRIES.c.source == event.source, ENTRIES.c.event_id == event.id),
            *(ENTRIES.c.hold_id == hold_id, ENTRIES.c.event_hash == event.content_hash()),
        )
        if connection.execute(settled_by).scalar_one_or_none() is None:
            raise refuse("hold-ended", state=row.state)
        return told(row)
    if verdict.problem is not None:
        raise Refused(verdict.problem)
    if verdict.status in {"conflict", "duplicate"}:
        raise refuse("event-conflict")
    book.write()
    return told(find(connection, account_id, hold_id))


def _verdict(event: UsageEvent, status: str, **more: object) -> Verdict:
    # Every part was checked already; a batch holds hundreds of them.
    return Verdict.model_construct(id=event.id, source=event.source, status=status, **more)  # type: ignore[arg-type]


def _problem(refused: Exception) -> Problem:
    assert isinstance(refused, Refused)
    return refused.problem
