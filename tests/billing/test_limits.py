"""Who asks too much waits, and is told how long; the others do not notice."""

from __future__ import annotations

import httpx2

from javari_billing.server.app import build
from javari_billing.server.limits import Buckets, Limits
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
        other = await client.get("/v1/balance", headers={"Authorization": "Bearer jvk_other"})
        assert other.status_code == 401
        assert (await client.get("/openapi.json")).json() == document()


async def test_a_database_that_fails_is_told_as_unavailable(bench: Bench) -> None:
    app = build(bench.ledgers, Limits(), "http://server")
    with bench.ledgers.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE plans")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://server") as client:
        answer = await client.get("/v1/plans")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:javari:problem:unavailable")
    assert answer.headers["Retry-After"] == "2"
    assert "plans" not in answer.text
