"""5,000 events that were used offline are sent after the server is there again: requests, time, and what it disturbs.

`python -m benchmarks.billing_sync` prints it alone.
"""

from __future__ import annotations

import asyncio
import gc
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from itertools import chain, cycle
from pathlib import Path

from benchmarks.figures import Figure, middle, p95
from benchmarks.keys import LETTERS
from benchmarks.libraries import Libraries
from benchmarks.parts import Measured, Plan
from benchmarks.programs import JAVARI, settle, surroundings
from javari_tui.domain.credits import Credits
from javari_tui.domain.model_records import ModelRef, Usage
from javari_tui.domain.spending import Charge, HoldWish
from javari_tui.domain.start import StartOptions
from javari_tui.domain.turn_actions import Action
from javari_tui.paths import folders
from javari_tui.services.launch import prepare_launch
from javari_tui.services.opening import open_services
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.connections import connect
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.sqlite_library import sqlite

EVENTS = 5_000
_AT_ONCE = 500
_PROBE = 0.002
"""Seconds between two looks at the loop."""
_LONGEST = 120.0
"""Seconds that the app may take to try again and to send everything."""
_CLEAR = "\x15"
_SERVER = (sys.executable, "-m", "javari_billing")
_WISH = HoldWish(
    least=Credits(0),
    most=Credits(0),
    price_version="one",
    model=ModelRef("anthropic", "claude-opus-5-5"),
    chat_id=1,
    question_id=1,
    message_id=2,
)
_CHARGE = Charge(cost=Credits(100), action=Action.CHAT, usage=Usage(input=10, output=10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What sending everything took, without a screen."""

    requests: int
    seconds: float
    stall_ms: float
    idle_stall_ms: float
    """The same loop's with nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Letters typed while it was sent, in milliseconds, and before."""

    idle: list[float]
    sending: list[float]


class Server:
    """A billing server with one account, which listens when it is told to."""

    def __init__(self, folder: Path) -> None:
        self._database = f"sqlite:///{folder / 'billing.db'}"
        self.account, self.key = self._run("account", "create", "Ada").split()
        self._run("grant", self.account, "1000000")
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self._port}"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """It listens inside of this block."""
        command = (*_SERVER, "--database", self._database, "serve", "--port", str(self._port))
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            try:
                assert process.stdout is not None
                if re.search(r"http://\S+", process.stdout.readline()) is None:
                    raise SystemExit("The billing server did not start")
                yield
            finally:
                process.kill()

    def _run(self, *words: str) -> str:
        command = (*_SERVER, "--database", self._database, *words)
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _fill(home: Path, server: Server) -> Path:
    """A database in which all events wait, as nobody could be told."""
    places = folders({"JAVARI_HOME": str(home)})
    database = Database.open(places.database, backups=places.backups)
    try:
        AccountStore(database).sign_in(server.account, server.url)
        ledger = LedgerStore(database)
        for _ in range(EVENTS // _AT_ONCE):
            with database.writing():
                for _ in range(_AT_ONCE):
                    ledger.settle(ledger.hold(_WISH).id, _CHARGE)
        return database.file
    finally:
        database.close()


def _environ(home: Path, server: Server) -> dict[str, str]:
    return surroundings(home, JAVARI_BILLING_URL=server.url, JAVARI_BILLING_KEY=server.key)


async def _stall(until: asyncio.Event) -> float:
    """The longest time, in milliseconds, for which the loop did nothing else."""
    longest = 0.0
    while not until.is_set():
        began = time.perf_counter()
        await asyncio.sleep(_PROBE)
        longest = max(longest, time.perf_counter() - began - _PROBE)
    return longest * 1000


async def _send(environ: dict[str, str]) -> Sent:
    known = prepare_launch(StartOptions(), environ)
    services = await open_services(known.folders, known.settings, environ=environ, can_act=False)
    try:
        await services.account.recognise()  # the connection stands, and its library is loaded
        gc.collect()
        gc.freeze()  # as the app does
        quiet, done = asyncio.Event(), asyncio.Event()
        asyncio.get_running_loop().call_later(1.0, quiet.set)
        idle = await _stall(quiet)
        watching = asyncio.create_task(_stall(done))
        began = time.perf_counter()
        report = await services.sync.sync_now()
        seconds = time.perf_counter() - began
        done.set()
        stall = await watching
    finally:
        await services.close()
    if report.accepted != EVENTS:
        raise SystemExit(f"{report.accepted} of {EVENTS} events arrived")
    return Sent(requests=report.requests, seconds=seconds, stall_ms=stall, idle_stall_ms=idle)


def sending() -> Sent:
    """Send everything without a screen."""
    with tempfile.TemporaryDirectory(prefix="javari-sync-") as folder:
        server, home = Server(Path(folder)), Path(folder) / "home"
        _fill(home, server)
        with server.serving():
            return asyncio.run(_send(_environ(home, server)))


def typing_meanwhile() -> Typed:
    """Type into the app while it sends everything, once the server is there again."""
    with tempfile.TemporaryDirectory(prefix="javari-sync-") as folder:
        server, home = Server(Path(folder)), Path(folder) / "home"
        file = _fill(home, server)
        with JAVARI.started(_environ(home, server)) as javari, closing(connect(file)) as reading:
            settle(javari)
            idle = javari.echo_times(LETTERS, gap=0.1)
            # Never a letter where the same one stood: nothing would be drawn for it.
            sending, letters, left = list[float](), cycle(LETTERS[1:] + LETTERS[:1]), EVENTS
            until = time.perf_counter() + _LONGEST
            with server.serving():
                while left:
                    if time.perf_counter() > until:
                        raise SystemExit(f"{left} events were never sent")
                    javari.send(_CLEAR)
                    times = javari.echo_times("".join(next(letters) for _ in range(5)), gap=0.02)
                    before, left = left, _waiting(reading)
                    if left < before:
                        sending += times
            return Typed(idle=idle, sending=sending)


def _waiting(reading: sqlite.Connection) -> int:
    (count,) = reading.execute("SELECT count(*) FROM usage_outbox WHERE state = 'pending'").fetchone()
    return int(count)


def billing_sync(plan: Plan) -> Measured:
    """The part of the benchmark."""
    sent = [sending() for _ in range(plan.runs)]
    typed = [typing_meanwhile() for _ in range(plan.runs)]
    requests, seconds = middle(sent, lambda run: run.requests), middle(sent, lambda run: run.seconds)
    stall, idle_stall = middle(sent, lambda run: run.stall_ms), middle(sent, lambda run: run.idle_stall_ms)
    echo = p95(list(chain.from_iterable(one.sending for one in typed)))
    idle = p95(list(chain.from_iterable(one.idle for one in typed)))
    return Measured(
        [
            Figure(name="5,000 offline events sent", unit="requests", measured=requests, most=11),
            Figure(name="5,000 offline events sent", unit="s", measured=seconds),
            Figure(
                name="longest stall of the loop meanwhile", unit="ms", measured=stall, reference=idle_stall, most=50
            ),
            Figure(name="key echo p95 meanwhile (reference: idle)", unit="ms", measured=echo, reference=idle, most=50),
        ],
        {"sent": [asdict(run) for run in sent], "typed": [asdict(run) for run in typed]},
    )


if __name__ == "__main__":
    for figure in billing_sync(Plan(runs=1, stock=False, libraries=Libraries(Path()))).figures:
        print(figure)
