"""What a plan brought goes back with its payment, and with it goes nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from javari_billing.cli.listing import payment_lines
from javari_billing.engine.subscriptions import GRACE
from javari_billing.engine.trial_payments import press
from javari_billing.payments.desk import Desk
from javari_billing.payments.trial_provider import TrialPayments
from javari_billing.wire.plans import CheckoutRequest
from javari_billing.wire.values import MICRO
from tests.billing.bench import Bench

DAY = 86_400_000
HERE = "http://127.0.0.1:1"


class Counter:
    """A desk with the test provider, where an account buys and gets its money back."""

    def __init__(self, bench: Bench) -> None:
        self.bench = Bench(bench.ledgers, bench.clock, plan="Free", renews=True)
        self.desk = Desk(bench.ledgers, TrialPayments(bench.ledgers, HERE))
        self.pages = 0

    def buy(self, **wish: object) -> str:
        """Pay for something; the page's name."""
        self.pages += 1
        request = CheckoutRequest.model_validate(wish)
        page = self.desk.open_page(self.bench.account, request, f"key-{self.pages}")
        name = page.url.rpartition("/")[2]
        self.press(name, "pay")
        self.desk.fulfil(name)
        return name

    def refund(self, name: str) -> None:
        """Give the money back."""
        self.press(name, "refund")
        self.desk.reverse(name)

    def press(self, name: str, button: str) -> None:
        """Press a button on a page."""
        now = self.bench.clock.now
        self.bench.ledgers.write(lambda one: press(one, name, button, now=now))

    def posted(self) -> int:
        """The balance in whole credits."""
        return self.bench.balance().posted_mcr // MICRO

    def breaches(self) -> set[str]:
        """Which invariants do not hold."""
        return {breach.invariant for breach in self.bench.breaches()}


@pytest.fixture
def counter(bench: Bench) -> Counter:
    """One with nothing sold."""
    return Counter(bench)


def test_a_refund_of_a_plan_that_was_replaced_takes_back_its_credits_and_no_others(counter: Counter) -> None:
    pro = counter.buy(plan="Pro")
    starter = counter.buy(plan="Starter")
    counter.buy(credits_mcr=500 * MICRO)
    counter.bench.report(counter.bench.event(1200 * MICRO))
    counter.bench.clock.now += DAY
    counter.press(pro, "refund")
    assert counter.breaches() == {"P5"}
    for _ in range(2):
        counter.desk.reverse(pro)
    assert (counter.posted(), counter.bench.balance().plan, counter.breaches()) == (5500, "Starter", set())
    counter.refund(starter)
    assert (counter.posted(), counter.bench.balance().plan, counter.breaches()) == (500, "Free", set())


def test_what_is_held_stays_when_its_plan_is_paid_back(counter: Counter) -> None:
    pro = counter.buy(plan="Pro")
    held = counter.bench.hold(20_400 * MICRO)
    counter.refund(pro)
    assert (counter.bench.balance().available_mcr, counter.breaches()) == (0, set())
    counter.bench.release(held)
    assert counter.breaches() == set()
    counter.bench.clock.now += 1
    counter.desk.reverse(pro)
    assert (counter.posted(), counter.breaches()) == (1000, set())


@pytest.mark.parametrize("waits", [GRACE, GRACE + 40 * DAY])
def test_an_unpaid_plan_takes_nothing_that_was_bought(counter: Counter, waits: int) -> None:
    """Also when the month that was not paid has run out before anybody came."""
    counter.buy(plan="Starter")
    counter.buy(credits_mcr=500 * MICRO)
    counter.bench.clock.now += 31 * DAY
    assert counter.posted() == 5500
    counter.bench.report(counter.bench.event(2000 * MICRO))
    ends = counter.bench.clock.now - DAY + GRACE
    with counter.bench.ledgers.engine.begin() as connection:
        until = {"ends": ends, "paid": ends - GRACE}
        connection.execute(text("UPDATE subscriptions SET ends_at = :ends, paid_until = :paid"), until)
        connection.execute(text("UPDATE accounts SET plan_ends_at = :ends WHERE cycle IS NOT NULL"), until)
    counter.bench.clock.now += waits
    counter.desk._end_if_over(counter.bench.account)
    bought = [grant for grant in counter.bench.balance().grants if grant.kind == "purchase"]
    assert [grant.remaining_mcr for grant in bought] == [500 * MICRO]
    assert (counter.bench.balance().plan, counter.breaches()) == ("Free", set())


def test_a_month_that_was_paid_stays_when_the_plan_ends(counter: Counter) -> None:
    counter.buy(plan="Starter")
    ends = counter.bench.clock.now + DAY
    with counter.bench.ledgers.engine.begin() as connection:
        connection.execute(text("UPDATE subscriptions SET ends_at = :ends, paid_until = :ends"), {"ends": ends})
        connection.execute(text("UPDATE accounts SET plan_ends_at = :ends WHERE cycle IS NOT NULL"), {"ends": ends})
    counter.bench.clock.now = ends
    counter.desk._end_if_over(counter.bench.account)
    assert (counter.bench.balance().plan, counter.posted(), counter.breaches()) == ("Free", 6000, set())


def test_a_refund_is_told_of_the_month_that_was_paid_and_of_no_earlier_one(counter: Counter) -> None:
    starter = counter.buy(plan="Starter")
    counter.bench.clock.now += 31 * DAY
    counter.bench.report(counter.bench.event(2000 * MICRO))
    counter.refund(starter)
    with counter.bench.ledgers.reading() as connection:
        told = [line for line in payment_lines(connection, counter.bench.account) if "reversed" in line]
    assert [line.partition("reversed: ")[2] for line in told] == ["3000 of 5000 credits taken back"]


def test_who_buys_and_is_paid_back_again_and_again_gets_each_free_month_once(counter: Counter) -> None:
    ends = counter.bench.balance().renews_at
    for _ in range(3):
        counter.bench.clock.now += DAY
        counter.refund(counter.buy(plan="Starter"))
        assert (counter.bench.balance().plan, counter.posted()) == ("Free", 1000)
        assert counter.bench.balance().renews_at == ends
    counter.bench.clock.now += 31 * DAY
    assert counter.posted() == 1000
    counter.refund(counter.buy(plan="Pro"))
    assert (counter.posted(), counter.breaches()) == (1000, set())
    with counter.bench.ledgers.engine.begin() as connection:
        connection.execute(text("UPDATE grants SET created_at = (SELECT max(created_at) FROM grants)"))
    assert counter.breaches() == {"P6"}
