"""Booking usage: each event once, for ever, whatever way and however often it arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, String, any_, bindparam, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY

from javari_billing.engine.books import Book
from javari_billing.engine.holding import check_open, end, found, insufficient, one, told
from javari_billing.engine.prices import PriceList
from javari_billing.engine.refusals import Refused, refuse
from javari_billing.engine.tables import ENTRIES, HOLDS
from javari_billing.engine.trips import Question, Statement
from javari_billing.wire.holds import Hold
from javari_billing.wire.problems import Problem
from javari_billing.wire.usage import UsageEvent, UsageVerdicts, Verdict, hash_of
from javari_billing.wire.values import milliseconds, moment_of

_DAY = 86_400_000
_MINE = ENTRIES.c.account_id == bindparam("account")
_EVENTS = select(ENTRIES.c.source, ENTRIES.c.event_id, ENTRIES.c.seq, ENTRIES.c.event_hash).where(_MINE)
_HELD = select(HOLDS).where(HOLDS.c.account_id == bindparam("account"), HOLDS.c.state == literal_column("'held'"))


def _in(column: Any, name: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    """Whether a column is one of several: as many parameters as there are values."""
    several: BindParameter[Any] = bindparam(name, expanding=True)
    return column.in_(several)


def _any(column: Any, name: str) -> Any:  # noqa: ANN401 - as above
    """The same by one parameter, so that the statement is always the same one."""
    return column == any_(bindparam(name, type_=ARRAY(String)))


_KNOWN = Statement(
    _EVENTS.where(_in(ENTRIES.c.source, "sources"), _in(ENTRIES.c.event_id, "ids")),
    on_postgresql=_EVENTS.where(_any(ENTRIES.c.source, "sources"), _any(ENTRIES.c.event_id, "ids")),
)
_OPEN_HOLDS = Statement(_HELD.where(_in(HOLDS.c.id, "ids")), on_postgresql=_HELD.where(_any(HOLDS.c.id, "ids")))


@dataclass(frozen=True, slots=True)
class Window:
    """How old an event may be, and how far ahead its clock, in milliseconds.

    Ids are kept for ever, so age brings no danger of counting twice: a machine may have been off for a year.
    """

    past: int = 400 * _DAY
    future: int = 5 * 60_000


class Booking:
    """The events of one request, booked one after the other in one transaction."""

    def __init__(self, book: Book, window: Window, known: Sequence[Any], holds: Sequence[Any] = ()) -> None:
        self._book, self._window = book, window
        self._prices = PriceList(book.connection)
        self._known: dict[tuple[str, str], tuple[int, str]] = {(row[0], row[1]): (row[2], row[3]) for row in known}
        self._holds: dict[str | None, Any] = {row.id: row for row in holds}

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
            end(self._book, hold.id, state="settled", settled=amount, seq=seq)
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
        at = milliseconds(event.time)
        if not book.now - self._window.past <= at <= book.now + self._window.future:
            return refuse("timestamp-out-of-range", server_time=moment_of(book.now)).problem
        return self._prices.reason_against(event.data, at)


def _known(account_id: str, events: Sequence[UsageEvent]) -> Question:
    """What is in the ledger already."""
    sources, ids = {event.source for event in events}, {event.id for event in events}
    return _KNOWN, {"account": account_id, "sources": list(sources), "ids": list(ids)}


def _holds(account_id: str, events: Sequence[UsageEvent]) -> list[Question]:
    """Those that can still be settled. Usage for one that has ended is booked like any other."""
    ids = {event.data.hold for event in events if event.data.hold is not None}
    return [(_OPEN_HOLDS, {"account": account_id, "ids": list(ids)})] if ids else []


def report(
    connection: Connection, account_id: str, events: Sequence[UsageEvent], *, now: int, window: Window = Window()
) -> UsageVerdicts:
    """Book a batch: one verdict for each event, in their order."""
    questions = [_known(account_id, events), *_holds(account_id, events)]
    book = Book(connection, account_id, now, *questions, spends=True)
    check_open(book)
    booking = Booking(book, window, *book.answers)
    results = tuple(booking.book(event) for event in events)
    book.write()
    return UsageVerdicts(ledger_seq=book.seq, results=results)


def settle(
    connection: Connection, account_id: str, hold_id: str, event: UsageEvent, *, now: int, window: Window = Window()
) -> tuple[Hold, int]:
    """End a hold by the usage it was for, once; with the hold, where the ledger stands."""
    if event.data.hold not in {None, hold_id}:
        raise refuse("malformed", "The event names another hold.")
    event = event.model_copy(update={"data": event.data.model_copy(update={"hold": hold_id})})
    book = Book(connection, account_id, now, one(account_id, hold_id), _known(account_id, [event]), spends=True)
    check_open(book)
    holds, known = book.answers
    row = found(holds)
    booking = Booking(book, window, known, holds)
    if row.state == "held":
        verdict = booking.book(event)
    else:
        settled_by = select(ENTRIES.c.seq).where(
            *(ENTRIES.c.account_id == account_id, ENTRIES.c.source == event.source, ENTRIES.c.event_id == event.id),
            *(ENTRIES.c.hold_id == hold_id, ENTRIES.c.event_hash == event.content_hash()),
        )
        if connection.execute(settled_by).scalar_one_or_none() is None:
            raise refuse("hold-ended", state=row.state)
        return told(row), book.seq
    if verdict.problem is not None:
        raise Refused(verdict.problem)
    if verdict.status in {"conflict", "duplicate"}:
        raise refuse("event-conflict")
    book.write()
    return told(row, state="settled", settled=event.data.amount_mcr, seq=verdict.seq, ended_at=now), book.seq


def _verdict(event: UsageEvent, status: str, **more: object) -> Verdict:
    # Every part was checked already; a batch holds hundreds of them.
    return Verdict.model_construct(id=event.id, source=event.source, status=status, **more)  # type: ignore[arg-type]


def _problem(refused: Exception) -> Problem:
    assert isinstance(refused, Refused)
    return refused.problem
