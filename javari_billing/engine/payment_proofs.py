"""What must hold between what was paid for and the ledger, for `verify`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from javari_billing.engine.orders import purchase_of
from javari_billing.engine.payment_tables import PAGES, REVERSALS, SUBSCRIPTIONS
from javari_billing.engine.tables import ENTRIES, GRANTS
from javari_billing.engine.webhook_tables import WEBHOOK_ENDPOINTS

PAYMENT_INVARIANTS: Final = {
    "P1": "What was paid for was given once: the credits of the order, or its plan.",
    "P2": "What was taken back is what the ledger says, and never more than was bought.",
    "P3": "A plan that ends has a subscription that says when.",
    "P4": "Nobody was told more of a ledger than there is.",
}


def payment_breaches(connection: Connection, account: Row[Any]) -> Iterator[tuple[str, str]]:
    """What does not hold for an account: which invariant, and how."""
    yield from _given(connection, account.id)
    yield from _taken_back(connection, account.id)
    yield from _plan(connection, account)
    told = select(WEBHOOK_ENDPOINTS).where(WEBHOOK_ENDPOINTS.c.account_id == account.id)
    for row in connection.execute(told):
        if row.told_seq > account.ledger_seq:
            yield "P4", f"{row.id} was told of {row.told_seq}, the ledger ends at {account.ledger_seq}"


def _given(connection: Connection, account_id: str) -> Iterator[tuple[str, str]]:
    grants = {
        row.reference: row.amount
        for row in connection.execute(select(GRANTS).where(GRANTS.c.account_id == account_id))
        if row.reference is not None
    }
    pages = connection.execute(select(PAGES).where(PAGES.c.account_id == account_id)).all()
    owed = {purchase_of(page): page.credits for page in pages if page.state == "paid" and page.kind == "credits"}
    given = {name: amount for name, amount in grants.items() if name.startswith("payment:")}
    if owed != given:
        yield "P1", f"paid for: {sorted(owed.items())}, given: {sorted(given.items())}"
    mine = SUBSCRIPTIONS.c.account_id == account_id
    begun = set(connection.execute(select(SUBSCRIPTIONS.c.page_id).where(mine)).scalars())
    if begun != {page.id for page in pages if page.state == "paid" and page.kind == "plan"}:
        yield "P1", "the subscriptions are not those that were paid for"


def _taken_back(connection: Connection, account_id: str) -> Iterator[tuple[str, str]]:
    entries = (ENTRIES.c.account_id == account_id) & (ENTRIES.c.kind == "reversal")
    booked = -int(connection.execute(select(func.coalesce(func.sum(ENTRIES.c.amount), 0)).where(entries)).scalar_one())
    rows = connection.execute(select(REVERSALS).where(REVERSALS.c.account_id == account_id)).all()
    if booked != sum(row.taken for row in rows if row.taken > 0):
        yield "P2", f"{booked} was taken back by the ledger, {sum(row.taken for row in rows)} by the reversals"
    bought = {row.id: row.credits for row in connection.execute(select(PAGES).where(PAGES.c.account_id == account_id))}
    for reference in {row.reference for row in rows} & bought.keys():
        taken = sum(row.taken for row in rows if row.reference == reference)
        if not 0 <= taken <= bought[reference]:
            yield "P2", f"of {reference} {taken} was taken back"


def _plan(connection: Connection, account: Row[Any]) -> Iterator[tuple[str, str]]:
    mine = (SUBSCRIPTIONS.c.account_id == account.id) & (SUBSCRIPTIONS.c.state == "current")
    ends = [row.ends_at for row in connection.execute(select(SUBSCRIPTIONS).where(mine))]
    if account.plan_ends_at is not None and ends != [account.plan_ends_at]:
        yield "P3", f"the plan ends at {account.plan_ends_at}, by its subscription at {ends}"
