"""The same engine and server over PostgreSQL: same tables, same promises, also for processes that work side by side."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from javari_billing.engine.database import Ledgers
from javari_billing.engine.refusals import Refused
from javari_billing.engine.tables import Row
from tests.billing.bench import Bench, Clock
from tests.billing.postgresql import cluster, programs
from tests.billing.server import Served, usage
from tests.billing.test_server import CREDIT, account, breaches

FOUND = programs()
pytestmark = pytest.mark.skipif(FOUND is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A PostgreSQL of our own, with nothing in it."""
    assert FOUND is not None
    with cluster(FOUND) as running:
        yield running.address


def test_several_that_start_at_once_make_the_tables_once(address: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Ledgers.open(address), range(4)))
    with opened[0].reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
    for ledgers in opened:
        ledgers.close()


def test_processes_side_by_side_never_overspend(address: str) -> None:
    """Two engines over one database, as two processes have them."""
    clock = Clock()
    first = Bench(Ledgers.open(address, clock=clock), clock)
    second = Bench(Ledgers.open(address, clock=clock), clock, account=first.account)
    first.grant(1000)

    def one(number: int) -> bool:
        try:
            (first, second)[number % 2].hold(100, key=f"client-{number}")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(one, range(64))) == 10
    assert (first.balance().available_mcr, second.breaches()) == (0, [])
    event = first.event(0)
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda number: (first, second)[number % 2].statuses(event)[0], range(8)))
    assert sorted(verdicts) == ["accepted", *["duplicate"] * 7]
    for change in ("UPDATE ledger_entries SET amount = 1", "DELETE FROM ledger_entries", "TRUNCATE ledger_entries"):
        with pytest.raises(DBAPIError, match="only added to"), first.ledgers.engine.begin() as connection:
            connection.execute(text(change))
    first.ledgers.close()
    second.ledgers.close()


def test_several_processes_serve_from_it(address: str) -> None:
    one, key = account(address, 1000)
    server = Served(address)
    server.start(0, "--workers", "2", "--rate", "1000")
    with server.client(key) as client, ThreadPoolExecutor(16) as pool:

        def hold(number: int) -> int:
            headers = {"Idempotency-Key": f"client-{number}", "Connection": "close"}
            return client.post(
                "/v1/holds", json={"amount_max_mcr": 99 * CREDIT, "ttl_s": 3600}, headers=headers
            ).status_code

        assert sorted(pool.map(hold, range(64))) == [201] * 10 + [402] * 54
        batch = usage(one, "a", "b")
        for expected in ("accepted", "duplicate"):
            results = client.post("/v1/usage", json=batch).json()["results"]
            assert [result["status"] for result in results] == [expected] * 2
        assert client.get("/v1/balance").json()["posted_mcr"] == 1000 * CREDIT - 2
    assert server.kill(signal.SIGTERM) in {0, -signal.SIGTERM}
    assert breaches(address) == []
