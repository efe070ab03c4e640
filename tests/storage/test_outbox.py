from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from javari_tui.domain.credits import Credits
from javari_tui.domain.fates import Fate, FateKind
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.outbox import Outbox
from javari_tui.storage.quarantine import Quarantine
from javari_tui.storage.stored_values import time_to_text
from javari_tui.storage.unsent import read_quarantined
from javari_tui.storage.users import ledger_user_id
from tests.storage.ledger_bench import START, charge, signed_in, wish
from tests.storage.processes import kill, line_from, start

MINUTE = timedelta(minutes=1)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    """Three events of an account that wait."""
    signed_in(database)
    ledger = LedgerStore(database)
    for cost in (10, 0, 30):
        ledger.settle(ledger.hold(wish(cost, least=0), at=START).id, charge(cost), at=START)
    return Outbox(database)


def test_an_event_says_what_the_ledger_says(outbox: Outbox) -> None:
    events = outbox.lease(10, MINUTE, at=START)

    bodies = [json.loads(event.body) for event in events]
    assert [body["data"]["amount_mcr"] for body in bodies] == [10, 0, 30]
    assert [body["id"] for body in bodies] == [event.event for event in events]
    assert {body["data"]["action"] for body in bodies} == {"chat"}


def test_what_is_leased_is_nobody_elses_until_the_lease_ends(outbox: Outbox) -> None:
    first = outbox.lease(2, MINUTE, at=START)
    second = outbox.lease(10, MINUTE, at=START)

    assert [len(first), len(second)] == [2, 1]
    assert outbox.lease(10, MINUTE, at=START) == ()
    again = outbox.lease(10, MINUTE, at=START + MINUTE)
    assert [(event.event, event.attempts) for event in again] == [(event.event, 2) for event in first + second]


def test_an_event_is_done_once_by_whoever_sent_it(outbox: Outbox) -> None:
    one, two, three = outbox.lease(3, MINUTE, at=START)

    assert outbox.ack(one.event, 7)
    assert not outbox.ack(one.event, 8)
    assert not outbox.try_later(one.event, START, "late")
    assert outbox.quarantine(two.event, "conflict")
    assert outbox.try_later(three.event, START + 2 * MINUTE, "busy")
    assert outbox.lease(10, MINUTE, at=START + MINUTE) == ()
    assert [event.event for event in outbox.lease(10, MINUTE, at=START + 2 * MINUTE)] == [three.event]
    assert outbox.unsent() == Credits(30)
    assert outbox.counts() == {"pending": 1, "acked": 1, "quarantined": 1, "kept": 0}


def test_only_what_was_known_there_is_sent_again_because_it_is_missing(outbox: Outbox, database: Database) -> None:
    one, two, three = (event.event for event in outbox.lease(3, MINUTE, at=START))
    assert outbox.ack(one, 7)
    assert outbox.quarantine(two, "conflict")
    assert outbox.quarantine(three, "conflict")
    assert Quarantine(database).keep_here(three)

    assert outbox.resend([one, two, three], at=START) == 1

    assert outbox.counts() == {"pending": 1, "acked": 0, "quarantined": 1, "kept": 1}


def test_a_time_is_corrected_once(outbox: Outbox) -> None:
    (event,) = outbox.lease(1, MINUTE, at=START)
    for time in (START - MINUTE, START - 2 * MINUTE):
        assert outbox.settle([Fate(event=event.event, kind=FateKind.CORRECTED, when=START, time=time)])

    (again,) = outbox.lease(1, MINUTE, at=START)

    assert json.loads(again.body)["time"] == again.corrected_time == time_to_text(START - MINUTE)


_LEASE = """
from datetime import timedelta
from javari_tui.storage.outbox import Outbox
from javari_tui.storage.quarantine import Quarantine
from javari_tui.storage.unsent import read_quarantined
from javari_tui.storage.users import ledger_user_id
from tests.storage.ledger_bench import START
database = Database.open(file, backups=backups)
print(len(Outbox(database).lease(10, timedelta(hours=1), at=START)), flush=True)
sys.stdin.readline()
"""


def test_the_leases_of_a_process_that_died_end_with_it(outbox: Outbox, file: Path, backups: Path) -> None:
    process = start(_LEASE, file, backups)
    assert line_from(process) == "3"
    assert outbox.lease(10, MINUTE, at=START) == ()

    kill(process)

    assert len(outbox.lease(10, MINUTE, at=START)) == 3


def test_nothing_that_is_asked_again_and_again_reads_what_is_known_there(outbox: Outbox, database: Database) -> None:
    asked: list[str] = []
    with database.reading() as session:
        plain = database.plain(session)
        plain.set_trace_callback(asked.append)
        outbox.unsent()
        outbox.waiting()
        outbox.next_due(at=START)
        Quarantine(database).waiting()
        read_quarantined(plain, ledger_user_id(database))
        plain.set_trace_callback(None)
        read = [sql for sql in asked if "usage_outbox" in sql]
        plans = ["\n".join(row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {sql}")) for sql in read]
    assert len(plans) == 6
    for plan in plans:
        assert "usage_outbox_waiting" in plan or "usage_outbox_refused" in plan
        assert "SCAN" not in plan
