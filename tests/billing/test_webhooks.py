"""Webhooks to others: signed so that anybody can check it, sent until they are taken, and to nobody inside."""

from __future__ import annotations

import asyncio
import base64
import hmac
import ipaddress
import json
import socket
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from javari_billing.engine.accounts import change_plan, give_credits
from javari_billing.engine.database import Ledgers
from javari_billing.engine.outbox import GIVE_UP, LEND, Parcel, delivered, has_news, lend, make_messages, pause
from javari_billing.engine.refusals import Refused
from javari_billing.engine.webhook_endpoints import add_endpoint, delete_endpoint, list_endpoints, rotate_secret
from javari_billing.webhooks.sending import Sender
from javari_billing.webhooks.signing import headers_of, new_key, new_secret, public_key
from javari_billing.webhooks.targets import NotAllowed, check, is_public, resolve
from javari_billing.wire.values import MICRO
from javari_billing.wire.webhooks import EVENTS, EventName, WebhookEndpoint, WebhookEndpointRequest
from tests.billing.bench import Bench
from tests.billing.server import Served
from tests.billing.test_server import account

URL = "https://example.org/hook"


def test_signatures_are_those_of_the_standard() -> None:
    """The vector that the libraries of Standard Webhooks are tested with, and the first one of RFC 8032 §7.1."""
    secret, name = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    told = headers_of(name, b'{"test": 2432232314}', at=1614265330, shared=[secret])
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert public_key(seed) == "whpk_" + base64.b64encode(public).decode()
    assert "whsec_" not in repr(new_key())
    assert len(base64.b64decode(new_secret().removeprefix("whsec_"))) == 32


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "0x7f.1", "2130706433", "0", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"),
        *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:169.254.169.254]", "[fe80::1]", "[fc00::1]", "[fec0::1]"),
        *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[ff02::1]", "[2001:db8::1]", "[2001:0:4136:e378::]"),
        *("localhost", "a.localhost", "metadata.google.internal", "printer.local"),
    ],
)
async def test_nothing_is_sent_to_what_only_the_server_reaches(host: str) -> None:
    with pytest.raises(NotAllowed):
        await resolve(f"https://{host}/latest/meta-data", allow_private=False)


def test_what_a_translated_address_stands_for_is_looked_at() -> None:
    inside, outside = (ipaddress.ip_address(one) for one in ("64:ff9b::a9fe:a9fe", "64:ff9b::101:101"))
    assert (is_public(inside), is_public(outside)) == (False, True)


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/", "ftp://example.org/", "https://user:pass@example.org/", "https:///x", "https://[::1"),
        *("https://example.org:0/", "https://example.org:99999/", "file:///etc/passwd", "gopher://example.org"),
    ],
)
def test_an_address_is_plain_https(url: str) -> None:
    with pytest.raises(NotAllowed):
        check(url, allow_private=False)


async def test_a_name_with_one_address_inside_is_refused_and_the_one_looked_at_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [["1.1.1.1"], ["1.1.1.1", "10.0.0.1"]]

    async def found(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in answers.pop(0)]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
    target = await resolve("https://example.org/a?b=c#d", allow_private=False)
    assert (target.url, target.host, target.name) == ("https://1.1.1.1:443/a?b=c", "example.org", "example.org")
    with pytest.raises(NotAllowed):
        await resolve("https://example.org/", allow_private=False)


class Post:
    """An account with an address that is told, and what waits for it."""

    def __init__(self, bench: Bench, events: tuple[EventName, ...] = EVENTS) -> None:
        self.bench, self.do = bench, bench.ledgers.write
        request = WebhookEndpointRequest(url=URL, events=events)
        self.made = self.do(
            lambda one: add_endpoint(one, bench.account, request, secret=new_secret(), now=bench.clock())
        )

    def lent(self) -> list[Parcel]:
        """What is sent now."""
        now = self.bench.clock()
        self.do(lambda one: make_messages(one, now=now))
        return self.do(lambda one: lend(one, now=now))

    def went(self, parcel: Parcel, *, taken: bool, gone: bool = False) -> None:
        """How it went."""
        now = self.bench.clock()
        self.do(lambda one: delivered(one, parcel, taken=taken, gone=gone, told="", now=now))

    def endpoint(self) -> WebhookEndpoint:
        """The address, as its account sees it."""
        return self.do(lambda one: list_endpoints(one, self.bench.account)).endpoints[0]


def told(parcels: list[Parcel]) -> list[tuple[str, dict[str, Any]]]:
    """Type and data of messages."""
    bodies = [json.loads(parcel.body) for parcel in parcels]
    return sorted(
        ((body["type"], body["data"]) for body in bodies), key=lambda one: (one[0], one[1].get("ledger_seq", 0))
    )


def test_every_change_is_told_once_of_the_ledger_itself(bench: Bench) -> None:
    bench.grant(5)
    post = Post(bench)
    assert post.lent() == []
    bench.grant(70 * MICRO, note="Hello")
    bench.report(*(bench.event(MICRO) for _ in range(3)))
    bench.hold(MICRO)
    now = bench.clock()
    post.do(lambda one: change_plan(one, bench.account, "Pro", now=now))
    balance, first, second, plan = told(post.lent())
    assert balance[1] | {"account": ""} == {
        **{"account": "", "posted_mcr": 20_067 * MICRO + 5, "held_mcr": MICRO},
        **{"available_mcr": 20_066 * MICRO + 5, "ledger_seq": 6},
    }
    assert (first[1]["amount_mcr"], first[1]["note"], second[1]["kind"]) == (70 * MICRO, "Hello", "plan")
    assert (plan[1]["plan"], plan[1]["previous"]) == ("Pro", "Free")
    assert post.lent() == []
    bench.report(bench.event(1))
    assert [kind for kind, _ in told(post.lent())] == ["balance.changed"]
    assert bench.breaches() == []


