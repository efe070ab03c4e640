"""What others are to be told. The ledger itself says what happened: each address knows up to where it was told.

Messages are made from the difference, in one transaction with the new place, so that none is lost or made twice,
and booking usage costs nothing more. Who sends one lends it for a while; of several servers one has it at a time.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from javari_billing.engine.books import grant_id
from javari_billing.engine.tables import ACCOUNTS, ENTRIES, GRANTS
from javari_billing.engine.webhook_tables import DELIVERIES, SIGNING_KEYS, WEBHOOK_ENDPOINTS
from javari_billing.wire.values import Value, moment_of
from javari_billing.wire.webhooks import ChangedBalance, ChangedPlan, CreatedGrant, EventName, Message

LEND: Final = 60_000
"""For how many milliseconds a message is lent to who sends it."""
GIVE_UP: Final = 5 * 86_400_000
"""After how long a message is given up, and an address that takes nothing is told nothing more."""
_KEEP: Final = 30 * 86_400_000
_LONGEST: Final = 12 * 3_600_000

_BEHIND = (ACCOUNTS.c.version != WEBHOOK_ENDPOINTS.c.told_version) & WEBHOOK_ENDPOINTS.c.disabled_at.is_(None)
_CHANGED = select(WEBHOOK_ENDPOINTS.c.id).join(ACCOUNTS, ACCOUNTS.c.id == WEBHOOK_ENDPOINTS.c.account_id).where(_BEHIND)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that was lent to be sent, with what signs it."""

    id: str
    url: str
    body: bytes
    attempts: int
    shared: tuple[str, ...]
    seeds: tuple[str, ...]


def has_news(connection: Connection, *, now: int) -> bool:
    """Whether there is anything to make or to send."""
    due = select(DELIVERIES.c.id).where(DELIVERIES.c.ended_at.is_(None), DELIVERIES.c.next_at <= now).limit(1)
    return any(connection.execute(one).first() is not None for one in (_CHANGED.limit(1), due))


def make_messages(connection: Connection, *, now: int) -> None:
    """Make the messages for what changed since each address was told."""
    ids = connection.execute(_CHANGED.limit(100)).scalars().all()
    locked = select(WEBHOOK_ENDPOINTS).where(WEBHOOK_ENDPOINTS.c.id.in_(ids)).with_for_update(skip_locked=True)
    for row in connection.execute(locked).all():
        account = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == row.account_id)).one()
        wanted = set(row.events.split())
        made = [one for one in _news(connection, row, account) if one[0] in wanted]
        if made:
            connection.execute(insert(DELIVERIES), [_delivery(row.id, kind, data, now) for kind, data in made])
        told = {"told_seq": account.ledger_seq, "told_version": account.version, "told_plan": account.plan}
        connection.execute(update(WEBHOOK_ENDPOINTS).where(WEBHOOK_ENDPOINTS.c.id == row.id).values(**told))
    connection.execute(delete(DELIVERIES).where(DELIVERIES.c.ended_at < now - _KEEP))


def lend(connection: Connection, *, now: int, count: int = 16) -> list[Parcel]:
    """Messages whose time has come, for somebody to send. Whoever does not say how it went loses them again."""
    mine = DELIVERIES.c.ended_at.is_(None) & (DELIVERIES.c.next_at <= now)
    due = select(DELIVERIES).where(mine).order_by(DELIVERIES.c.next_at).limit(count).with_for_update(skip_locked=True)
    seeds = tuple(key.seed for key in signing_keys(connection, now=now))
    parcels = []
    for row in connection.execute(due).all():
        one = WEBHOOK_ENDPOINTS.c.id == row.endpoint_id
        endpoint = connection.execute(select(WEBHOOK_ENDPOINTS).where(one)).one()
        lent = {"next_at": now + LEND, "attempts": row.attempts + 1}
        if endpoint.disabled_at is not None:
            lent = {"ended_at": now, "outcome": "disabled"}
        connection.execute(update(DELIVERIES).where(DELIVERIES.c.id == row.id).values(**lent))
        if endpoint.disabled_at is None:
            old = endpoint.old_until is not None and endpoint.old_until > now
            shared = (endpoint.secret, endpoint.old_secret) if old else (endpoint.secret,)
            parcels.append(Parcel(row.id, endpoint.url, row.body.encode(), row.attempts + 1, shared, seeds))
    return parcels


