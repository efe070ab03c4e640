"""Plans that are paid for over the real SDK: how long they go on, what replaces and what ends them."""

from __future__ import annotations

import pytest

from javari_billing.engine.payment_facts import SubscriptionFacts
from javari_billing.engine.refusals import Refused
from javari_billing.engine.subscriptions import GRACE
from javari_billing.wire.values import MICRO
from tests.billing.shop import Shop
from tests.billing.stripe_api import MONTH

DAY = 86_400_000


def test_a_plan_for_nothing_is_given_only_when_its_invoice_is_settled(shop: Shop) -> None:
    name = shop.buy(plan="Starter")
    shop.api.things[name]["payment_status"] = "no_payment_required"
    invoice = shop.api.things[shop.api.things[shop.api.things[name]["subscription"]]["latest_invoice"]]
    invoice["status"] = "open"
    shop.completed(name)
    assert shop.bench.balance().plan == "Free"
    invoice["status"] = "paid"
    shop.completed(name)
    assert shop.bench.balance().plan == "Starter"


def test_an_annual_plan_is_paid_once_and_gives_its_credits_every_month(shop: Shop) -> None:
    shop.bench.clock.now -= shop.bench.clock.now % 1000
    page = shop.order(plan="Starter", cycle="annual")
    name = page.url.rpartition("/")[2]
    made = next(one for method, _, one, _ in shop.api.requests if method == "POST")
    assert made["line_items"]["0"]["price_data"] | {"product_data": ""} == {
        **{"currency": "usd", "unit_amount": "9000", "product_data": "", "recurring": {"interval": "year"}}
    }
    shop.api.pay(name, start=shop.bench.clock.now // 1000, length=365 * 86_400)
    shop.completed(name)
    told = shop.bench.balance()
    assert (told.plan, told.cycle, told.posted_mcr, told.grace_until) == ("Starter", "annual", 5000 * MICRO, None)
    for month in range(1, 4):
        shop.bench.clock.now += 31 * DAY
        assert shop.bench.balance().posted_mcr == 5000 * MICRO
        assert len(shop.kinds()) == 1 + 2 * month
    with pytest.raises(Refused, match="this plan already"):
        shop.order(plan="Starter", cycle="annual")
    assert shop.bench.breaches() == []


def test_a_plan_goes_on_while_it_is_paid_and_falls_back_when_it_is_not(shop: Shop) -> None:
    start = shop.bench.clock.now // 1000
    name = shop.buy(plan="Starter")
    subscription = shop.api.things[name]["subscription"]
    first = shop.api.things[shop.api.things[subscription]["latest_invoice"]]
    # The invoice comes before the page.
    shop.tell("invoice.paid", first)
    assert shop.bench.balance().plan == "Starter"
    shop.bench.clock.now += 31 * DAY
    second = shop.api.bill(subscription, start=start + MONTH)
    shop.tell("invoice.paid", second)
    shop.tell("invoice.paid", first)
    assert shop.bench.balance().posted_mcr == 5000 * MICRO
    shop.bench.clock.now += 31 * DAY
    third = shop.api.bill(subscription, start=start + 2 * MONTH, paid=False)
    shop.api.things[subscription]["status"] = "past_due"
    shop.tell("invoice.payment_failed", third)
    told = shop.bench.balance()
    assert told.grace_until is not None
    assert (told.plan, told.posted_mcr) == ("Starter", 5000 * MICRO)
    shop.bench.report(shop.bench.event(1000 * MICRO))
    shop.bench.clock.now += GRACE
    shop.api.is_down = True
    shop.desk.look_after_plans()
    assert shop.bench.balance().plan == "Starter"
    shop.api.is_down = False
    shop.desk.look_after_plans()
    told = shop.bench.balance()
    assert (told.plan, told.posted_mcr, told.grace_until) == ("Free", 1000 * MICRO, None)
    assert shop.kinds()[-2:] == [("reversal", -4000), ("plan", 1000)]
    shop.desk.look_after_plans()
    assert shop.api.things[subscription]["status"] == "canceled"
    assert shop.bench.breaches() == []


def test_another_plan_replaces_the_first_and_a_refund_ends_it(shop: Shop) -> None:
    old = shop.buy(plan="Starter")
    shop.completed(old)
    new = shop.buy(plan="Pro")
    shop.completed(new)
    first, second = (shop.api.things[name]["subscription"] for name in (old, new))
    assert shop.api.things[first]["status"] == "canceled"
    shop.tell("customer.subscription.deleted", shop.api.things[first])
    assert (shop.bench.balance().plan, shop.bench.balance().posted_mcr) == ("Pro", 25_000 * MICRO)
    portal = shop.desk.open_page(shop.bench.account, None, "portal")
    assert portal == shop.desk.open_page(shop.bench.account, None, "portal")
    assert portal.url.startswith("https://billing.stripe.com/")
    charge = shop.api.charge_of(f"pi_{shop.api.things[second]['latest_invoice']}")
    charge["amount_refunded"] = charge["amount"] // 4
    for _ in range(2):
        shop.tell("charge.refunded", charge)
    assert (shop.bench.balance().plan, shop.kinds()[-1]) == ("Pro", ("reversal", -5000))
    charge["amount_refunded"] = charge["amount"]
    shop.tell("charge.refunded", charge)
    assert shop.bench.balance().plan == "Free"
    assert shop.api.things[second]["status"] == "canceled"
    assert shop.kinds()[-3:] == [("reversal", -5000), ("reversal", -15_000), ("plan", 1000)]
    assert shop.bench.breaches() == []


def test_a_cancelled_plan_lasts_as_long_as_it_is_paid(shop: Shop) -> None:
    name = shop.buy(plan="Starter")
    shop.completed(name)
    subscription = shop.api.things[shop.api.things[name]["subscription"]]
    subscription["cancel_at_period_end"] = True
    shop.tell("customer.subscription.updated", subscription)
    told = shop.bench.balance()
    assert told.grace_until is not None
    assert told.plan == "Starter"
    shop.bench.clock.now += 32 * DAY
    # Nobody has come to end it yet, and still no other month begins.
    assert (shop.bench.balance().posted_mcr, shop.bench.balance().renews_at) == (0, None)
    subscription["status"] = "canceled"
    shop.tell("customer.subscription.deleted", subscription)
    assert shop.bench.balance().plan == "Free"
    assert shop.bench.breaches() == []


def test_an_answer_that_took_longer_than_a_newer_one_changes_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = shop.buy(plan="Starter")
    shop.completed(name)
    subscription = shop.api.things[shop.api.things[name]["subscription"]]
    ask = shop.desk.payments.subscription

    def slowly(subject: str) -> SubscriptionFacts | None:
        old = ask(subject)
        if shop.bench.clock.now == began:
            shop.bench.clock.now += 1
            subscription["cancel_at_period_end"] = True
            shop.tell("customer.subscription.updated", subscription)
        return old

    began = shop.bench.clock.now = shop.bench.clock.now + DAY
    monkeypatch.setattr(shop.desk.payments, "subscription", slowly)
    shop.tell("customer.subscription.updated", subscription)
    assert shop.bench.balance().grace_until is not None
