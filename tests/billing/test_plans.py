"""Plans give their credits month by month, each month once, whoever comes and whenever."""

from __future__ import annotations

from datetime import datetime

import pytest

from javari_billing.engine.accounts import change_plan, close_account
from javari_billing.engine.periods import period_at
from javari_billing.wire.values import MICRO, milliseconds
from tests.billing.bench import Bench

DAY = 86_400_000


def stamp(day: str) -> int:
    """Noon of a day."""
    return milliseconds(datetime.fromisoformat(f"{day}T12:00:00+00:00"))


@pytest.mark.parametrize(
    ("since", "now", "start", "end"),
    [
        ("2026-01-31", "2026-01-31", "2026-01-31", "2026-02-28"),
        ("2026-01-31", "2026-02-28", "2026-02-28", "2026-03-31"),
        ("2026-01-31", "2026-03-30", "2026-02-28", "2026-03-31"),
        ("2024-02-29", "2025-03-01", "2025-02-28", "2025-03-29"),
        ("2026-11-15", "2027-02-14", "2027-01-15", "2027-02-15"),
        ("2026-11-15", "2026-11-01", "2026-11-15", "2026-12-15"),
    ],
)
def test_the_months_of_a_plan_follow_each_other(since: str, now: str, start: str, end: str) -> None:
    assert period_at(stamp(since), stamp(now)) == (stamp(start), stamp(end))


def test_a_plan_gives_its_credits_every_month_and_never_twice(bench: Bench) -> None:
    monthly = Bench(bench.ledgers, bench.clock, plan="Free", renews=True)
    first = monthly.balance()
    assert (first.posted_mcr, first.grants[0].kind) == (1000 * MICRO, "plan")
    assert first.renews_at == first.grants[0].expires_at is not None
    monthly.report(monthly.event(7))
    monthly.hold(5, ttl=1)
    monthly.clock.now += 1000
    assert monthly.balance().available_mcr == 1000 * MICRO - 7
    monthly.clock.now += 100 * DAY
    assert monthly.balance().posted_mcr == monthly.balance().posted_mcr == 1000 * MICRO
    assert [entry.kind for entry in monthly.entries()] == ["plan", "usage", "expiry", "plan"]
    for _ in range(2):
        monthly.ledgers.write(lambda one: change_plan(one, monthly.account, "Starter", now=monthly.clock()))
    told = monthly.balance()
    assert (told.plan, told.posted_mcr) == ("Starter", 6000 * MICRO)
    monthly.ledgers.write(lambda one: close_account(one, monthly.account, now=monthly.clock()))
    monthly.clock.now += 100 * DAY
    assert (monthly.balance().posted_mcr, monthly.balance().renews_at, monthly.breaches()) == (0, None, [])
