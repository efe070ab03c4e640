"""Plans: what a month of Javari brings. The one of this machine is here; all others come from the endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from javari_tui.domain.credits import Credits


class PlanTier(StrEnum):
    """The kinds of plans, the smallest first."""

    FREE = "free"
    STARTER = "starter"
    PRO = "pro"
    ENTERPRISE = "enterprise"


class BillingCycle(StrEnum):
    """How often a plan is paid."""

    MONTHLY = "monthly"
    ANNUAL = "annual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as it is offered."""

    name: str
    tier: PlanTier
    credits_per_month: Credits
    cents_monthly: int
    """US cents."""
    cents_annual: int
    features: tuple[str, ...] = ()
    is_popular: bool = False


FREE_PLAN = Plan(name="Free", tier=PlanTier.FREE, credits_per_month=Credits.of(1_000), cents_monthly=0, cents_annual=0)
"""What Javari runs on without an account."""


@dataclass(frozen=True, slots=True)
class Period:
    """One month of a plan: from the day of the month that it began on to the next such day."""

    number: int
    """Counted from the month the plan began in, 0; below it where the clock was set back."""
    starts_at: datetime
    ends_at: datetime


def period_at(began_at: datetime, at: datetime) -> Period:
    """The month of a plan that a time lies in. The same for the same time, wherever the clock was before."""
    began, time = began_at.astimezone(UTC), at.astimezone(UTC)
    number = (time.year - began.year) * 12 + time.month - began.month
    if _months_after(began, number) > time:
        number -= 1
    return Period(number, _months_after(began, number), _months_after(began, number + 1))


def _months_after(time: datetime, months: int) -> datetime:
    """The same day and hour so many months later, or the last day of a month that is too short."""
    index = time.year * 12 + time.month - 1 + months
    year, month = divmod(index, 12)
    next_year, next_month = divmod(index + 1, 12)
    first_of_next = datetime(next_year, next_month + 1, 1, tzinfo=UTC)
    days = (first_of_next - datetime(year, month + 1, 1, tzinfo=UTC)).days
    return time.replace(year=year, month=month + 1, day=min(time.day, days))
