"""What is told of an account: its balance, its ledger, and how a day compares with the client's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from javari_billing.engine.books import Book, GrantLeft, grant_id
from javari_billing.engine.database import Ledgers
from javari_billing.engine.refusals import refuse
from javari_billing.engine.tables import ACCOUNTS, ENTRIES, GRANTS
from javari_billing.wire.balance import MAX_GRANTS, AccountBalance, Grant
from javari_billing.wire.ledger import GENESIS, LedgerEntry, LedgerPage
from javari_billing.wire.reconcile import (
    MAX_DAYS,
    MAX_IDS,
    DayDifference,
    DayDigest,
    ReconcileAnswer,
    ReconcileRequest,
    xor_of,
)
from javari_billing.wire.values import milliseconds, moment_of

_ACCOUNT = select(ACCOUNTS).where(ACCOUNTS.c.id == bindparam("one"))


def bring_up_to_date(ledgers: Ledgers, account_id: str) -> None:
    """End what is over, so that what is read next is true now."""
    now = ledgers.clock()
    with ledgers.reading() as connection:
        due = connection.execute(select(ACCOUNTS.c.next_due).where(ACCOUNTS.c.id == account_id)).scalar_one_or_none()
    if due is not None and due <= now:
        ledgers.write(lambda connection: Book(connection, account_id, now).write())


def balance(connection: Connection, account_id: str, *, now: int) -> AccountBalance:
    """What an account has."""
    row = account_row(connection, account_id)
    left = (GRANTS.c.account_id == account_id) & (GRANTS.c.remaining > 0)
    grants = sorted(connection.execute(select(GRANTS).where(left)), key=_turn)
    return AccountBalance(
        account=account_id,
        plan=row.plan,
        posted_mcr=row.posted,
        held_mcr=row.held,
        available_mcr=row.posted - row.held,
        overdraft_limit_mcr=row.overdraft_limit,
        grants=tuple(_grant(grant) for grant in grants[:MAX_GRANTS]),
        is_closed=row.is_closed,
        as_of=moment_of(now),
        ledger_seq=row.ledger_seq,
        renews_at=_renewal(row),
        cycle=row.cycle,
        grace_until=None if row.grace_until is None else moment_of(row.grace_until),
    )


def account_row(connection: Connection, account_id: str) -> Row[Any]:
    """An account as it stands in its table."""
    row = connection.execute(_ACCOUNT, {"one": account_id}).one_or_none()
    if row is None:
        raise refuse("not-found", "There is no such account.")
    return row


def account_rows(connection: Connection) -> Sequence[Row[Any]]:
    """Every account, the oldest first."""
    return connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.created_at, ACCOUNTS.c.id)).all()


def ledger_page(connection: Connection, account_id: str, *, after: int, limit: int) -> LedgerPage:
    """Some entries behind the one with the number `after`."""
    mine = ENTRIES.c.account_id == account_id
    rows = connection.execute(
        select(ENTRIES).where(mine, ENTRIES.c.seq > after).order_by(ENTRIES.c.seq).limit(limit + 1)
    ).all()
    before = connection.execute(select(ENTRIES.c.hash).where(mine, ENTRIES.c.seq == after)).scalar_one_or_none()
    if after and before is None:
        raise refuse("malformed", "There is no entry with the number in “after”.")
    entries = tuple(entry_of(row) for row in rows[:limit])
    return LedgerPage(account=account_id, prev_hash=before or GENESIS, entries=entries, has_more=len(rows) > limit)


def reconcile(connection: Connection, account_id: str, request: ReconcileRequest) -> ReconcileAnswer:
    """The days on which the client has something else than the ledger."""
    first, last = _day(request.first_day), _day(request.last_day)
    if not timedelta() <= last - first < timedelta(days=MAX_DAYS):
        raise refuse("malformed", f"The range must have between 1 and {MAX_DAYS} days.")
    columns = (ENTRIES.c.event_time, ENTRIES.c.event_id, ENTRIES.c.amount)
    wanted = (ENTRIES.c.account_id == account_id) & (ENTRIES.c.source == request.source)
    within = ENTRIES.c.event_time.between(_midnight(first), _midnight(last + timedelta(days=1)) - 1)
    here: dict[str, list[tuple[str, int]]] = {}
    for stamp, event_id, amount in connection.execute(select(*columns).where(wanted, within)):
        here.setdefault(moment_of(stamp).date().isoformat(), []).append((event_id, -amount))
    there = {digest.day: digest for digest in request.days}
    differing = []
    for day in sorted(here.keys() | there.keys()):
        events = here.get(day, [])
        ids = sorted(event_id for event_id, _ in events)
        ours = DayDigest(day=day, count=len(ids), sum_mcr=sum(amount for _, amount in events), xor=xor_of(ids))
        if ours != there.get(day, DayDigest(day=day)):
            differing.append(DayDifference(server=ours, ids=tuple(ids[:MAX_IDS]), is_cut=len(ids) > MAX_IDS))
    return ReconcileAnswer(differing=tuple(differing))


def entry_of(row: Row[Any]) -> LedgerEntry:
    """A row of the ledger as it is told outside."""
    return LedgerEntry(
        seq=row.seq,
        kind=row.kind,
        amount_mcr=row.amount,
        counterpart=row.counterpart,
        posted_mcr=row.posted,
        at=moment_of(row.at),
        grant=None if row.grant_seq is None else grant_id(row.grant_seq),
        source=row.source,
        event_id=row.event_id,
        event_time=None if row.event_time is None else moment_of(row.event_time),
        event_hash=row.event_hash,
        price_version=row.price_version,
        model=row.model,
        action=row.action,
        hold=row.hold_id,
        note=row.note,
        hash=row.hash,
    )


def _renewal(row: Row[Any]) -> datetime | None:
    """When the plan gives its credits again, if it does."""
    if row.renews_at is None or row.is_closed:
        return None
    goes_on = row.plan_ends_at is None or row.renews_at < row.plan_ends_at
    return moment_of(row.renews_at) if goes_on else None


def _turn(row: Row[Any]) -> tuple[int, int, int]:
    return GrantLeft(row.seq, row.remaining, row.priority, row.expires_at).turn


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        id=grant_id(row.seq),
        kind=row.kind,
        amount_mcr=row.amount,
        remaining_mcr=row.remaining,
        priority=row.priority,
        created_at=moment_of(row.created_at),
        expires_at=None if row.expires_at is None else moment_of(row.expires_at),
        note=row.note,
    )


def _day(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise refuse("malformed", f"There is no day {day}.") from error


def _midnight(day: date) -> int:
    return milliseconds(datetime(day.year, day.month, day.day, tzinfo=UTC))
