"""Several processes and threads on one ledger."""

from __future__ import annotations

import threading
from pathlib import Path

from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import Charge, Hold
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.ledger_audit import audit
from tests.storage.ledger_bench import START, charge, opened, wish
from tests.storage.processes import finish, kill, line_from, start

_SPEND = """
from tests.storage.ledger_bench import START, charge, wish
from javari_tui.storage.ledger import LedgerStore
from javari_tui.domain.spending_errors import SpendingRefused
"""

_DIE = (
    _SPEND
    + """
database = Database.open(file, backups=backups)
holds = [LedgerStore(database).hold(wish(300, message=number), at=START) for number in (1, 2)]
print("ready", flush=True)
sys.stdin.readline()
"""
)


def test_holds_of_a_process_that_died_end_once_and_what_came_is_charged_as_an_estimate(
    ledger: LedgerStore, database: Database, file: Path, backups: Path
) -> None:
    ledger.balance(at=START)
    mine = ledger.hold(wish(50), at=START)
    process = start(_DIE, file, backups)
    assert line_from(process) == "ready"

    def estimate(hold: Hold) -> Charge | None:
        return charge(120) if hold.message_id == 1 else None

    assert ledger.end_abandoned(estimate, at=START) == ()
    kill(process)
    (receipt,) = ledger.end_abandoned(estimate, at=START)
    assert (receipt.charged, receipt.is_estimated) == (Credits(120), True)
    assert ledger.end_abandoned(estimate, at=START) == ()
    assert ledger.balance(at=START).held == mine.amount
    assert audit(database) == ()


_PROCESSES, _THREADS = 2, 31

_RACE = (
    _SPEND
    + """
import threading
taken = []
def spend():
    database = Database.open(file, backups=backups)
    ledger = LedgerStore(database)
    try:
        hold = ledger.hold(wish(70_000_000, least=50_000_000), at=START)
        taken.append(ledger.settle(hold.id, charge(60_000_000), at=START).charged.micro)
    except SpendingRefused:
        pass
    finally:
        database.close()
threads = [threading.Thread(target=spend) for _ in range(int(sys.argv[3]))]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sum(taken))
"""
)


def test_64_at_once_never_spend_more_than_there_is(file: Path, backups: Path, tmp_path: Path) -> None:
    with opened(tmp_path) as database:
        assert LedgerStore(database).balance(at=START).available == Credits.of(1_000)
    processes = [start(_RACE, file, backups, _THREADS) for _ in range(_PROCESSES)]
    mine: list[int] = []

    def spend() -> None:
        with opened(tmp_path) as database:
            ledger = LedgerStore(database)
            try:
                hold = ledger.hold(wish(70_000_000, least=50_000_000), at=START)
            except SpendingRefused:
                return
            mine.append(ledger.settle(hold.id, charge(60_000_000), at=START).charged.micro)

    for process in processes:
        assert line_from(process) == "ready"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    threads = [threading.Thread(target=spend) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = sum(mine) + sum(int(finish(process)) for process in processes)

    with opened(tmp_path) as database:
        balance = LedgerStore(database).balance(at=START)
        assert audit(database) == ()
    # Fourteen fit if all are held at once, and sixteen one behind the other.
    assert 840_000_000 <= taken <= 1_000_000_000
    assert balance.available == Credits.of(1_000) - Credits(taken)
    assert balance.held == Credits()
