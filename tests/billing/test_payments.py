"""Payments over the real SDK: what is paid for is given once, whatever webhooks come, how often and in what order."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from javari_billing.cli.listing import payment_lines
from javari_billing.engine.orders import settle_page
from javari_billing.engine.payment_facts import SubscriptionFacts
from javari_billing.engine.refusals import Refused
from javari_billing.engine.subscriptions import GRACE
from javari_billing.payments.desk import Desk
from javari_billing.payments.provider import NotGenuine, ProviderFailed
from javari_billing.payments.stripe_provider import StripeKeys, StripePayments
from javari_billing.wire.plans import CheckoutRequest
from javari_billing.wire.values import MICRO
from tests.billing.bench import Bench
from tests.billing.shop import SECRET, Shop
from tests.billing.stripe_api import MONTH, StripeApi, stripe_api

DAY = 86_400_000


@pytest.fixture(scope="module")
def api() -> Iterator[StripeApi]:
    """Stripe."""
    with stripe_api() as running:
        yield running


@pytest.fixture
def shop(bench: Bench, api: StripeApi) -> Shop:
    """One with nothing sold."""
    api.things.clear()
    api.requests.clear()
    api.is_down = False
    keys = StripeKeys("rk_test_secret", ("whsec_newer", SECRET), api.url)
    return Shop(bench, api, Desk(bench.ledgers, StripePayments(keys, "https://billing.example.org")))


def test_16_at_once_give_credits_once(shop: Shop) -> None:
    name = shop.buy(credits_mcr=500 * MICRO)
    for _ in range(2):
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda _: shop.completed(name), range(16)))
    shop.tell("checkout.session.async_payment_succeeded", {"id": name, "object": "checkout.session"})
    assert shop.kinds() == [("purchase", 500)]
    assert shop.bench.breaches() == []
    made = [request for request in shop.api.requests if request[0] == "POST"]
    assert [headers["idempotency-key"] for *_, headers in made] == [f"javari-{made[0][2]['client_reference_id']}"]
    assert made[0][2]["line_items"]["0"]["price_data"]["unit_amount"] == "500"


def test_a_webhook_gives_nothing_that_the_provider_does_not_confirm(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    page = shop.order(credits_mcr=500 * MICRO)
    name = page.url.rpartition("/")[2]
    lies = {"id": name, "object": "checkout.session", "payment_status": "paid", "amount_total": 5_000_000}
    shop.tell("checkout.session.completed", lies)
    shop.tell("checkout.session.completed", lies | {"id": "cs_of_somebody_else"})
    shop.tell("price.created", {"id": "price_1", "object": "event"})
    assert shop.kinds() == []
    shop.api.pay(name)
    for change in ({"amount_total": 1}, {"currency": "jpy"}, {"client_reference_id": "page_other"}):
        before = dict(shop.api.things[name])
        shop.api.things[name] |= change
        with caplog.at_level(logging.ERROR):
            shop.completed(name)
        assert f"{page.id} is not given" in caplog.text
        shop.api.things[name] = before
    assert shop.kinds() == []
    assert shop.desk.fulfil_page(page.id) == "paid"
    assert shop.kinds() == [("purchase", 500)]
    assert "rk_test_secret" not in caplog.text + repr(StripeKeys("rk_test_secret", (SECRET,)))


@pytest.mark.parametrize("off", [-310, 310])
def test_a_webhook_from_another_time_is_none(shop: Shop, off: int) -> None:
    name = shop.buy(credits_mcr=100 * MICRO)
    thing, now = {"id": name, "object": "checkout.session"}, int(time.time())
    with pytest.raises(NotGenuine):
        shop.tell("checkout.session.completed", thing, at=now + off)
    assert shop.kinds() == []
    shop.tell("checkout.session.completed", thing, at=now + (280 if off > 0 else -280))
    assert shop.kinds() == [("purchase", 100)]


def test_one_key_opens_one_page(shop: Shop) -> None:
    request, key = CheckoutRequest(credits_mcr=100 * MICRO), "once"
    account = shop.bench.account
    shop.api.is_down = True
    with pytest.raises(Refused, match="busy"):
        shop.desk.open_page(account, request, key)
    shop.api.is_down = False
    held = []

    def meanwhile() -> None:
        with pytest.raises(Refused, match="still running"):
            shop.desk.open_page(account, request, key)
        held.append(True)

    shop.api.before_answer = meanwhile
    first = shop.desk.open_page(account, request, key)
    shop.api.before_answer = lambda: None
    assert held == [True]
    assert shop.desk.open_page(account, request, key) == first
    with pytest.raises(Refused, match="another request"):
        shop.desk.open_page(account, CheckoutRequest(credits_mcr=200 * MICRO), key)
    assert len([one for one in shop.api.things.values() if one["object"] == "checkout.session"]) == 1


@pytest.mark.parametrize(
    "wish",
    [
        *({}, {"credits_mcr": 10 * MICRO}, {"credits_mcr": 100 * MICRO + 1}, {"plan": "Free"}, {"plan": "Gold"}),
        *({"credits_mcr": 2**53 - 1}, {"credits_mcr": 100 * MICRO, "plan": "Pro"}),
    ],
)
def test_what_is_not_for_sale_is_not_sold(shop: Shop, wish: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        shop.order(**wish)
    assert shop.api.things == {}


def test_a_refund_takes_back_what_is_left_and_a_won_dispute_gives_it_back(shop: Shop) -> None:
    name = shop.buy(credits_mcr=500 * MICRO)
    shop.bench.grant(50 * MICRO)
    charge = shop.api.charge_of(f"pi_{name}")
    charge["amount_refunded"] = 100
    for _ in range(2):
        # Before anybody told that it was paid.
        shop.tell("charge.refunded", charge)
    assert shop.kinds() == [("grant", 50), ("purchase", 500), ("reversal", -100)]
    shop.bench.report(shop.bench.event(400 * MICRO))
    shop.bench.hold(20 * MICRO)
    charge["disputed"] = True
    dispute = shop.api.add("dispute", "du", charge=charge["id"], status="needs_response")
    shop.tell("charge.dispute.created", dispute)
    assert shop.bench.balance().available_mcr == 0
    assert shop.bench.balance().posted_mcr == 20 * MICRO
    shop.api.things[dispute["id"]]["status"] = "won"
    for _ in range(2):
        shop.tell("charge.dispute.closed", dispute)
    assert shop.bench.balance().available_mcr == 30 * MICRO
    with shop.bench.ledgers.reading() as connection:
        paid, *reversals = payment_lines(connection, shop.bench.account)
    assert "paid     500 credits    5.00 USD" in paid
    assert [line.split("reversed: ")[1].split()[:3] for line in reversals] == [
        *(["100", "of", "100"], ["30", "of", "400"], ["-30", "of", "-400"])
    ]
    assert shop.bench.breaches() == []


def test_no_more_is_taken_back_than_was_bought(shop: Shop) -> None:
    name = shop.buy(credits_mcr=500 * MICRO)
    shop.bench.grant(300 * MICRO)
    charge = shop.api.charge_of(f"pi_{name}")
    charge["amount_refunded"] = 700
    shop.tell("charge.refunded", charge)
    assert shop.kinds() == [("grant", 300), ("purchase", 500), ("reversal", -500)]
    assert shop.bench.breaches() == []


def test_a_page_that_was_given_meanwhile_is_not_given_again(shop: Shop) -> None:
    name = shop.buy(credits_mcr=500 * MICRO)
    facts = shop.desk.payments.session(name)

    def settle() -> bool:
        now = shop.bench.clock()
        return shop.bench.ledgers.write(lambda one: settle_page(one, facts.page_id, facts, now=now))

    assert [settle(), settle()] == [True, False]
    # Nor does what a provider says later make it anything else.
    ended = replace(facts, state="ended")
    assert not shop.bench.ledgers.write(lambda one: settle_page(one, facts.page_id, ended, now=shop.bench.clock()))
    assert shop.desk.fulfil_page(facts.page_id) == "paid"
    assert shop.kinds() == [("purchase", 500)]


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


def test_the_page_for_cards_is_asked_for_by_a_key_of_its_own(shop: Shop) -> None:
    shop.completed(shop.buy(plan="Starter"))
    page = shop.desk.open_page(shop.bench.account, None, "portal")
    keys = [headers["idempotency-key"] for _, path, _, headers in shop.api.requests if path.endswith("portal/sessions")]
    assert keys == [f"javari-{page.id}"]


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


def test_a_provider_that_does_not_answer_makes_the_webhook_come_again(shop: Shop) -> None:
    name = shop.buy(credits_mcr=100 * MICRO)
    shop.api.is_down = True
    with pytest.raises(ProviderFailed):
        shop.completed(name)
    shop.api.is_down = False
    shop.completed(name)
    assert shop.kinds() == [("purchase", 100)]


def test_hostile_webhooks_are_none(shop: Shop) -> None:
    signatures = ("", "t=", "t=1,v1=", "t=٣,v1=a", "v1=a", "t=9" + "9" * 5000 + ",v1=a", "=,=,=")
    for body in (b"", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"object":"event"}'):
        for signature in signatures:
            with pytest.raises(NotGenuine):
                shop.desk.hear(body, {"stripe-signature": signature})
