"""Accounts, their keys, and the credits they are given."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from javari_billing.engine.books import Book, grant_id
from javari_billing.engine.refusals import refuse
from javari_billing.engine.tables import ACCOUNTS, FAMILIES, GRANTS, KEYS, PLANS
from javari_billing.wire.ledger import GENESIS

_BY_DIGEST = select(KEYS).where(KEYS.c.digest == bindparam("one"))


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a key belongs to, and what it allows."""

    account_id: str
    scopes: frozenset[str]


def open_account(connection: Connection, name: str, *, plan: str, now: int, renews: bool = False) -> str:
    """Make an account; its id. With `renews` its plan gives its credits now, and every month from now on."""
    limit = _overdraft_limit(connection, plan)
    account_id = f"acct_{secrets.token_hex(10)}"
    row = {"id": account_id, "name": name, "plan": plan, "overdraft_limit": limit, "last_hash": GENESIS}
    nothing = {"is_closed": False, "posted": 0, "held": 0, "ledger_seq": 0, "version": 0}
    due = now if renews else None
    moments = {"created_at": now, "next_due": due, "plan_since": due, "renews_at": due}
    connection.execute(insert(ACCOUNTS), row | nothing | moments)
    Book(connection, account_id, now).write()
    return account_id


def change_plan(connection: Connection, account_id: str, plan: str, *, now: int) -> None:
    """Give an account another plan, whose months begin now; what is left of the old one's stays till it ends."""
    limit = _overdraft_limit(connection, plan)
    book = Book(connection, account_id, now)
    if book.is_closed:
        raise refuse("account-closed")
    if book.plan == plan and book.renews_at is not None:
        book.write()
        return
    book.is_changed = True
    book.write()
    # What is overdrawn or held beyond a lower limit stays allowed, and no more than that.
    lowest = max(limit, book.held - book.posted)
    values = {"plan": plan, "overdraft_limit": lowest, "plan_since": now, "renews_at": now, "next_due": now}
    unpaid = {"cycle": None, "plan_ends_at": None, "grace_until": None}
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(**values, **unpaid))
    Book(connection, account_id, now).write()


def _overdraft_limit(connection: Connection, plan: str) -> int:
    limit = connection.execute(select(PLANS.c.overdraft_limit).where(PLANS.c.name == plan)).scalar_one_or_none()
    if limit is None:
        raise refuse("not-found", f"There is no plan {plan}.")
    return int(limit)


def close_account(connection: Connection, account_id: str, *, now: int) -> None:
    """Let nothing more be used or held; what there is stays readable."""
    book = Book(connection, account_id, now)
    book.is_changed = True
    book.write()
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(is_closed=True))


def make_key(
    connection: Connection, account_id: str, scopes: Iterable[str], *, now: int, label: str = "", ttl: int | None = None
) -> str:
    """A new key, told this once; only its digest is kept."""
    key = f"jvk_{secrets.token_urlsafe(32)}"
    row = {"digest": digest(key), "account_id": account_id, "label": label, "scopes": " ".join(scopes)}
    until = None if ttl is None else now + ttl
    connection.execute(
        insert(KEYS), row | {"created_at": now, "expires_at": until, "revoked_at": None, "family_id": None}
    )
    return key


def revoke_keys(connection: Connection, account_id: str, *, now: int) -> int:
    """Make every key of an account worthless, and sign every device out; how many keys and tokens there were."""
    devices = (FAMILIES.c.account_id == account_id) & FAMILIES.c.revoked_at.is_(None)
    connection.execute(update(FAMILIES).where(devices).values(revoked_at=now))
    valid = (KEYS.c.account_id == account_id) & (KEYS.c.revoked_at.is_(None))
    return connection.execute(update(KEYS).where(valid).values(revoked_at=now)).rowcount


def bearer_of(connection: Connection, key: str, *, now: int) -> Bearer | None:
    """Whose key it is, when it is one that is still good."""
    row = connection.execute(_BY_DIGEST, {"one": digest(key)}).one_or_none()
    if row is None or row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        return None
    return Bearer(row.account_id, frozenset(row.scopes.split()))


def give_credits(
    connection: Connection,
    account_id: str,
    amount: int,
    *,
    now: int,
    kind: str = "grant",
    priority: int = 0,
    expires_at: int | None = None,
    note: str | None = None,
    reference: str | None = None,
) -> str:
    """Add credits, once for each `reference`; the id of the grant."""
    book = Book(connection, account_id, now)
    if reference is not None:
        one = (GRANTS.c.account_id == account_id) & (GRANTS.c.reference == reference)
        known = connection.execute(select(GRANTS.c.seq).where(one)).scalar_one_or_none()
        if known is not None:
            return grant_id(known)
    if expires_at is not None and expires_at <= now:
        raise refuse("malformed", "Credits cannot expire before they are given.")
    seq = book.give(amount, kind=kind, priority=priority, expires_at=expires_at, note=note, reference=reference)
    book.write()
    return grant_id(seq)


def digest(key: str) -> str:
    """What is kept of a key: it is long and random, so one plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()
