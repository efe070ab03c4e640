"""Setting credits aside, and ending that exactly once."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from javari_billing.engine.books import Book
from javari_billing.engine.refusals import refuse
from javari_billing.engine.tables import HOLDS
from javari_billing.wire.holds import Hold, HoldRequest
from javari_billing.wire.values import moment_of

_NEW = insert(HOLDS)
_BY_KEY = select(HOLDS).where(HOLDS.c.account_id == bindparam("account"), HOLDS.c.idempotency_key == bindparam("key"))
_BY_ID = select(HOLDS).where(HOLDS.c.account_id == bindparam("account"), HOLDS.c.id == bindparam("one"))
_END = update(HOLDS).where(HOLDS.c.id == bindparam("one"), HOLDS.c.state == "held")


def reserve(connection: Connection, account_id: str, request: HoldRequest, *, key: str, now: int) -> Hold:
    """Set credits aside; the same key again gives the same hold, as it is now."""
    book = Book(connection, account_id, now)
    fingerprint = hashlib.sha256(request.model_dump_json().encode()).hexdigest()
    known = connection.execute(_BY_KEY, {"account": account_id, "key": key}).one_or_none()
    if known is not None:
        if known.request_hash != fingerprint:
            raise refuse("idempotency-key-reused")
        book.write()
        return told(known)
    check_open(book)
    amount = request.amount_max_mcr
    if not book.can_spend(amount):
        raise insufficient(book, amount)
    until = now + request.ttl_s * 1000
    row: dict[str, Any] = {
        **{"id": f"hold_{secrets.token_hex(12)}", "account_id": account_id, "idempotency_key": key},
        **{"request_hash": fingerprint, "amount": amount, "state": "held", "settled": None, "seq": None},
        **{"created_at": now, "expires_at": until, "ended_at": None},
    }
    connection.execute(_NEW, row)
    book.hold(amount, until)
    book.write()
    return _hold(row)


def release(connection: Connection, account_id: str, hold_id: str, *, now: int) -> Hold:
    """End a hold without any usage. Releasing what was released, or ran out, changes nothing."""
    book = Book(connection, account_id, now)
    row = find(connection, account_id, hold_id)
    if row.state == "settled":
        raise refuse("hold-ended", state=row.state)
    if row.state == "held":
        end(connection, hold_id, now, state="released")
        book.let_go(row.amount)
    book.write()
    return told(find(connection, account_id, hold_id))


def find(connection: Connection, account_id: str, hold_id: str) -> Row[Any]:
    """A hold of this account."""
    row = connection.execute(_BY_ID, {"account": account_id, "one": hold_id}).one_or_none()
    if row is None:
        raise refuse("not-found", "There is no such hold.")
    return row


def end(
    connection: Connection, hold_id: str, now: int, *, state: str, settled: int | None = None, seq: int | None = None
) -> None:
    """Write down how a hold ended. Only one that has not ended does."""
    ending = {"one": hold_id, "state": state, "settled": settled, "seq": seq, "ended_at": now}
    if connection.execute(_END, ending).rowcount != 1:
        raise refuse("hold-ended")


def check_open(book: Book) -> None:
    """Refuse for an account that is closed."""
    if book.is_closed:
        raise refuse("account-closed")


def insufficient(book: Book, amount: int) -> Exception:
    """The refusal that says what is there and what would be needed."""
    return refuse("insufficient-credits", available_mcr=book.available, needed_mcr=amount)


def told(row: Row[Any]) -> Hold:
    """A hold as it is told outside."""
    return _hold(dict(row._mapping))


def _hold(row: dict[str, Any]) -> Hold:
    return Hold(
        id=row["id"],
        state=row["state"],
        amount_max_mcr=row["amount"],
        settled_mcr=row["settled"],
        seq=row["seq"],
        created_at=moment_of(row["created_at"]),
        expires_at=moment_of(row["expires_at"]),
        ended_at=None if row["ended_at"] is None else moment_of(row["ended_at"]),
    )