def test_what_is_not_taken_is_tried_for_days_and_then_nothing_is_told(bench: Bench) -> None:
    post = Post(bench, ("grant.created",))
    bench.grant(1)
    (lost,) = post.lent()
    assert post.lent() == []
    bench.clock.now += LEND
    # Whoever had it is gone, and comes back too late.
    (again,) = post.lent()
    assert (again.id, again.attempts) == (lost.id, 2)
    post.went(lost, taken=True)
    tries = 0
    while parcels := [again] if not tries else post.lent():
        post.went(parcels[0], taken=False)
        tries += 1
        bench.clock.now += 12 * 3_600_000
    assert tries == GIVE_UP // (12 * 3_600_000) + 1
    assert post.endpoint().disabled_at is not None
    bench.grant(1)
    with bench.ledgers.reading() as connection:
        assert not has_news(connection, now=bench.clock())
    request = WebhookEndpointRequest(url=URL)
    now = bench.clock()
    post.do(lambda one: add_endpoint(one, bench.account, request, secret=new_secret(), now=now))
    assert post.endpoint().disabled_at is None
    bench.grant(1)
    assert [data["ledger_seq"] for kind, data in told(post.lent()) if kind == "grant.created"] == [3]
    pauses = {pause(attempts) for attempts in range(1, 30)}
    assert min(pauses) >= 2500
    assert max(pauses) <= 12 * 3_600_000


def test_secrets_overlap_a_gone_address_is_left_alone_and_a_deleted_one_forgotten(bench: Bench) -> None:
    post = Post(bench)
    name, now = post.made.id, bench.clock()
    secret: str = new_secret()
    post.do(lambda one: rotate_secret(one, bench.account, name, secret=secret, now=now))
    bench.grant(1)
    parcel, other = post.lent()
    assert parcel.shared == (secret, post.made.secret)
    assert post.endpoint().secret is None
    post.went(parcel, taken=False, gone=True)
    assert post.endpoint().disabled_at is not None
    post.went(other, taken=True)
    with pytest.raises(Refused):
        post.do(lambda one: delete_endpoint(one, "acct_other", name))
    post.do(lambda one: delete_endpoint(one, bench.account, name))
    assert post.do(lambda one: list_endpoints(one, bench.account)).endpoints == ()


class Receiver:
    """Somebody who is told, over TCP."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                status, headers, answer = receiver.answers.pop(0) if receiver.answers else (204, {}, b"")
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    def close(self) -> None:
        """Listen no longer."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """One."""
    one = Receiver()
    yield one
    one.close()


async def test_a_redirect_is_not_followed_and_an_endless_answer_not_read(receiver: Receiver) -> None:
    receiver.answers = [(302, {"Location": "/other"}, b""), (200, {}, b"x" * 10_000_000), (410, {}, b"")]
    sender = Sender(allow_private=True)
    redirected, endless, gone = [await sender.send(receiver.url, {}, b"{}") for _ in range(3)]
    refused = await sender.send("http://127.0.0.1:1/", {}, b"{}")
    strict = Sender()
    inside = await strict.send(receiver.url.replace("http", "https"), {}, b"{}")
    await sender.close()
    await strict.close()
    assert (redirected.is_taken, redirected.status, endless.is_taken, gone.is_gone) == (False, 302, True, True)
    assert (refused.status, inside.status, len(receiver.heard)) == (None, None, 3)


def test_a_server_tells_what_anybody_can_check(
    template: bytes, tmp_path_factory: pytest.TempPathFactory, receiver: Receiver
) -> None:
    file = tmp_path_factory.mktemp("told") / "billing.db"
    file.write_bytes(template)
    server = Served(f"sqlite:///{file}")
    server.start(0, "--allow-private-webhooks")
    one, key = account(server.address, 0)
    try:
        with server.client(key) as client:
            inside = client.post("/v1/webhook-endpoints", json={"url": "ftp://127.0.0.1/"})
            assert inside.status_code == 400
            made = client.post("/v1/webhook-endpoints", json={"url": receiver.url, "events": ["grant.created"]})
            assert made.status_code == 201, made.text
            (public,) = client.get("/.well-known/javari-billing").json()["webhook_keys"]
            ledgers = Ledgers.open(server.address)
            ledgers.write(lambda connection: give_credits(connection, one, 5 * MICRO, now=ledgers.clock()))
            ledgers.close()
            while not receiver.heard:
                pass
            ((headers, body),) = receiver.heard
            assert json.loads(body)["data"]["amount_mcr"] == 5 * MICRO
            content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
            shared = base64.b64decode(made.json()["secret"].removeprefix("whsec_"))
            by_secret, by_key = headers["webhook-signature"].split(" ")
            assert by_secret == "v1," + base64.b64encode(hmac.new(shared, content, sha256).digest()).decode()
            checked = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
            checked.verify(base64.b64decode(by_key.removeprefix("v1a,")), content)
            (listed,) = client.get("/v1/webhook-endpoints").json()["endpoints"]
            assert "secret" not in listed
            assert client.post(f"/v1/webhook-endpoints/{listed['id']}:rotate").json()["secret"] != made.json()["secret"]
            assert client.delete(f"/v1/webhook-endpoints/{listed['id']}").status_code == 200
            assert client.delete(f"/v1/webhook-endpoints/{listed['id']}").status_code == 404
    finally:
        server.kill()
