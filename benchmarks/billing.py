"""The billing endpoint over TCP beside the bare database that writes the same rows, by turns in the same run."""

from __future__ import annotations

import signal
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.billing_bare import Bare, bare_load
from benchmarks.billing_load import Client, Heard, batches, holds, load, pairs
from benchmarks.figures import Figure
from benchmarks.parts import Measured, Plan
from benchmarks.processes import cpu_nanoseconds
from javari_billing.engine.accounts import give_credits, make_key, open_account
from javari_billing.engine.database import Ledgers
from javari_billing.engine.invariants import verify
from javari_billing.wire.endpoints import SCOPES
from javari_billing.wire.values import MICRO
from tests.billing.postgresql import Cluster, cluster, programs
from tests.billing.server import Served

SECONDS = 2.0
"""Of each round."""
ACCOUNTS, PAIR_CLIENTS, BATCH, BATCH_CLIENTS = 50, 8, 100, 4


@dataclass
class Rounds:
    """What was measured of one kind of work."""

    heard: list[Heard] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of the processor for each round of a client, in the server's processes."""

    def each(self, things: int = 1) -> float:
        """Milliseconds for each thing, whoever did it: the median of the rounds."""
        return statistics.median(one.seconds * 1000 / len(one.waits) / things for one in self.heard)

    @property
    def p99(self) -> float:
        """Milliseconds that 99 % of all rounds of a client did not exceed."""
        waits = sorted(wait for one in self.heard for wait in one.waits)
        return waits[-(-len(waits) * 99 // 100) - 1]

    def add(self, heard: Heard, cpu: int = 0) -> None:
        """Keep a round."""
        self.heard.append(heard)
        self.cpu.append(cpu / 1e6 / len(heard.waits))


class Endpoint:
    """A server over a database, with accounts that can spend."""

    def __init__(self, address: str, *options: str) -> None:
        self.ledgers = Ledgers.open(address)
        self.accounts = [self.ledgers.write(self._account) for _ in range(ACCOUNTS)]
        self.served = Served(address)
        self.served.start(0, "--rate", "1000000", *options)
        self.bare_accounts = [self.ledgers.write(self._account)[0] for _ in range(PAIR_CLIENTS)]
        host, port = self.served.url.removeprefix("http://").split(":")
        self._where = host, int(port)
        self._names = 0

    def pairs(self, rounds: Rounds, seconds: float) -> None:
        """Holds and their ends."""
        shares = [self.accounts[number::PAIR_CLIENTS] for number in range(PAIR_CLIENTS)]
        self._load([Client(*self._where, pairs(share, self._name())) for share in shares], rounds, seconds)

    def batches(self, rounds: Rounds, seconds: float) -> None:
        """Usage."""
        chosen = self.accounts[:BATCH_CLIENTS]
        self._load([Client(*self._where, batches(*one, self._name(), BATCH)) for one in chosen], rounds, seconds)

    def overspent(self) -> int:
        """Credits beyond what there is that 64 clients at once can hold."""
        one = self.ledgers.write(lambda connection: self._account(connection, 1000 * MICRO))
        clients = [Client(*self._where, holds(one[1], self._name(), 100 * MICRO)) for _ in range(64)]
        granted = sum(load(clients, 0.0).answers)
        with self.ledgers.reading() as connection:
            assert not list(verify(connection, one[0]))
        return granted * 100 - 1000

    def close(self) -> None:
        """End it; what it wrote must hold."""
        self.served.kill(signal.SIGTERM)
        self.ledgers.close()

    def _load(self, clients: Sequence[Client], rounds: Rounds, seconds: float) -> None:
        assert self.served.process is not None
        before = cpu_nanoseconds(self.served.process.pid)
        heard = load(clients, seconds)
        rounds.add(heard, cpu_nanoseconds(self.served.process.pid) - before)

    def _account(self, connection: Connection, amount: int = 10**12) -> tuple[str, str]:
        now = self.ledgers.clock()
        account = open_account(connection, "bench", plan="Free", now=now)
        give_credits(connection, account, amount, now=now)
        return account, make_key(connection, account, SCOPES, now=now)

    def _name(self) -> str:
        self._names += 1
        return f"{time.time_ns()}-{self._names}"


def billing(plan: Plan) -> Measured:
    """The part of the benchmark."""
    found = {name: Rounds() for name in ("sqlite", "sqlite bare", "usage", "usage bare", "pairs", "pairs bare")}
    runs = max(plan.runs, 3)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="javari-billing-"))
        endpoint = stack.enter_context(_served(f"sqlite:///{Path(folder) / 'billing.db'}"))
        _usage(endpoint, found["sqlite"], found["sqlite bare"], runs, clients=1)
    with ExitStack() as stack:
        database: Cluster = stack.enter_context(_postgresql())
        endpoint = stack.enter_context(_served(database.address, "--workers", "2"))
        endpoint.pairs(Rounds(), SECONDS / 2)  # what is done for the first time
        for _ in range(runs):
            endpoint.pairs(found["pairs"], SECONDS)
            _bare(endpoint, "pair", found["pairs bare"], PAIR_CLIENTS)
        _usage(endpoint, found["usage"], found["usage bare"], runs, clients=BATCH_CLIENTS)
        overspent = endpoint.overspent()
    raw = {name: {"each": rounds.each(), "p99": rounds.p99, "cpu": rounds.cpu} for name, rounds in found.items()}
    return Measured(_figures(found, overspent), raw=raw)


