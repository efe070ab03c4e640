"""Payments over the real SDK: what is paid for is given once, whatever webhooks come, how often and in what order."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from javari_billing.cli.listing import payment_lines
from javari_billing.engine.orders import settle_page
from javari_billing.engine.refusals import Refused
from javari_billing.payments.provider import NotGenuine, ProviderFailed
from javari_billing.payments.stripe_provider import StripeKeys
from javari_billing.wire.plans import CheckoutRequest
from javari_billing.wire.values import MICRO
from tests.billing.shop import SECRET, Shop


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


def test_the_page_for_cards_is_asked_for_by_a_key_of_its_own(shop: Shop) -> None:
    shop.completed(shop.buy(plan="Starter"))
    page = shop.desk.open_page(shop.bench.account, None, "portal")
    keys = [headers["idempotency-key"] for _, path, _, headers in shop.api.requests if path.endswith("portal/sessions")]
    assert keys == [f"javari-{page.id}"]


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
