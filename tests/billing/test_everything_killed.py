"""Apps and the server are killed in turn while credits are spent: whatever was written down is booked exactly once.

`JAVARI_BILLING_KILLS=60` lets so many processes be killed, and the apps spend as fast as they can.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from javari_billing.engine.database import Ledgers
from javari_billing.engine.reading import balance, ledger_page
from javari_billing.wire.ledger import LedgerEntry
from javari_tui.domain.billing import Account
from javari_tui.domain.spending import Receipt
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.ledger_audit import audit
from tests.billing.server import ROOT, Served
from tests.billing.spending_app import App, opened
from tests.billing.test_server import account, breaches

KILLS = int(os.environ.get("JAVARI_BILLING_KILLS", "3"))
PAUSE = "0" if "JAVARI_BILLING_KILLS" in os.environ else "0.05"
PATIENCE = 60.0
"""Seconds until something that never comes fails the test."""


@dataclass
class Running:
    """An app as a process of its own."""

    home: Path
    notes: Path
    environ: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, or start it again."""
        run = [sys.executable, "-m", "tests.billing.spending_app", str(self.home), str(self.notes), PAUSE]
        self.process = subprocess.Popen(run, cwd=ROOT, env=os.environ | self.environ)

    def kill(self) -> None:
        """In the middle of whatever it does; until then it must have been alive."""
        assert self.process is not None
        assert self.process.poll() is None
        self.process.kill()
        assert self.process.wait(20) == -signal.SIGKILL

    def end(self) -> None:
        """End it, where it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(20)

    def noted(self) -> Counter[tuple[str, int]]:
        """Uses that it knows to be written down, with what they cost."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return Counter((event, int(cost)) for event, cost in map(str.split, lines))


@dataclass(frozen=True)
class World:
    """The server, one account, two apps on one database and a third on its own."""

    served: Served
    account: str
    apps: tuple[Running, ...]
    ledgers: Ledgers

    def last_seq(self) -> int:
        """The number of the last entry of the server's ledger."""
        with self.ledgers.reading() as connection:
            return balance(connection, self.account, now=self.ledgers.clock()).ledger_seq

    def booked(self) -> list[LedgerEntry]:
        """All that was used, by the server's ledger."""
        found: list[LedgerEntry] = []
        after, has_more = 0, True
        while has_more:
            with self.ledgers.reading() as connection:
                page = ledger_page(connection, self.account, after=after, limit=500)
            found += [entry for entry in page.entries if entry.kind == "usage"]
            after, has_more = page.entries[-1].seq, page.has_more
        return found


@pytest.fixture
def world(template: bytes, tmp_path: Path) -> Iterator[World]:
    """All of it, running."""
    (tmp_path / "billing.db").write_bytes(template)
    served = Served(f"sqlite:///{tmp_path / 'billing.db'}")
    one, key = account(served.address, 10_000_000)
    served.start(0, "--rate", "10000")
    environ = {"JAVARI_BILLING_URL": served.url, "JAVARI_BILLING_KEY": key}
    apps = tuple(
        Running(tmp_path / home, tmp_path / f"notes-{number}", environ)
        for number, home in enumerate(("shared", "shared", "own"))
    )
    ledgers = Ledgers.open(served.address)
    with ExitStack() as ending:
        ending.callback(ledgers.close)
        ending.callback(served.kill)
        for app in apps:
            ending.callback(app.end)
            app.start()
        yield World(served, one, apps, ledgers)


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come."""
    waiting, last = threading.Event(), time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < last
        waiting.wait(0.02)


def everybody_gets_on(world: World) -> None:
    """Each app spends more, and the server books more."""
    before, booked = [app.noted().total() for app in world.apps], world.last_seq()
    until(lambda: all(app.noted().total() >= old + 4 for app, old in zip(world.apps, before, strict=True)))
    until(lambda: world.last_seq() > booked)


async def bring_to_rest(app: App) -> tuple[Account, list[Receipt]]:
    """Send everything; whose use that was, and all receipts on the disk."""
    signed_in = await app.account.recognise()
    assert signed_in is not None
    compared = await app.sync.reconcile()
    assert (compared.resent, compared.differing, compared.unknown_here) == (0, (), ())
    for _ in range(2):
        await app.sync.sync_now()
    counts = app.stored.outbox.counts()
    assert (counts["pending"], counts["quarantined"], counts["kept"]) == (0, 0, 0)
    assert audit(app.stored.database) == ()
    with app.stored.database.reading() as session:
        messages = app.stored.database.plain(session).execute("SELECT DISTINCT message_id FROM credits_usage")
        numbers = [number for (number,) in messages]
    receipts = [receipt for number in numbers for receipt in app.stored.ledger_lines.receipts(number)]
    assert counts["acked"] == len(receipts)
    return signed_in, receipts


async def all_came_to_rest(world: World) -> dict[tuple[str, str], int]:
    """Everything is started once more; what each use of each machine cost."""
    costs: dict[tuple[str, str], int] = {}
    for home in dict.fromkeys(app.home for app in world.apps):
        async with opened(home, world.apps[0].environ) as app:
            signed_in, receipts = await bring_to_rest(app)
            assert len({receipt.event for receipt in receipts}) == len(receipts)
            costs |= {(signed_in.source, receipt.event): receipt.cost.micro for receipt in receipts}
    for home in dict.fromkeys(app.home for app in world.apps):
        async with opened(home, world.apps[0].environ) as app:
            await app.account.recognise()
            await app.sync.sync_now()  # another one has changed the figure
            mirror, view = AccountStore(app.stored.database).mirror(), await app.figures.refresh()
            with world.ledgers.reading() as connection:
                there = balance(connection, world.account, now=world.ledgers.clock())
            assert mirror is not None
            assert view.available == mirror.balance.available  # I14: what is shown is what there is
            assert view.available.micro == there.available_mcr
    return costs


def test_whatever_is_killed_nothing_is_lost_or_booked_twice(world: World) -> None:
    port, turns = int(world.served.url.rsplit(":", 1)[1]), itertools.cycle((0, 2, None, 1, None))
    for _, victim in zip(range(KILLS), turns, strict=False):
        everybody_gets_on(world)
        if victim is None:
            assert world.served.kill() == -signal.SIGKILL
            world.served.start(port, "--rate", "10000")
        else:
            world.apps[victim].kill()
            world.apps[victim].start()
    everybody_gets_on(world)
    for app in world.apps:
        app.kill()

    costs = asyncio.run(all_came_to_rest(world))

    booked = world.booked()
    told = {(entry.source or "", entry.event_id or ""): -entry.amount_mcr for entry in booked}
    assert len(booked) == len(told)  # I4: nothing twice
    assert told == costs  # I3: nothing lost, nothing else
    noted = sum((app.noted() for app in world.apps), Counter[tuple[str, int]]())
    assert set(noted.values()) == {1}
    assert set(noted) <= {(event, cost) for (_source, event), cost in costs.items()}
    assert breaches(world.served.address) == []
