"""What the built-in test provider remembers: its pages, and what was pressed on them. No money moves."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from javari_billing.engine.payment_tables import PAGES, TRIAL_PAYMENTS

_MOVES = {
    **{("open", "pay"): "paid", ("open", "decline"): "open", ("open", "later"): "pending"},
    **{("pending", "pay"): "paid", ("pending", "decline"): "failed"},
    **{("paid", "refund"): "refunded"},
}


@dataclass(frozen=True, slots=True)
class Trial:
    """A page of the test provider, and the order it is for."""

    session_id: str
    state: str
    paid_at: int | None
    cancelled_at: int | None
    page: Row[Any]


def open_trial(connection: Connection, page_id: str) -> str:
    """A page for an order; the same order again is the same page. Its name cannot be guessed."""
    mine = TRIAL_PAYMENTS.c.page_id == page_id
    known = connection.execute(select(TRIAL_PAYMENTS.c.session_id).where(mine)).scalar_one_or_none()
    if known is not None:
        return str(known)
    name = f"test_{secrets.token_urlsafe(24)}"
    row = {"session_id": name, "page_id": page_id, "state": "open", "paid_at": None, "cancelled_at": None}
    connection.execute(insert(TRIAL_PAYMENTS), row)
    return name


def trial(connection: Connection, session_id: str) -> Trial | None:
    """A page by its name."""
    row = connection.execute(select(TRIAL_PAYMENTS).where(TRIAL_PAYMENTS.c.session_id == session_id)).one_or_none()
    if row is None:
        return None
    page = connection.execute(select(PAGES).where(PAGES.c.id == row.page_id)).one()
    return Trial(row.session_id, row.state, row.paid_at, row.cancelled_at, page)


def press(connection: Connection, session_id: str, button: str, *, now: int) -> None:
    """Do what a button says, where the page has it."""
    one = TRIAL_PAYMENTS.c.session_id == session_id
    row = connection.execute(select(TRIAL_PAYMENTS).where(one).with_for_update()).one_or_none()
    if row is None:
        return
    state = _MOVES.get((row.state, button), row.state)
    paid_at = now if state == "paid" and row.paid_at is None else row.paid_at
    connection.execute(update(TRIAL_PAYMENTS).where(one).values(state=state, paid_at=paid_at))


def paying_for(connection: Connection, account_id: str) -> Trial | None:
    """The page on which an account's plan was paid, while it is paid for."""
    mine = (PAGES.c.account_id == account_id) & (PAGES.c.kind == "plan") & (PAGES.c.provider == "test")
    newest = (
        select(TRIAL_PAYMENTS.c.session_id)
        .join(PAGES, PAGES.c.id == TRIAL_PAYMENTS.c.page_id)
        .where(mine, TRIAL_PAYMENTS.c.state == "paid", TRIAL_PAYMENTS.c.cancelled_at.is_(None))
        .order_by(TRIAL_PAYMENTS.c.paid_at.desc())
        .limit(1)
    )
    found = connection.execute(newest).scalar_one_or_none()
    return None if found is None else trial(connection, found)


def cancel(connection: Connection, session_id: str, *, now: int) -> None:
    """Let the plan that was paid on a page end with the period it is in."""
    mine = (TRIAL_PAYMENTS.c.session_id == session_id) & TRIAL_PAYMENTS.c.cancelled_at.is_(None)
    connection.execute(update(TRIAL_PAYMENTS).where(mine).values(cancelled_at=now))
