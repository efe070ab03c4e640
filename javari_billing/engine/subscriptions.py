"""Plans that are paid for: how long they last, and how an account falls back to the free plan.

A plan goes on while its newest period is paid, and for some days after that while the payment is awaited: the next
month begins at once, and when it is not paid in the end what is left of its credits is taken back.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update

from javari_billing.engine.accounts import change_plan
from javari_billing.engine.books import Book
from javari_billing.engine.payment_facts import SubscriptionFacts
from javari_billing.engine.payment_tables import REVERSALS, SUBSCRIPTIONS
from javari_billing.engine.plan_months import months_paid_by
from javari_billing.engine.tables import ACCOUNTS, GRANTS, PLANS

GRACE: Final = 7 * 86_400_000
"""How long a plan whose payment is awaited goes on, in milliseconds."""


def current_subscription(connection: Connection, account_id: str) -> Row[Any] | None:
    """What an account pays for now."""
    mine = (SUBSCRIPTIONS.c.account_id == account_id) & (SUBSCRIPTIONS.c.state == "current")
    return connection.execute(select(SUBSCRIPTIONS).where(mine)).one_or_none()


def subscription_row(connection: Connection, provider: str, name: str) -> Row[Any] | None:
    """A subscription by the provider's name for it, when it is one of ours."""
    return connection.execute(select(SUBSCRIPTIONS).where(_is(provider, name))).one_or_none()


def begin_subscription(connection: Connection, page: Row[Any], facts: SubscriptionFacts, *, now: int) -> None:
    """Give an account the plan that was paid for; what it paid for before is replaced, to be ended at the provider."""
    mine = (SUBSCRIPTIONS.c.account_id == page.account_id) & (SUBSCRIPTIONS.c.state == "current")
    connection.execute(update(SUBSCRIPTIONS).where(mine).values(state="replaced"))
    row = {
        **{"provider": page.provider, "id": facts.id, "account_id": page.account_id, "page_id": page.id},
        **{"plan": page.plan, "cycle": page.cycle, "state": "current", "looked_at": now},
        **{"paid_until": _paid_until(facts), "ends_at": _ends_at(facts)},
    }
    connection.execute(insert(SUBSCRIPTIONS), row)
    change_plan(connection, page.account_id, page.plan, now=now)
    _carry_over(connection, page.account_id, page.cycle, facts)


def follow_subscription(
    connection: Connection, provider: str, facts: SubscriptionFacts, *, looked_at: int, now: int
) -> None:
    """Bring an account's plan to what the provider said at `looked_at`, unless something newer is known already."""
    known = subscription_row(connection, provider, facts.id)
    if known is None:
        return
    Book(connection, known.account_id, now).write()
    known = subscription_row(connection, provider, facts.id)
    if known is None or known.state != "current" or known.looked_at > looked_at:
        return
    values = {"paid_until": _paid_until(facts), "ends_at": _ends_at(facts), "looked_at": looked_at}
    connection.execute(update(SUBSCRIPTIONS).where(_is(provider, facts.id)).values(**values))
    _carry_over(connection, known.account_id, known.cycle, facts)
    end_if_over(connection, known.account_id, now=now)


def end_if_over(connection: Connection, account_id: str, *, now: int) -> bool:
    """Let an account fall back to the free plan when its plan has ended; whether it did."""
    book = Book(connection, account_id, now)
    if book.plan_ends_at is None or book.plan_ends_at > now:
        book.write()
        return False
    known = current_subscription(connection, account_id)
    if known is not None:
        _take_back(book, known, since=known.paid_until)
    book.write()
    _end(connection, account_id, now=now)
    return True


def reverse_plan(
    connection: Connection, provider: str, name: str, *, reversed_price: int, paid_price: int, now: int
) -> None:
    """Take back what was bought with the newest payment for a plan, as much of it as went back.

    Also of a plan that another one has replaced. When all of it went back, a plan that goes on ends now.
    """
    known = subscription_row(connection, provider, name)
    if known is None:
        return
    book = Book(connection, known.account_id, now)
    known = subscription_row(connection, provider, name)
    assert known is not None
    _take_back(book, known, price=min(reversed_price, paid_price), of=paid_price)
    book.write()
    if known.state == "current" and reversed_price >= paid_price:
        _end(connection, known.account_id, now=now)


