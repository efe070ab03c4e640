"""Setting credits aside, and ending that exactly once."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal_column, select, update

from javari_billing.engine.books import Book
from javari_billing.engine.refusals import refuse
from javari_billing.engine.tables import HOLDS
from javari_billing.engine.trips import Question, Statement, ask
from javari_billing.wire.holds import Hold, HoldRequest
from javari_billing.wire.values import moment_of

_NEW = Statement(insert(HOLDS))
_BY_KEY = Statement(
    select(HOLDS).where(HOLDS.c.account_id == bindparam("account"), HOLDS.c.idempotency_key == bindparam("key"))
)
_BY_ID = Statement(select(HOLDS).where(HOLDS.c.account_id == bindparam("account"), HOLDS.c.id == bindparam("one")))
_END = Statement(
    update(HOLDS).where(HOLDS.c.id == bindparam("one"), HOLDS.c.state == literal_column("'held'")),
    *("state", "settled", "seq", "ended_at"),
)


_TOLD = ("id", "state", "amount", "settled", "seq", "created_at", "expires_at", "ended_at")


def reserve(connection: Connection, account_id: str, request: HoldRequest, *, key: str, now: int) -> tuple[Hold, int]:
    """Set credits aside; the same key again gives the same hold, as it is now. With it where the ledger stands."""
    book = Book(connection, account_id, now, (_BY_KEY, {"account": account_id, "key": key}))
    fingerprint = hashlib.sha256(request.model_dump_json().encode()).hexdigest()
    for known in book.answers[0]:
        if known.request_hash != fingerprint:
            raise refuse("idempotency-key-reused")
        book.write()
        return told(known), book.seq
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
    book.also(_NEW, row)
    book.hold(amount, until)
    book.write()
    return _hold(row), book.seq


def release(connection: Connection, account_id: str, hold_id: str, *, now: int) -> Hold:
    """End a hold without any usage. Releasing what was released, or ran out, changes nothing."""
    book = Book(connection, account_id, now, one(account_id, hold_id))
    row = found(book.answers[0])
    if row.state == "settled":
        raise refuse("hold-ended", state=row.state)
    if row.state == "held":
        end(book, hold_id, state="released")
        book.let_go(row.amount)
    book.write()
    return told(*ask(connection, one(account_id, hold_id))[0])


def one(account_id: str, hold_id: str) -> Question:
    """What is asked for a hold of an account."""
    return _BY_ID, {"account": account_id, "one": hold_id}


def found(rows: list[Any]) -> Any:  # noqa: ANN401 - a row
    """The hold that was asked for, if there is one."""
    if not rows:
        raise refuse("not-found", "There is no such hold.")
    return rows[0]


def end(book: Book, hold_id: str, *, state: str, settled: int | None = None, seq: int | None = None) -> None:
    """Write down with the book how a hold ended. Only one that has not ended does."""
    book.also(_END, {"one": hold_id, "state": state, "settled": settled, "seq": seq, "ended_at": book.now})


def check_open(book: Book) -> None:
    """Refuse for an account that is closed."""
    if book.is_closed:
        raise refuse("account-closed")


def insufficient(book: Book, amount: int) -> Exception:
    """The refusal that says what is there and what would be needed."""
    return refuse("insufficient-credits", available_mcr=book.available, needed_mcr=amount)


def told(row: Any, **changed: Any) -> Hold:  # noqa: ANN401 - a row, and its columns
    """A hold as it is told outside."""
    return _hold({name: getattr(row, name) for name in _TOLD} | changed)


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
