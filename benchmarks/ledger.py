"""Credits set aside and taken: the ledger beside the same writes with nothing that decides, checks or proves them.

`python -m benchmarks.ledger` prints it alone.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bar_update import medians, update_times
from benchmarks.figures import Figure
from benchmarks.parts import Measured, Plan
from javari_tui.domain.billing import EndpointBalance
from javari_tui.domain.credits import Credits
from javari_tui.domain.model_records import ModelRef, Usage
from javari_tui.domain.spending import Charge, HoldWish
from javari_tui.domain.turn_actions import Action
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.connections import connect, create_private
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.sqlite_library import sqlite

PAIRS = 100
"""Pairs of a hold and its end in a round."""
_AT = datetime(2026, 11, 23, tzinfo=UTC)
_WISH = HoldWish(
    least=Credits(1),
    most=Credits(500),
    price_version="one",
    model=ModelRef("anthropic", "claude-opus-5-5"),
    chat_id=1,
    question_id=1,
    message_id=2,
)
_CHARGE = Charge(cost=Credits(100), action=Action.CHAT, usage=Usage(input=10, output=10))
_LEFT = Credits.of(10**9)
_BALANCE = EndpointBalance(
    account="acct_1",
    plan="Pro",
    posted=_LEFT,
    held=Credits(0),
    available=_LEFT,
    overdraft_limit=Credits(0),
    ledger_seq=1,
    as_of=_AT,
)
_COPIED = ("users", "user_credits", "credit_grants")
_WRITTEN = ("credit_holds", "credits_usage", "ledger_entries", "usage_outbox")


class Bare:
    """The rows that the ledger writes for one pair, written again and again by prepared statements."""

    def __init__(self, file: Path, model: sqlite.Connection) -> None:
        create_private(file)
        self._connection = connect(file)
        self._connection.execute("PRAGMA foreign_keys = OFF")
        for name in (*_COPIED, *_WRITTEN):
            sql = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type <> 'trigger' AND sql IS NOT NULL"
            for (statement,) in model.execute(sql, (name,)):
                self._connection.execute(statement)
        for name in _COPIED:
            for row in model.execute(f"SELECT * FROM {name}"):
                self._insert(name, row)
        self._rows = {name: model.execute(f"SELECT * FROM {name} ORDER BY 1 DESC").fetchone() for name in _WRITTEN}
        self._number = 1_000_000

    def pair(self) -> None:
        """Two commits, as the ledger makes them."""
        execute = self._connection.execute
        self._number += 1
        number, uid = self._number, f"{self._number:032x}"
        rows = self._rows
        execute("BEGIN IMMEDIATE")
        execute("UPDATE credit_grants SET held = held + ? WHERE id = ?", (500, 1))
        self._insert("credit_holds", (number, uid, *rows["credit_holds"][2:]))
        execute("COMMIT")
        execute("BEGIN IMMEDIATE")
        execute("UPDATE credit_holds SET state = ?, ended_at = ? WHERE id = ?", ("settled", "", number))
        execute("UPDATE credit_grants SET held = held - ? WHERE id = ?", (500, 1))
        self._insert("credits_usage", (number, uid, *rows["credits_usage"][2:]))
        user = rows["ledger_entries"][1]
        self._insert("ledger_entries", (number, user, uid, *rows["ledger_entries"][3:]))
        execute("UPDATE credit_grants SET remaining = remaining - ? WHERE id = ?", (100, 1))
        execute("UPDATE user_credits SET credits_remaining = credits_remaining - ? WHERE user_id = ?", (100, user))
        execute("UPDATE user_credits SET credits_total = ?, updated_at = ? WHERE user_id = ?", (number, uid, user))
        self._insert("usage_outbox", (number, uid, *rows["usage_outbox"][2:]))
        execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _insert(self, name: str, row: tuple[object, ...]) -> None:
        self._connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)


def pair_times(folder: Path, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of a pair, of the clock and of the processor, round by round and by turns."""
    database = Database.open(folder / "data" / "javari.db", backups=folder / "backups")
    try:
        ledger = LedgerStore(database)
        # With an account more is written: what its endpoint is to be told.
        AccountStore(database).sign_in("acct_1", "https://billing.example", at=_AT)
        ledger.follow(_BALANCE, at=_AT)

        def pair() -> None:
            ledger.settle(ledger.hold(_WISH, at=_AT).id, _CHARGE, at=_AT)

        def empty() -> None:
            for _ in range(2):
                with database.writing() as session:
                    database.plain(session)

        pair()
        with closing(connect(database.file)) as model, closing(Bare(folder / "data" / "bare.db", model)) as bare:
            ways = {"ledger": pair, "bare": bare.pair, "empty": empty}
            found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
            for _ in range(rounds):
                for name, work in ways.items():
                    found[name].append(_timed(work))
        return found
    finally:
        database.close()


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    began, used = time.perf_counter(), time.process_time()
    for _ in range(PAIRS):
        work()
    return (time.perf_counter() - began) * 1000 / PAIRS, (time.process_time() - used) * 1000 / PAIRS


def ledger(plan: Plan) -> Measured:
    """The part of the benchmark."""
    with tempfile.TemporaryDirectory(prefix="javari-ledger-") as folder:
        found = pair_times(Path(folder), max(plan.runs, 3) * 3)
    clock, processor = (
        {name: statistics.median(times[which] for times in rounds) for name, rounds in found.items()}
        for which in (0, 1)
    )
    updates = update_times(max(plan.runs, 3))
    bar = medians(updates)
    # An answer's hold and its end stand in transactions that are there for its message.
    own = processor["ledger"] - processor["empty"]
    return Measured(
        [
            Figure(name="hold and settle, two commits", unit="ms", measured=clock["ledger"], reference=clock["bare"]),
            Figure(
                name="hold and settle, processor, beside what two empty transactions take",
                unit="ms",
                measured=own,
                reference=processor["bare"],
            ),
            Figure(
                name="bar update after an answer", unit="ms", measured=bar["bar"][0], reference=bar["bare"][0], most=50
            ),
            Figure(
                name="bar update after an answer, processor",
                unit="ms",
                measured=bar["bar"][1],
                reference=bar["bare"][1],
            ),
        ],
        raw={**found, "bar update": updates},
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="javari-ledger-") as home:
        for name, rounds in pair_times(Path(home), 9).items():
            middle = [statistics.median(times[which] for times in rounds) for which in (0, 1)]
            print(f"{name}: {middle[0]:.3f} ms, {middle[1]:.3f} ms of the processor, {1000 / middle[0]:.0f} a second")
