"""What is due happens whole under whatever comes first, and credits that come pay back first what is owed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from javari_billing.engine.usage import settle
from javari_billing.wire.values import MAX_AMOUNT
from tests.billing.bench import Bench

DAY = 86_400_000


@pytest.mark.parametrize("months", [0, 2])
def test_what_is_sent_again_when_something_else_is_due_leaves_that_whole(bench: Bench, months: int) -> None:
    """A hold that ran out, and the month of a plan, under an answer that changes nothing itself."""
    monthly = Bench(bench.ledgers, bench.clock, plan="Starter", renews=True)
    repeats: list[Callable[[], object]] = []
    monthly.grant(100, reference="once")
    held, event = monthly.hold(20), monthly.event(15)
    monthly.settle(held, event)
    repeats.append(lambda: monthly.grant(100, reference="once"))
    repeats.append(lambda: monthly.settle(held, event))
    for again in repeats:
        monthly.hold(30, ttl=1)
        monthly.clock.now += months * 31 * DAY + 1000
        again()
        assert (monthly.breaches(), monthly.balance().held_mcr) == ([], 0)
        monthly.grant(1)
    with monthly.ledgers.reading() as connection:
        ends = connection.execute(text("SELECT ledger_seq FROM accounts WHERE id = :one"), {"one": monthly.account})
        expected = ends.scalar_one()
    told = monthly.ledgers.write(lambda one: settle(one, monthly.account, held.id, event, now=monthly.clock()))
    assert told[1] == expected == len(monthly.entries())


def test_what_is_overdrawn_is_paid_back_from_the_next_credits(bench: Bench) -> None:
    with bench.ledgers.engine.begin() as connection:
        connection.execute(text("UPDATE accounts SET overdraft_limit = 30"))
    bench.grant(10)
    bench.report(bench.event(40))
    bench.grant(50)
    told = bench.balance()
    assert (told.posted_mcr, [grant.remaining_mcr for grant in told.grants]) == (20, [20])
    assert bench.breaches() == []


def test_a_month_never_gives_more_than_a_balance_may_hold(bench: Bench) -> None:
    monthly = Bench(bench.ledgers, bench.clock, plan="Free", renews=True)
    monthly.grant(MAX_AMOUNT - monthly.balance().posted_mcr - 5)
    monthly.report(monthly.event(0))
    with bench.ledgers.engine.begin() as connection:
        connection.execute(text("UPDATE plans SET credits_per_month = credits_per_month * 2 WHERE name = 'Free'"))
    monthly.clock.now += 31 * DAY
    assert monthly.balance().posted_mcr == MAX_AMOUNT
    assert monthly.breaches() == []
