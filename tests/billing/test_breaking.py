"""Whatever breaks under load, server, database or line: nothing is lost, nothing is booked twice, nothing is overspent.

`JAVARI_BILLING_ROUNDS=500` lets each client go on for so many rounds.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from javari_billing.engine.database import Ledgers
from javari_billing.engine.reading import balance, ledger_page
from tests.billing.postgresql import cluster, programs
from tests.billing.server import Served
from tests.billing.shoppers import Cutter, Shopper, together, wait_for_part
from tests.billing.test_server import CREDIT, account, breaches

ROUNDS = int(os.environ.get("JAVARI_BILLING_ROUNDS", "9"))
CLIENTS = 4


@pytest.fixture
def served(template: bytes, tmp_path: Path) -> Iterator[Served]:
    """A server over a file."""
    file = tmp_path / "breaking.db"
    file.write_bytes(template)
    server = Served(f"sqlite:///{file}")
    server.start(0, "--rate", "10000")
    yield server
    server.kill()


def clients(url: str, one: str, key: str) -> list[Shopper]:
    """Several, all at the same account."""
    return [Shopper(url, one, key, f"client-{number}", ROUNDS) for number in range(CLIENTS)]


def assert_all_is_booked_once(address: str, one: str, shoppers: list[Shopper]) -> None:
    """The ledger holds what the clients were told, and nothing else."""
    assert breaches(address) == []
    ledgers = Ledgers.open(address)
    with ledgers.reading() as connection:
        told = balance(connection, one, now=ledgers.clock())
        events, after, has_more = [], 0, True
        while has_more:
            page = ledger_page(connection, one, after=after, limit=500)
            events += [entry.event_id for entry in page.entries if entry.kind == "usage"]
            after, has_more = page.entries[-1].seq, page.has_more
    ledgers.close()
    assert sorted(map(str, events)) == sorted(name for shopper in shoppers for name in shopper.events)
    assert told.posted_mcr == 1000 * CREDIT - sum(shopper.spent for shopper in shoppers)
    assert told.held_mcr == 0
    assert [shopper.done for shopper in shoppers] == [ROUNDS] * CLIENTS


def test_answers_that_are_cut_off_after_the_commit_are_asked_for_again(served: Served) -> None:
    one, key = account(served.address, 1000)
    cutter = Cutter(served, seed=7)
    shoppers = clients(cutter.url, one, key)
    with together(shoppers):
        pass
    cutter.close()
    assert cutter.lost > ROUNDS
    assert_all_is_booked_once(served.address, one, shoppers)


def test_a_server_that_is_killed_again_and_again_loses_nothing(served: Served) -> None:
    one, key = account(served.address, 1000)
    port, shoppers = int(served.url.rsplit(":", 1)[1]), clients(served.url, one, key)
    with together(shoppers):
        for part in (0.25, 0.6):
            wait_for_part(shoppers, part)
            assert served.kill() == -signal.SIGKILL
            served.start(port, "--rate", "10000")
    assert sum(shopper.repeated for shopper in shoppers) >= 2
    assert_all_is_booked_once(served.address, one, shoppers)


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
def test_a_database_that_is_killed_under_load_loses_nothing() -> None:
    found = programs()
    assert found is not None
    with cluster(found) as database:
        one, key = account(database.address, 1000)
        served = Served(database.address)
        served.start(0, "--rate", "10000")
        shoppers = clients(served.url, one, key)
        try:
            with together(shoppers):
                wait_for_part(shoppers, 0.3)
                database.crash()
                database.start()
        finally:
            served.kill()
        assert sum(shopper.repeated for shopper in shoppers) >= 1
        assert_all_is_booked_once(database.address, one, shoppers)
