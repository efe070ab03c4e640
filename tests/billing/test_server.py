"""The server as a process of its own, over TCP: nothing is booked twice, overspent or lost, whatever breaks."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from javari_billing.engine.accounts import give_credits, make_key, open_account
from javari_billing.engine.database import Ledgers
from javari_billing.engine.invariants import verify
from javari_billing.wire.endpoints import SCOPES
from javari_billing.wire.ledger import LedgerPage, first_broken
from tests.billing.server import Served, usage

CREDIT = 1_000_000


@pytest.fixture(scope="module")
def served(template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that only listens."""
    file = tmp_path_factory.mktemp("served") / "billing.db"
    file.write_bytes(template)
    server = Served(f"sqlite:///{file}")
    server.start(0, "--rate", "10000")
    yield server
    server.kill()


def account(address: str, credits: int, scopes: tuple[str, ...] = SCOPES) -> tuple[str, str]:
    """A new account with so many credits, and its key."""
    ledgers = Ledgers.open(address)
    now = ledgers.clock()
    try:
        one = ledgers.write(lambda connection: open_account(connection, "Ada", plan="Free", now=now))
        if credits:
            ledgers.write(lambda connection: give_credits(connection, one, credits * CREDIT, now=now))
        return one, ledgers.write(lambda connection: make_key(connection, one, scopes, now=now))
    finally:
        ledgers.close()


def breaches(address: str) -> list[Any]:
    """What does not hold in a database."""
    ledgers = Ledgers.open(address)
    with ledgers.reading() as connection:
        found = list(verify(connection))
    ledgers.close()
    return found


def posted(client: httpx2.Client) -> int:
    """The balance."""
    return int(client.get("/v1/balance").json()["posted_mcr"])


def test_an_answer_that_never_arrived_is_no_reason_to_count_twice(served: Served) -> None:
    one, key = account(served.address, 1)
    batch = usage(one, "a", "b", "c", amount=7)
    body = json.dumps(batch).encode()
    head = f"POST /v1/usage HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    host, port = served.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(head.encode() + body)
        line.shutdown(socket.SHUT_RD)
        with served.client(key) as client:
            while posted(client) == CREDIT:
                pass
    with served.client(key) as client:
        again = client.post("/v1/usage", json=batch)
        assert [verdict["status"] for verdict in again.json()["results"]] == ["duplicate"] * 3
        assert again.headers["Javari-Ledger-Seq"] == "4"
        assert posted(client) == CREDIT - 21


def test_64_clients_at_once_cannot_hold_more_than_there_is(served: Served) -> None:
    _, key = account(served.address, 1000)
    gate = threading.Barrier(64)
    with served.client(key) as client, ThreadPoolExecutor(64) as pool:

        def hold(number: int) -> httpx2.Response:
            gate.wait()
            headers = {"Idempotency-Key": f"client-{number}"}
            return client.post("/v1/holds", json={"amount_max_mcr": 100 * CREDIT}, headers=headers)

        answers = list(pool.map(hold, range(64)))
        assert sorted(answer.status_code for answer in answers) == [201] * 10 + [402] * 54
        (told,) = {answer.text for answer in answers if answer.status_code == 402}
        assert json.loads(told) | {"title": ""} == {
            **{"type": "urn:javari:problem:insufficient-credits", "title": "", "status": 402, "retryable": True},
            **{"available_mcr": 0, "needed_mcr": 100 * CREDIT, "checkout_url": f"{served.url}/top-up"},
        }
        balance = client.get("/v1/balance").json()
        assert (balance["available_mcr"], balance["held_mcr"]) == (0, 1000 * CREDIT)
    assert breaches(served.address) == []


def test_another_accounts_key_ends_no_hold(served: Served) -> None:
    _, mine = account(served.address, 1)
    other, theirs = account(served.address, 1)
    with served.client(mine) as client, served.client(theirs) as stranger:
        held = client.post("/v1/holds", json={"amount_max_mcr": 7}, headers={"Idempotency-Key": "one"}).json()
        (event,) = usage(other, "stranger")["events"]
        for end, body in (("settle", {"event": event}), ("release", None)):
            assert stranger.post(f"/v1/holds/{held['id']}:{end}", json=body).status_code == 404
        assert posted(stranger) == CREDIT
        assert client.get("/v1/balance").json()["held_mcr"] == 7


@dataclass
class Load:
    """Clients that report usage as fast as they can until the server is gone."""

    server: Served
    account: str
    key: str
    sent: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def until_killed(self) -> None:
        """Begin, kill the server in the middle of it, and wait for the clients."""
        threads = [threading.Thread(target=self._client, args=(worker,)) for worker in range(3)]
        for thread in threads:
            thread.start()
        while len(self.acknowledged) < 60:
            threads[0].join(0.005)
        assert self.server.kill() == -9
        for thread in threads:
            thread.join()

    def _client(self, worker: int) -> None:
        with self.server.client(self.key) as client, suppress(httpx2.TransportError):
            for number in range(10_000):
                batch = usage(self.account, *(f"{worker}-{number}-{item}" for item in range(5)))
                self.sent.append(batch)
                results = client.post("/v1/usage", json=batch).json()["results"]
                self.acknowledged.extend(result["id"] for result in results)


