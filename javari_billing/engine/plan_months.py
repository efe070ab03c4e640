"""Which month of its plan an account is in, and by which name the credits of that month are given once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from javari_billing.engine.payment_tables import SUBSCRIPTIONS
from javari_billing.engine.periods import period_at, period_number
from javari_billing.engine.tables import GRANTS, PLANS

_PLAN = select(PLANS.c.credits_per_month, PLANS.c.tier).where(PLANS.c.name == bindparam("plan"))
_PAID_BY = select(SUBSCRIPTIONS.c.provider, SUBSCRIPTIONS.c.id).where(
    SUBSCRIPTIONS.c.account_id == bindparam("account"),
    SUBSCRIPTIONS.c.plan == bindparam("plan"),
    SUBSCRIPTIONS.c.state == "current",
)
_GIVEN = select(GRANTS.c.seq).where(
    GRANTS.c.account_id == bindparam("account"), GRANTS.c.reference == bindparam("reference")
)


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """A month of a plan."""

    reference: str
    credits: int
    """What is still to be given of it: all or nothing."""
    ends_at: int


def month_now(connection: Connection, account_id: str, plan: str, *, opened_at: int, since: int, now: int) -> PlanMonth:
    """The month that has begun. Those of a free plan are counted from the day the account was opened.

    So whoever falls back to it, however often, gets its credits once for each of these months.
    """
    names = {"account": account_id, "plan": plan}
    offered = connection.execute(_PLAN, names).one_or_none()
    if offered is not None and offered.tier == "free":
        since = opened_at
        reference = f"free:{period_number(opened_at, now)}"
    else:
        paid = connection.execute(_PAID_BY, names).one_or_none()
        named = f"plan:{plan}:" if paid is None else months_paid_by(paid.provider, paid.id)
        reference = f"{named}{period_at(since, now)[0]}"
    given = connection.execute(_GIVEN, names | {"reference": reference}).one_or_none()
    credits = 0 if offered is None or given is not None else int(offered.credits_per_month)
    return PlanMonth(reference, credits, period_at(since, now)[1])


def months_paid_by(provider: str, subscription: str) -> str:
    """What the references of all grants begin with that a subscription brought."""
    return f"subscription:{provider}:{subscription}:"