def delivered(connection: Connection, parcel: Parcel, *, taken: bool, gone: bool, told: str, now: int) -> None:
    """Write down how it went; what was not taken is tried again later, for days."""
    lent = (DELIVERIES.c.id == parcel.id) & (DELIVERIES.c.attempts == parcel.attempts) & DELIVERIES.c.ended_at.is_(None)
    row = connection.execute(select(DELIVERIES).where(lent)).one_or_none()
    if row is None:
        return
    one = WEBHOOK_ENDPOINTS.c.id == row.endpoint_id
    endpoint = connection.execute(select(WEBHOOK_ENDPOINTS).where(one).with_for_update()).one()
    over = taken or gone or now - row.created_at >= GIVE_UP
    values = {"ended_at": now if over else None, "next_at": now + pause(parcel.attempts), "outcome": told[:100]}
    connection.execute(update(DELIVERIES).where(lent).values(**values))
    since = None if taken else (endpoint.failing_since or now)
    is_over = gone or (since is not None and now - since >= GIVE_UP)
    state = {"failing_since": since, "disabled_at": now if is_over else endpoint.disabled_at}
    connection.execute(update(WEBHOOK_ENDPOINTS).where(one).values(**state))


def pause(attempts: int) -> int:
    """How many milliseconds to wait after so many attempts: longer each time, and never in step with others."""
    longest = min(_LONGEST, 5000 * 3 ** min(attempts - 1, 12))
    return random.randint(longest // 2, longest)  # noqa: S311 - only to keep out of step


def signing_keys(connection: Connection, *, now: int) -> Sequence[Row[Any]]:
    """The server's keys that are in force, the newest first."""
    in_force = or_(SIGNING_KEYS.c.ends_at.is_(None), SIGNING_KEYS.c.ends_at > now)
    ordered = select(SIGNING_KEYS).where(in_force).order_by(SIGNING_KEYS.c.created_at.desc(), SIGNING_KEYS.c.id)
    return connection.execute(ordered).all()


def _news(connection: Connection, row: Row[Any], account: Row[Any]) -> list[tuple[EventName, Value]]:
    """What an address does not know yet."""
    news: list[tuple[EventName, Value]] = []
    since = (ENTRIES.c.account_id == account.id) & (ENTRIES.c.seq > row.told_seq)
    given = ENTRIES.c.kind.in_(("grant", "plan", "purchase", "refund")) & (ENTRIES.c.seq <= account.ledger_seq)
    both = (GRANTS.c.account_id == ENTRIES.c.account_id) & (GRANTS.c.seq == ENTRIES.c.seq)
    columns = (ENTRIES.c.seq, ENTRIES.c.kind, ENTRIES.c.amount, ENTRIES.c.note, GRANTS.c.expires_at)
    entries = select(*columns).join(GRANTS, both).where(since, given).order_by(ENTRIES.c.seq)
    for entry in connection.execute(entries):
        until = None if entry.expires_at is None else moment_of(entry.expires_at)
        grant = CreatedGrant(
            account=account.id,
            grant=grant_id(entry.seq),
            kind=entry.kind,
            amount_mcr=entry.amount,
            expires_at=until,
            note=entry.note,
            ledger_seq=entry.seq,
        )
        news.append(("grant.created", grant))
    if account.plan != row.told_plan:
        plan = ChangedPlan(account=account.id, plan=account.plan, previous=row.told_plan, cycle=account.cycle)
        news.append(("plan.changed", plan))
    balance = ChangedBalance(
        account=account.id,
        posted_mcr=account.posted,
        held_mcr=account.held,
        available_mcr=account.posted - account.held,
        ledger_seq=account.ledger_seq,
    )
    return [*news, ("balance.changed", balance)]


def _delivery(endpoint_id: str, kind: EventName, data: Any, now: int) -> dict[str, Any]:  # noqa: ANN401 - one of the values
    message = Message(type=kind, timestamp=moment_of(now), data=data)
    return {
        **{"id": f"msg_{secrets.token_hex(16)}", "endpoint_id": endpoint_id, "type": kind, "created_at": now},
        **{"body": message.model_dump_json(exclude_none=True), "next_at": now, "attempts": 0},
        **{"ended_at": None, "outcome": None},
    }
