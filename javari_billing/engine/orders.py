"""Orders: a page is opened once for each key, and what it was opened for is given once when it is paid."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from javari_billing.engine.books import Book
from javari_billing.engine.holding import check_open
from javari_billing.engine.payment_facts import OpenedPage, Order, SessionFacts
from javari_billing.engine.payment_tables import PAGES, REVERSALS
from javari_billing.engine.refusals import refuse
from javari_billing.engine.subscriptions import begin_subscription, current_subscription
from javari_billing.engine.tables import PLANS
from javari_billing.wire.plans import CheckoutRequest, PaymentPage
from javari_billing.wire.values import MAX_AMOUNT, MICRO, moment_of

BUSY = 120_000
"""For how many milliseconds a request with the same key is told that the first one still runs."""
LEAST, MOST = 50, 99_999_999
"""The prices in cents that Stripe takes."""

_BY_KEY = select(PAGES).where(PAGES.c.account_id == bindparam("one"), PAGES.c.idempotency_key == bindparam("key"))


def begin_page(
    connection: Connection,
    account_id: str,
    request: CheckoutRequest | None,
    *,
    key: str,
    provider: str,
    credit_cents: int,
    now: int,
) -> Order | PaymentPage:
    """The page that was opened under a key, or else the order to open one; without a request for cards and invoices."""
    book = Book(connection, account_id, now)
    book.write()
    content = b"portal" if request is None else request.model_dump_json().encode()
    fingerprint = hashlib.sha256(content).hexdigest()
    row = connection.execute(_BY_KEY, {"one": account_id, "key": key}).one_or_none()
    customer = _customer(connection, account_id, provider)
    if row is not None:
        if row.request_hash != fingerprint:
            raise refuse("idempotency-key-reused")
        if row.state != "opening":
            return told(row)
        if row.busy_until > now:
            raise refuse("idempotency-key-in-progress")
        connection.execute(update(PAGES).where(PAGES.c.id == row.id).values(busy_until=now + BUSY))
        return _order(dict(row._mapping))
    check_open(book)
    if request is None and customer is None:
        raise refuse("not-found", "Nothing was paid for with this account yet.")
    wish = {"kind": "portal"} if request is None else _wish(connection, book, request, credit_cents)
    fresh: dict[str, Any] = {
        **{"id": f"page_{secrets.token_hex(12)}", "account_id": account_id, "provider": provider},
        **{"idempotency_key": key, "request_hash": fingerprint, "plan": None, "cycle": None, "credits": 0, "price": 0},
        **{"currency": "USD", "state": "opening", "busy_until": now + BUSY, "session_id": None, "url": None},
        **{"created_at": now, "expires_at": None, "paid_at": None, "customer": customer},
    } | wish
    connection.execute(insert(PAGES), fresh)
    return _order(fresh)


def page_opened(connection: Connection, page_id: str, opened: OpenedPage) -> PaymentPage:
    """Write down where the page is."""
    values = {"session_id": opened.session_id, "url": opened.url, "expires_at": opened.expires_at}
    mine = (PAGES.c.id == page_id) & (PAGES.c.state == "opening")
    connection.execute(update(PAGES).where(mine).values(state="open", **values))
    row = page_row(connection, page_id)
    assert row is not None
    return told(row)


def page_not_opened(connection: Connection, page_id: str) -> None:
    """The provider did not answer: the next request with the same key asks it again, for the same page."""
    mine = (PAGES.c.id == page_id) & (PAGES.c.state == "opening")
    connection.execute(update(PAGES).where(mine).values(busy_until=0))


def page_row(connection: Connection, page_id: str) -> Row[Any] | None:
    """A page, when it is one of ours."""
    return connection.execute(select(PAGES).where(PAGES.c.id == page_id)).one_or_none()


def page_of_session(connection: Connection, provider: str, session_id: str) -> Row[Any] | None:
    """The page with a provider's name for it, when it is one of ours."""
    mine = (PAGES.c.provider == provider) & (PAGES.c.session_id == session_id)
    return connection.execute(select(PAGES).where(mine)).one_or_none()