def _figures(found: dict[str, Rounds], overspent: int) -> list[Figure]:
    def beside(name: str, kind: str, things: int, most: float) -> Figure:
        measured, reference = found[kind].each(things), found[f"{kind} bare"].each(things)
        return Figure(name=name, unit="ms", measured=measured, reference=reference, most=most, most_ratio=2)

    def processor(name: str, kind: str, things: int) -> Figure:
        return Figure(name=name, unit="ms", measured=statistics.median(found[kind].cpu) / things)

    return [
        beside("a usage event, SQLite, batches of 100", "sqlite", BATCH, 0.2),
        beside("a usage event, PostgreSQL, batches of 100", "usage", BATCH, 0.25),
        beside("hold and settle, PostgreSQL, 50 accounts, 8 clients", "pairs", 1, 2.22),
        Figure(
            name="the same, p99", unit="ms", measured=found["pairs"].p99, reference=found["pairs bare"].p99, most=60
        ),
        processor("a usage event, the server's processor, SQLite", "sqlite", BATCH),
        processor("hold and settle, the server's processor", "pairs", 1),
        Figure(name="held beyond 1,000 credits by 64 clients", unit="credits", measured=overspent, most=0),
    ]


def _usage(endpoint: Endpoint, rounds: Rounds, bare: Rounds, runs: int, *, clients: int) -> None:
    endpoint.batches(Rounds(), SECONDS / 2)
    for _ in range(runs):
        endpoint.batches(rounds, SECONDS)
        _bare(endpoint, "batch", bare, clients)


def _bare(endpoint: Endpoint, kind: str, rounds: Rounds, clients: int) -> None:
    lines = [Bare(endpoint.ledgers, account) for account in endpoint.bare_accounts[:clients]]
    works = [line.pair if kind == "pair" else (lambda line=line: line.batch(BATCH)) for line in lines]
    rounds.add(bare_load(works, SECONDS))
    for line in lines:
        line.close()


@contextmanager
def _served(address: str, *options: str) -> Iterator[Endpoint]:
    endpoint = Endpoint(address, *options)
    try:
        yield endpoint
    finally:
        endpoint.close()


@contextmanager
def _postgresql() -> Iterator[Cluster]:
    found = programs()
    if found is None:
        raise SystemExit("The part “billing” needs PostgreSQL: apt install postgresql.")
    with cluster(found) as running:
        yield running
