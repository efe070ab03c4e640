"""What must hold between what was paid for and the ledger, for `verify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from javari_billing.engine.orders import purchase_of
from javari_billing.engine.payment_tables import PAGES, REVERSALS, SUBSCRIPTIONS, TRIAL_PAYMENTS
from javari_billing.engine.periods import period_number
from javari_billing.engine.plan_months import months_paid_by
from javari_billing.engine.tables import ENTRIES, GRANTS, HOLDS, PLANS
from javari_billing.engine.webhook_tables import WEBHOOK_ENDPOINTS

PAYMENT_INVARIANTS: Final = {
    "P1": "What was paid for was given once: the credits of the order, or its plan.",
    "P2": "What was taken back is what the ledger says, and never more than was bought.",
    "P3": "A plan that ends has a subscription that says when.",
    "P4": "Nobody was told more of a ledger than there is.",
    "P5": "Of a plan that was paid back nothing is left but what was held, and it goes on no longer.",
    "P6": "A free plan gives its credits at most once for each month of the account.",
}


def payment_breaches(connection: Connection, account: Row[Any]) -> Iterator[tuple[str, str]]:
    """What does not hold for an account: which invariant, and how."""
    yield from _given(connection, account.id)
    yield from _taken_back(connection, account.id)
    yield from _plan(connection, account)
    yield from _paid_back(connection, account.id)
    yield from _free_months(connection, account)
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
    bought |= {row.reference: row.amount for row in _plan_grants(connection, account_id) if row.reference is not None}
    for reference in {row.reference for row in rows} & bought.keys():
        taken = sum(row.taken for row in rows if row.reference == reference)
        if not 0 <= taken <= bought[reference]:
            yield "P2", f"of {reference} {taken} was taken back"


def _plan(connection: Connection, account: Row[Any]) -> Iterator[tuple[str, str]]:
    mine = (SUBSCRIPTIONS.c.account_id == account.id) & (SUBSCRIPTIONS.c.state == "current")
    ends = [row.ends_at for row in connection.execute(select(SUBSCRIPTIONS).where(mine))]
    if account.plan_ends_at is not None and ends != [account.plan_ends_at]:
        yield "P3", f"the plan ends at {account.plan_ends_at}, by its subscription at {ends}"


def _paid_back(connection: Connection, account_id: str) -> Iterator[tuple[str, str]]:
    pages = select(TRIAL_PAYMENTS.c.page_id).join(PAGES, PAGES.c.id == TRIAL_PAYMENTS.c.page_id)
    mine = (PAGES.c.account_id == account_id) & (TRIAL_PAYMENTS.c.state == "refunded")
    refunded = set(connection.execute(pages.where(mine)).scalars())
    grants = _plan_grants(connection, account_id)
    reversals = connection.execute(select(REVERSALS).where(REVERSALS.c.account_id == account_id)).all()
    for row in connection.execute(select(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.account_id == account_id)):
        name = months_paid_by(row.provider, row.id)
        brought = [grant for grant in grants if (grant.reference or "").startswith(name)]
        backs = [one for one in reversals if one.reference.startswith(name)]
        whole = {one.reference: one.amount for one in brought}
        for one in backs:
            whole[one.reference] = whole.get(one.reference, 0) - one.wanted
        is_back = row.page_id in refunded or any(one.price and whole[one.reference] <= 0 for one in backs)
        left = sum(one.remaining for one in brought if is_back or whole[one.reference] <= 0)
        since = min((one.created_at for one in backs), default=None)
        if left and left > _held_since(connection, account_id, since):
            yield "P5", f"{row.id} was paid back, and {left} of its credits are left"
        if is_back and row.state == "current":
            yield "P5", f"{row.id} was paid back and goes on"


def _held_since(connection: Connection, account_id: str, since: int | None) -> int:
    """What was held then or later: as much could not be taken back."""
    if since is None:
        return 0
    later = HOLDS.c.ended_at.is_(None) | (HOLDS.c.ended_at >= since)
    held = select(func.coalesce(func.sum(HOLDS.c.amount), 0)).where(HOLDS.c.account_id == account_id, later)
    return int(connection.execute(held).scalar_one())


def _free_months(connection: Connection, account: Row[Any]) -> Iterator[tuple[str, str]]:
    free = set(connection.execute(select(PLANS.c.name).where(PLANS.c.tier == "free")).scalars())
    given = [
        period_number(account.created_at, row.created_at)
        for row in _plan_grants(connection, account.id)
        # What was paid for is none of it, whatever the plan has become since.
        if row.note in free and not (row.reference or "").startswith("subscription:")
    ]
    if len(set(given)) != len(given):
        yield "P6", f"free credits came in the months {sorted(given)} of the account"


def _plan_grants(connection: Connection, account_id: str) -> Sequence[Row[Any]]:
    mine = (GRANTS.c.account_id == account_id) & (GRANTS.c.kind == "plan")
    return connection.execute(select(GRANTS).where(mine)).all()
