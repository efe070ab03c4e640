"""The bare database below the billing endpoint: the rows that it writes, by prepared statements, with nothing else."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.billing_load import Heard
from javari_billing.engine.database import Ledgers
from javari_billing.engine.tables import ENTRIES, HOLDS

_ENTRY = [column.name for column in ENTRIES.columns]
_HOLD = [column.name for column in HOLDS.columns]


class Bare:
    """A connection of its own to a database that has such an entry and such a hold."""

    def __init__(self, ledgers: Ledgers, account: str) -> None:
        borrowed = ledgers.engine.raw_connection()
        line: Any = borrowed.driver_connection
        borrowed.detach()
        self._line = line
        self._is_postgresql = ledgers.engine.dialect.name == "postgresql"
        self._mark = "%s" if self._is_postgresql else "?"
        if self._is_postgresql:
            line.prepare_threshold = 0
        self._account = account
        self._seq = self._one("SELECT ledger_seq FROM accounts WHERE id = {0}", account)[0]
        self._entry = list(self._one(f"SELECT {', '.join(_ENTRY)} FROM ledger_entries WHERE kind = 'usage' LIMIT 1"))
        holds = f"SELECT {', '.join(_HOLD)} FROM holds LIMIT 1"
        self._hold = list(self._one(holds)) if self._is_postgresql else []

    def batch(self, size: int) -> None:
        """A batch of usage: its entries, what is left of the grant, the sums of the account."""
        self._begin()
        self._insert("ledger_entries", _ENTRY, [self._next_entry() for _ in range(size)])
        self._used(700 * size)
        self._line.commit() if self._is_postgresql else self._do("COMMIT")

    def pair(self) -> None:
        """A hold and its end, in two transactions."""
        hold = self._with(_HOLD, self._hold, id=secrets.token_hex(12), account_id=self._account)
        hold = self._with(_HOLD, hold, idempotency_key=hold[0], state="held", settled=None, seq=None, ended_at=None)
        self._insert("holds", _HOLD, [hold])
        self._do("UPDATE accounts SET held = held + {0}, version = version + 1 WHERE id = {1}", 1000, self._account)
        self._line.commit()
        entry = self._next_entry()
        end = "UPDATE holds SET state = {0}, settled = {1}, seq = {2}, ended_at = {3} WHERE id = {4}"
        self._do(end, "settled", 700, self._seq, hold[_HOLD.index("created_at")], hold[0])
        self._insert("ledger_entries", _ENTRY, [entry])
        self._do("UPDATE accounts SET held = held - {0} WHERE id = {1}", 1000, self._account)
        self._used(700)
        self._line.commit()

    def close(self) -> None:
        """Let go of it."""
        self._line.close()

    def _next_entry(self) -> list[Any]:
        self._seq += 1
        name = secrets.token_hex(8)
        return self._with(_ENTRY, self._entry, account_id=self._account, seq=self._seq, event_id=name)

    def _used(self, amount: int) -> None:
        self._do("UPDATE grants SET remaining = remaining - {0} WHERE account_id = {1}", amount, self._account)
        sums = "posted = posted - {0}, ledger_seq = {1}, last_hash = {2}, version = version + 1"
        self._do(
            f"UPDATE accounts SET {sums} WHERE id = {{3}}", amount, self._seq, secrets.token_hex(32), self._account
        )

    @staticmethod
    def _with(names: Sequence[str], row: Sequence[Any], **changed: object) -> list[Any]:
        return [changed.get(name, value) for name, value in zip(names, row, strict=True)]

    def _begin(self) -> None:
        if not self._is_postgresql:
            self._do("BEGIN IMMEDIATE")

    def _insert(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join([self._mark] * len(names))
        self._line.cursor().executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)

    def _do(self, statement: str, *values: object) -> Any:  # noqa: ANN401 - the driver's
        cursor = self._line.cursor()
        cursor.execute(statement.format(*[self._mark] * len(values)), values)
        return cursor

    def _one(self, statement: str, *values: object) -> Sequence[Any]:
        row: Sequence[Any] = self._do(statement, *values).fetchone()
        if self._is_postgresql:
            self._line.commit()
        return row


def bare_load(works: Sequence[Callable[[], None]], seconds: float) -> Heard:
    """Let each work go on for so long, in threads of their own."""
    heard, began = Heard(), time.perf_counter()

    def go_on(work: Callable[[], None]) -> None:
        while time.perf_counter() < began + seconds:
            since = time.perf_counter()
            work()
            heard.waits.append((time.perf_counter() - since) * 1000)

    threads = [threading.Thread(target=go_on, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    heard.seconds = time.perf_counter() - began
    return heard