def settle_page(connection: Connection, page_id: str, facts: SessionFacts, *, now: int) -> bool:
    """Give what was ordered, once, when the provider says that it is paid; whether it was given now.

    What it is, and how much, stands in the order. The account is locked first: of several at once one gives.
    """
    found = page_row(connection, page_id)
    if found is None or found.kind == "portal":
        return False
    book = Book(connection, found.account_id, now)
    page = page_row(connection, page_id)
    assert page is not None
    if page.state == "paid" or facts.state == "open":
        book.write()
        return False
    if facts.state == "ended":
        book.write()
        connection.execute(update(PAGES).where(PAGES.c.id == page_id).values(state="ended"))
        return False
    if (facts.page_id, facts.price, facts.currency) != (page_id, page.price, page.currency):
        raise refuse("malformed", f"What was paid is not what {page_id} was opened for.")
    if page.kind == "credits":
        note = f"Payment {page_id}"
        book.give(page.credits, kind="purchase", note=note, reference=purchase_of(page))
    book.write()
    values = {"state": "paid", "paid_at": now, "customer": facts.customer}
    connection.execute(update(PAGES).where(PAGES.c.id == page_id).values(**values))
    if page.kind == "plan":
        if facts.subscription is None:
            raise refuse("malformed", f"{page_id} was paid without a subscription.")
        begin_subscription(connection, page, facts.subscription, now=now)
    return True


def payment_rows(connection: Connection, account_id: str | None) -> tuple[Sequence[Row[Any]], Sequence[Row[Any]]]:
    """Every page and every reversal, of one account or of all, the oldest first."""
    pages, reversals = select(PAGES).order_by(PAGES.c.created_at), select(REVERSALS).order_by(REVERSALS.c.created_at)
    if account_id is not None:
        pages = pages.where(PAGES.c.account_id == account_id)
        reversals = reversals.where(REVERSALS.c.account_id == account_id)
    return connection.execute(pages).all(), connection.execute(reversals).all()


def purchase_of(page: Row[Any]) -> str:
    """The reference of the grant that a page for credits brings."""
    return f"payment:{page.provider}:{page.session_id}"


def told(row: Row[Any]) -> PaymentPage:
    """A page as it is told outside."""
    return PaymentPage(id=row.id, url=row.url, expires_at=moment_of(row.expires_at))


def _order(row: dict[str, Any]) -> Order:
    # Word for word the same each time it is asked for: the provider compares.
    fields = ("id", "account_id", "kind", "plan", "cycle", "credits", "price", "currency", "customer")
    return Order(**{name: row[name] for name in fields})


def _customer(connection: Connection, account_id: str, provider: str) -> str | None:
    mine = (PAGES.c.account_id == account_id) & (PAGES.c.provider == provider) & PAGES.c.paid_at.is_not(None)
    newest = select(PAGES.c.customer).where(mine).order_by(PAGES.c.paid_at.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def _wish(connection: Connection, book: Book, request: CheckoutRequest, credit_cents: int) -> dict[str, Any]:
    """What is to be paid for, and its price, by the server's own tables."""
    if (request.plan is None) == (request.credits_mcr is None):
        raise refuse("malformed", "Name either a plan or an amount of credits.")
    if request.credits_mcr is not None:
        return _credits(book, request.credits_mcr, credit_cents)
    offered = (PLANS.c.name == request.plan) & PLANS.c.is_active
    plan = connection.execute(select(PLANS).where(offered)).one_or_none()
    if plan is None:
        raise refuse("not-found", f"There is no plan {request.plan}.")
    price = plan.price_annual if request.cycle == "annual" else plan.price_monthly
    if not LEAST <= price <= MOST:
        raise refuse("malformed", "This plan is not for sale. What is paid now is cancelled on the portal's page.")
    known = current_subscription(connection, book.account_id)
    if known is not None and (known.plan, known.cycle) == (plan.name, request.cycle) and book.plan == plan.name:
        raise refuse("plan-current")
    return {"kind": "plan", "plan": plan.name, "cycle": request.cycle, "price": price, "currency": plan.currency}


def _credits(book: Book, amount: int, credit_cents: int) -> dict[str, Any]:
    price, rest = divmod(amount * credit_cents, MICRO)
    if rest or amount % MICRO or not LEAST <= price <= MOST:
        raise refuse("malformed", f"Credits are sold whole, for {LEAST} to {MOST} cents at once.")
    if amount > MAX_AMOUNT - max(book.posted, 0):
        raise refuse("limit-exceeded")
    return {"kind": "credits", "credits": amount, "price": price, "currency": "USD"}