def overdue(connection: Connection, provider: str, *, now: int) -> Sequence[Row[Any]]:
    """Plans that end now unless the provider knows better, and those that must be ended at the provider."""
    over = (SUBSCRIPTIONS.c.state == "current") & (SUBSCRIPTIONS.c.ends_at <= now)
    replaced = (SUBSCRIPTIONS.c.state == "replaced") & (SUBSCRIPTIONS.c.provider == provider)
    return connection.execute(select(SUBSCRIPTIONS).where(over | replaced).limit(100)).all()


def ended_at_provider(connection: Connection, provider: str, name: str) -> None:
    """What was replaced is paid for no longer."""
    replaced = _is(provider, name) & (SUBSCRIPTIONS.c.state == "replaced")
    connection.execute(update(SUBSCRIPTIONS).where(replaced).values(state="ended"))


def note_reversal(book: Book, reference: str, *, price: int, wanted: int, taken: int) -> None:
    """Write down what was taken back, and why."""
    row = {"id": f"rev_{secrets.token_hex(12)}", "account_id": book.account_id, "reference": reference}
    amounts = {"price": price, "wanted": wanted, "taken": taken, "created_at": book.now}
    book.connection.execute(insert(REVERSALS), row | amounts)


def _take_back(book: Book, known: Row[Any], *, since: int = 0, price: int = 0, of: int = 0) -> None:
    """Take back what is left of the credits that a plan gave since then; with `price` that share of its last month."""
    mine = (GRANTS.c.account_id == book.account_id) & (GRANTS.c.kind == "plan") & (GRANTS.c.created_at >= since)
    brought = GRANTS.c.reference.startswith(months_paid_by(known.provider, known.id), autoescape=True)
    for row in book.connection.execute(select(GRANTS).where(mine, brought).order_by(GRANTS.c.seq)).all():
        if row.expires_at <= book.now and not (price == of and row.remaining):
            continue
        sums = select(func.coalesce(func.sum(REVERSALS.c.wanted), 0), func.coalesce(func.sum(REVERSALS.c.taken), 0))
        before = sums.where(REVERSALS.c.account_id == book.account_id, REVERSALS.c.reference == row.reference)
        wanted_before, taken_before = (int(value) for value in book.connection.execute(before).one())
        in_all = row.amount * price // of if of else row.amount
        rest = max(0, in_all - taken_before)
        taken = book.take_back(rest, first=row.seq, others=False, note=f"{row.note or 'Plan'}: not paid")
        wanted = max(0, in_all - wanted_before)
        if wanted or taken:
            note_reversal(book, row.reference, price=price, wanted=wanted, taken=taken)


def _end(connection: Connection, account_id: str, *, now: int) -> None:
    # Ended at the provider too, by who looks after what was replaced: nobody is to pay for what is not given.
    mine = (SUBSCRIPTIONS.c.account_id == account_id) & (SUBSCRIPTIONS.c.state == "current")
    connection.execute(update(SUBSCRIPTIONS).where(mine).values(state="replaced"))
    free = select(PLANS.c.name).where(PLANS.c.tier == "free").order_by(PLANS.c.is_active.desc(), PLANS.c.name).limit(1)
    if Book(connection, account_id, now).is_closed:
        none = {"cycle": None, "plan_ends_at": None, "grace_until": None}
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(**none))
        return
    change_plan(connection, account_id, connection.execute(free).scalar_one(), now=now)


def _carry_over(connection: Connection, account_id: str, cycle: str, facts: SubscriptionFacts) -> None:
    """Tell the account how long its plan lasts."""
    ends_at = _ends_at(facts)
    grace = ends_at if facts.is_failing or not facts.goes_on else None
    values = {"cycle": cycle, "plan_ends_at": ends_at, "grace_until": grace, "version": ACCOUNTS.c.version + 1}
    # A month that was held back because the plan seemed to end may begin now: let the next one who comes look.
    values["next_due"] = 0
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(**values))


def _paid_until(facts: SubscriptionFacts) -> int:
    return facts.period_end if facts.is_paid else facts.period_start


def _ends_at(facts: SubscriptionFacts) -> int:
    awaited = not facts.is_paid or facts.goes_on
    return _paid_until(facts) + (GRACE if awaited else 0)


def _is(provider: str, name: str) -> Any:  # noqa: ANN401 - a condition, as SQLAlchemy types them
    return (SUBSCRIPTIONS.c.provider == provider) & (SUBSCRIPTIONS.c.id == name)