def test_a_kill_in_the_middle_loses_nothing_that_was_acknowledged(template: bytes, tmp_path: Path) -> None:
    file = tmp_path / "killed.db"
    file.write_bytes(template)
    server = Served(f"sqlite:///{file}")
    one, key = account(server.address, 1000)
    server.start()
    port = int(server.url.rsplit(":", 1)[1])
    load = Load(server, one, key)
    load.until_killed()
    assert breaches(server.address) == []

    server.start(port)
    with server.client(key) as client:
        results = [result for batch in load.sent for result in client.post("/v1/usage", json=batch).json()["results"]]
        again = {result["id"]: result["status"] for result in results}
        assert {again[name] for name in load.acknowledged} == {"duplicate"}
        assert set(again.values()) <= {"duplicate", "accepted"}
        assert posted(client) == 1000 * CREDIT - len(again)
    assert server.kill() == -9
    assert breaches(server.address) == []


def test_a_hold_is_settled_once_over_the_line(served: Served) -> None:
    one, key = account(served.address, 10)
    with served.client(key) as client:
        headers = {"Idempotency-Key": "k"}
        held = client.post("/v1/holds", json={"amount_max_mcr": 5 * CREDIT, "ttl_s": 60}, headers=headers)
        assert (held.status_code, held.json()["state"]) == (201, "held")
        assert client.post("/v1/holds", json={"amount_max_mcr": 6 * CREDIT}, headers=headers).status_code == 422
        where = f"/v1/holds/{held.json()['id']}"
        (event,) = usage(one, "e", amount=3 * CREDIT)["events"]
        first, second = (client.post(f"{where}:settle", json={"event": event}) for _ in range(2))
        assert first.json() == second.json()
        assert (first.json()["state"], first.json()["settled_mcr"], posted(client)) == (
            "settled",
            3 * CREDIT,
            7 * CREDIT,
        )
        assert client.post(f"{where}:release").json()["type"].endswith("hold-ended")
        assert client.post("/v1/holds/hold_other:release").status_code == 404


def test_what_did_not_change_is_not_sent_again(served: Served) -> None:
    _, key = account(served.address, 10)
    with served.client(key) as client:
        for where in ("/v1/balance", "/v1/plans"):
            first = client.get(where)
            same = client.get(where, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})
            assert (first.status_code, same.status_code, same.content) == (200, 304, b"")
        tag = client.get("/v1/balance").headers["ETag"]
        client.post("/v1/holds", json={"amount_max_mcr": 1}, headers={"Idempotency-Key": "k"})
        assert client.get("/v1/balance", headers={"If-None-Match": tag}).json()["held_mcr"] == 1


def test_the_ledger_can_be_checked_by_whoever_reads_it(served: Served) -> None:
    one, key = account(served.address, 10)
    with served.client(key) as client:
        client.post("/v1/usage", json=usage(one, *map(str, range(7))))
        pages: list[LedgerPage] = []
        after = 0
        while not pages or pages[-1].has_more:
            answer = client.get("/v1/ledger", params={"after": after, "limit": 3})
            pages.append(LedgerPage.model_validate_json(answer.content))
            assert first_broken(pages[-1].entries, pages[-1].prev_hash, after) is None
            after = pages[-1].entries[-1].seq
        assert [len(page.entries) for page in pages] == [3, 3, 2]
        assert "immutable" in client.get("/v1/ledger", params={"limit": 3}).headers["Cache-Control"]


def test_only_who_may_gets_an_answer(served: Served) -> None:
    _, other = account(served.address, 1, ("balance:read",))
    with served.client(other) as client:
        refused = client.post("/v1/usage", json=usage("acct", "x"))
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:javari:problem:scope-missing")
    with served.client("jvk_wrong") as client:
        refused = client.get("/v1/balance")
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert httpx2.get(f"{served.url}/v1/balance").status_code == 401
    assert httpx2.get(f"{served.url}/v1/plans").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"<html>", 400),
        (b'{"events": [', 400),
        (b'{"events": 5}', 400),
        (b"[" * 100_000, 400),
        (b'{"events": [' + b"0," * 400_000 + b"0]}", 400),
        (b"\xff\xfe{}", 400),
        (b'{"amount_max_mcr": 1.0}', 400),
        (b'{"amount_max_mcr": ' + b"9" * 5000 + b"}", 400),
        (b" " * (1 << 21), 413),
    ],
    ids=["nothing", "page", "cut", "number", "deep", "many", "bytes", "float", "huge", "long"],
)
def test_hostile_bodies_are_refused_as_problems(served: Served, body: bytes, status: int) -> None:
    _, key = account(served.address, 0)
    with served.client(key) as client:
        for where in ("/v1/usage", "/v1/holds"):
            answer = client.post(where, content=body, headers={"Idempotency-Key": "k"})
            assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
            assert len(answer.content) < 30_000
            # Nobody goes through a list that is too long to find out what else is wrong with it.
            assert ("elements" in answer.text) == (body.count(b",") > 500)
            assert answer.headers["X-Request-Id"]


def test_addresses_and_numbers_that_are_none_are_refused_as_problems(served: Served) -> None:
    _, key = account(served.address, 0)
    with served.client(key) as client:
        for where, status in (("/v2/usage", 404), ("/v1/usage", 405), ("/v1/ledger?limit=501", 400)):
            answer = client.get(where)
            assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
        for text in ("-1", "1.0", "٣", "9" * 5000, ""):
            assert client.get("/v1/ledger", params={"after": text}).status_code == 400
        assert client.get("/v1/ledger?after=5").status_code == 400
