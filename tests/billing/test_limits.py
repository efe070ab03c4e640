"""Who asks too much waits, and is told how long; the others do not notice."""

from __future__ import annotations

import httpx2

from javari_billing.engine.accounts import make_key, revoke_keys
from javari_billing.server.app import build
from javari_billing.server.limits import Buckets, Limits
from javari_billing.wire.endpoints import SCOPES
from javari_billing.wire.openapi import document
from tests.billing.bench import Bench, Clock


def test_a_bucket_fills_with_time_and_never_over() -> None:
    clock = Clock()
    buckets = Buckets(Limits(each_second=2, in_a_row=3, callers=2), clock)
    assert [buckets.wait("a") for _ in range(5)] == [0, 0, 0, 1, 1]
    assert buckets.wait("b") == 0
    clock.now += 500
    assert [buckets.wait("a") for _ in range(2)] == [0, 1]
    clock.now += 1_000_000
    assert [buckets.wait("a") for _ in range(4)] == [0, 0, 0, 1]
    clock.now -= 1_000_000
    assert buckets.wait("a") == 1


async def test_too_many_requests_are_told_when_to_come_again(bench: Bench) -> None:
    app = build(bench.ledgers, Limits(each_second=1, in_a_row=2), "http://server")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://server") as client:
        answers = [await client.get("/v1/plans") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert (answers[2].headers["Retry-After"], answers[2].json()["retryable"]) == ("1", True)
        assert (await client.get("/openapi.json")).json() == document()


async def test_only_a_key_that_is_good_is_counted_by_itself(bench: Bench) -> None:
    app = build(bench.ledgers, Limits(each_second=1, in_a_row=4), "http://server")
    key = bench.ledgers.write(lambda one: make_key(one, bench.account, SCOPES, now=bench.clock()))

    async def ask(key: str, path: str = "/v1/balance", host: str = "2001:db8::1") -> int:
        line = httpx2.ASGITransport(app=app, client=(host, 1))
        async with httpx2.AsyncClient(transport=line, base_url="http://server") as client:
            return (await client.get(path, headers={"Authorization": f"Bearer {key}"})).status_code

    # Once by the address, until it is known; then by itself, wherever it is.
    assert [await ask(key) for _ in range(4)] == [200, 200, 200, 200]
    asked = [await ask(f"jvk_{number}", host=f"2001:db8::{number + 2}") for number in range(5)]
    assert asked == [401, 401, 401, 429, 429]
    assert (await ask("jvk_9", host="10.0.0.1"), await ask(key), await ask(key)) == (401, 200, 429)
    # What needs no key is counted by the address, whatever comes with it.
    assert [await ask(key, "/v1/plans", "10.0.0.2") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert [await ask(f"jvk_{number}", "/device", "10.0.0.3") for number in range(5)] == [200, 200, 200, 200, 429]
    bench.ledgers.write(lambda one: revoke_keys(one, bench.account, now=bench.clock()))
    bench.clock.now += 10_000
    assert (await ask(key, host="10.0.0.4"), [await ask(key, host="10.0.0.4") for _ in range(5)][-1]) == (401, 429)


async def test_a_database_that_fails_is_told_as_unavailable(bench: Bench) -> None:
    app = build(bench.ledgers, Limits(), "http://server")
    with bench.ledgers.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE plans")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://server") as client:
        answer = await client.get("/v1/plans")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:javari:problem:unavailable")
    assert answer.headers["Retry-After"] == "2"
    assert "plans" not in answer.text
