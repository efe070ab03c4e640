"""Payments over HTTP: the server as a process of its own, Stripe beside it, and the pages of the test provider."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import httpx2
import pytest

from javari_billing.engine.accounts import make_key
from javari_billing.payments.setup import NotSetUp, chosen, desk_of
from javari_billing.server.app import build
from javari_billing.server.limits import Limits
from javari_billing.server.payment_texts import PAYMENT_TEXTS
from javari_billing.wire.endpoints import SCOPES
from javari_billing.wire.values import MICRO
from tests.billing.bench import Bench
from tests.billing.server import Served
from tests.billing.stripe_api import StripeApi, signed, stripe_api
from tests.billing.test_server import account, breaches

SECRET = "whsec_of_the_tests"


@pytest.fixture(scope="module")
def api() -> Iterator[StripeApi]:
    """Stripe."""
    with stripe_api() as running:
        yield running


@pytest.fixture(scope="module")
def served(template: bytes, tmp_path_factory: pytest.TempPathFactory, api: StripeApi) -> Iterator[Served]:
    """A server that takes payments by it."""
    file = tmp_path_factory.mktemp("paid") / "billing.db"
    file.write_bytes(template)
    keys = {"STRIPE_KEY": "rk_test_1", "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API": api.url}
    environ = {f"JAVARI_BILLING_{name}": value for name, value in keys.items()}
    server = Served(f"sqlite:///{file}", environ=environ)
    server.start(0, "--payments", "stripe")
    yield server
    server.kill()


def _completed(name: str) -> tuple[bytes, dict[str, str]]:
    return signed("checkout.session.completed", {"id": name, "object": "checkout.session"}, SECRET)


def test_what_is_paid_on_the_page_is_in_the_account_once_also_when_the_server_dies(
    served: Served, api: StripeApi
) -> None:
    _, key = account(served.address, 0)
    with served.client(key) as client:
        headers = {"Idempotency-Key": "one"}
        page = client.post("/v1/checkout-sessions", json={"credits_mcr": 500 * MICRO}, headers=headers)
        assert page.status_code == 201, page.text
        assert page.headers["Javari-Ledger-Seq"] == "0"
        again = client.post("/v1/checkout-sessions", json={"credits_mcr": 500 * MICRO}, headers=headers)
        other = client.post("/v1/checkout-sessions", json={"credits_mcr": 600 * MICRO}, headers=headers)
        assert (again.json(), other.status_code) == (page.json(), 422)
        name = page.json()["url"].rpartition("/")[2]
        api.pay(name)
        body, signature = _completed(name)
        head = "".join(f"{name}: {value}\r\n" for name, value in signature.items())
        host, port = served.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as line:
            line.sendall(f"POST /v1/payments/webhook HTTP/1.1\r\nHost: x\r\n{head}".encode())
            line.sendall(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            while client.get("/v1/balance").json()["posted_mcr"] == 0:
                pass
            # The money was given, and Stripe was not told.
            served.kill()
    served.start(int(port), "--payments", "stripe")
    with served.client(key) as client, ThreadPoolExecutor(16) as pool:
        posts = [pool.submit(client.post, "/v1/payments/webhook", content=body, headers=signature) for _ in range(16)]
        assert {post.result().status_code for post in posts} == {200}
        assert client.get("/v1/balance").json()["posted_mcr"] == 500 * MICRO
        assert client.get("/v1/balance").json()["grants"][0]["kind"] == "purchase"
        assert "Paid" in client.get("/paid", params={"page": page.json()["id"]}).text
    assert breaches(served.address) == []


def test_what_is_not_from_stripe_learns_nothing(served: Served, api: StripeApi) -> None:
    _, key = account(served.address, 0)
    with served.client(key) as client:
        body, signature = _completed("cs_1")
        bad = client.post("/v1/payments/webhook", content=body + b" ", headers=signature)
        assert (bad.status_code, bad.json().keys()) == (400, {"type", "title", "status", "retryable"})
        assert client.post("/v1/payments/webhook", content=b"x" * (1 << 20) + b"x").status_code == 413
        unknown, signature = signed("radar.early_fraud_warning.created", {"id": "issfr_1", "object": "event"}, SECRET)
        assert client.post("/v1/payments/webhook", content=unknown, headers=signature).status_code == 200
        portal = client.post("/v1/portal-sessions", headers={"Idempotency-Key": "portal"})
        assert portal.status_code == 404
        api.is_down = True
        where, wish, headers = "/v1/checkout-sessions", {"plan": "Pro"}, {"Idempotency-Key": "down"}
        down = client.post(where, json=wish, headers=headers)
        api.is_down = False
        assert (down.status_code, down.headers["Retry-After"]) == (503, "5")
        assert client.post(where, json=wish, headers=headers).status_code == 201


@pytest.mark.parametrize(
    ("host", "public", "expected"),
    [
        *(("127.0.0.1", None, "test-here"), ("::1", None, "test-here"), ("localhost", None, "test-here")),
        *(("0.0.0.0", None, "none"), ("127.0.0.1", "https://billing.example.org", "none")),
        *(("127.0.0.1", "http://127.0.0.1:8787", "test-here"), ("10.0.0.1", "http://localhost", "none")),
    ],
)
def test_money_that_is_none_is_taken_by_itself_only_where_nobody_else_comes(
    host: str, public: str | None, expected: str
) -> None:
    assert chosen("auto", host=host, public_address=public) == expected
    if public is None and expected == "none":
        with pytest.raises(NotSetUp, match="public-address"):
            chosen("stripe", host=host, public_address=public)
    else:
        assert chosen("stripe", host=host, public_address=public) == "stripe"


class Visitor:
    """A browser without scripts, at a server with the test provider."""

    def __init__(self, bench: Bench, payments: str = "test", language: str = "en") -> None:
        desk = desk_of(payments, bench.ledgers, "http://localhost", {})
        self.app = app = build(bench.ledgers, Limits(), "http://localhost", desk, only_here=True)
        self.texts = PAYMENT_TEXTS[language]
        self.key = bench.ledgers.write(
            lambda connection: make_key(connection, bench.account, SCOPES, now=bench.clock())
        )
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app),
            base_url="http://localhost",
            headers={"Accept-Language": language, "Authorization": f"Bearer {self.key}"},
        )

    async def order(self, path: str = "checkout", **wish: object) -> httpx2.Response:
        """Open a page."""
        headers = {"Idempotency-Key": f"{path}{sorted(wish)}"}
        return await self.client.post(f"/v1/{path}-sessions", headers=headers, json=wish)

    async def press(self, url: str, button: str, **headers: str) -> httpx2.Response:
        """Press a button that the page has."""
        page = await self.client.get(url)
        assert escape(self.texts.is_test) in page.text
        assert f'value="{button}"' in page.text
        target = re.search(r'action="([^"]+)"', page.text)
        assert target is not None
        return await self.client.post(target.group(1), data={"press": button}, headers=headers)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_test_provider_pays_declines_waits_and_refunds(bench: Bench, language: str) -> None:
    person = Visitor(bench, language=language)
    url = (await person.order(credits_mcr=250 * MICRO)).json()["url"]
    declined = await person.press(url, "decline")
    assert (declined.status_code, bench.balance().posted_mcr) == (422, 0)
    assert f'role="alert">{person.texts.declined}' in declined.text
    elsewhere = ("null", "https://evil.example", "http://localhost.evil.example", "http://localhost:81", "http://[")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, *({"Origin": origin} for origin in elsewhere)):
        assert (await person.press(url, "pay", **headers)).status_code == 400
    assert person.texts.pending in (await person.press(url, "later", Origin="http://localhost")).text
    assert bench.balance().posted_mcr == 0
    paid = await person.press(url, "pay")
    assert (paid.status_code, bench.balance().posted_mcr) == (303, 250 * MICRO)
    assert person.texts.paid in (await person.client.get(paid.headers["Location"])).text
    assert person.texts.refunded in (await person.press(url, "refund")).text
    assert (bench.balance().posted_mcr, bench.breaches()) == (0, [])


async def test_a_test_plan_renews_itself_until_it_is_cancelled(bench: Bench) -> None:
    person = Visitor(bench)
    await person.press((await person.order(plan="Starter", cycle="monthly")).json()["url"], "pay")
    desk = desk_of("test", bench.ledgers, "http://localhost", {})
    assert desk is not None
    for _ in range(3):
        bench.clock.now += 31 * 86_400_000
        desk.look_after_plans()
        assert (bench.balance().plan, bench.balance().cycle) == ("Starter", "monthly")
    await person.press((await person.order("portal")).json()["url"], "cancel")
    assert bench.balance().grace_until is not None
    bench.clock.now += 31 * 86_400_000
    desk.look_after_plans()
    assert (bench.balance().plan, bench.balance().posted_mcr, bench.breaches()) == ("Free", 1000 * MICRO, [])


async def test_a_server_without_payments_says_so_and_test_pages_are_for_this_machine(
    bench: Bench, tmp_path: Path
) -> None:
    none = Visitor(bench, payments="none")
    answer = await none.order(credits_mcr=250 * MICRO)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:javari:problem:payments-not-set-up")
    assert (await none.client.get("/test-payments/test_x")).status_code == 404
    person = Visitor(bench)
    url = (await person.order(credits_mcr=250 * MICRO)).json()["url"]
    for headers in (
        *({"Host": "billing.example.org"}, {"Via": "1.1 x"}, {"Forwarded": "for=10.0.0.1"}, {"X-Real-IP": "127.0.0.1"}),
        *({"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-Proto": "https"}, {"x-forwarded-host": "localhost"}),
    ):
        assert (await person.client.get(url, headers=headers)).status_code == 404
    far = httpx2.ASGITransport(app=person.app, client=("10.0.0.1", 1))
    async with httpx2.AsyncClient(transport=far, base_url="http://localhost") as client:
        assert (await client.get(url)).status_code == 404
    assert (await person.client.get(url)).status_code == 200


@pytest.mark.parametrize("language", ["en", "es"])
async def test_who_has_too_little_is_led_to_a_page_that_sells_more(bench: Bench, language: str) -> None:
    person = Visitor(bench, language=language)
    hold = await person.client.post("/v1/holds", json={"amount_max_mcr": 5}, headers={"Idempotency-Key": "hold"})
    assert hold.status_code == 402
    page = hold.json()["checkout_url"]
    assert person.texts.top_up_intro in (await person.client.get(page)).text
    for form in ({"amount": "1000", "key": "jvk_wrong"}, {"amount": "1e9", "key": person.key}, {"key": person.key}):
        wrong = await person.client.post(page, data=form)
        assert (wrong.status_code, person.texts.wrong in wrong.text) == (422, True)
        assert person.key not in wrong.text
    ordered = await person.client.post(page, data={"amount": "1000", "key": person.key})
    link = re.search(r'href="([^"]+)"', ordered.text)
    assert link is not None
    assert (await person.press(link.group(1), "pay")).status_code == 303
    assert bench.balance().posted_mcr == 1000 * MICRO
