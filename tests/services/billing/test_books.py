from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from javari_tui.domain.credits import Credits
from javari_tui.domain.fates import Fate, FateKind
from javari_tui.domain.sync_state import SyncState
from javari_tui.services.billing.books import Learned, SyncBooks, is_back_in_time
from javari_tui.services.disk import DiskThread
from javari_tui.services.stored import Stored
from javari_tui.storage.outbox_days import DaySums, OutboxDays
from tests.storage.ledger_bench import START, charge, opened, signed_in, told, wish

ENDPOINT = "https://billing.example"


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Stored]:
    """A ledger whose account is known to its endpoint."""
    with opened(tmp_path) as database:
        signed_in(database, 1_000)
        yield Stored.over(database, DiskThread())


def test_what_was_asked_for_one_account_is_not_written_on_another(stored: Stored) -> None:
    books = SyncBooks(stored, time=lambda: START)
    stored.ledger.settle(stored.ledger.hold(wish(0, least=0), at=START).id, charge(70), at=START)
    first = books.begin()
    assert first.account is not None
    (event,) = stored.outbox.lease(1, timedelta(minutes=1), at=START)
    books.accounts.sign_in("acct_2", ENDPOINT, at=START)
    assert books.accounts.write_mirror(told(5, 3, account="acct_2"), at=START)
    before = (books.accounts.sync_state(), books.accounts.mirror(), stored.ledger.balance(at=START))
    learned = Learned(9_999, timedelta(days=300))

    books.time = lambda: START + timedelta(hours=1)
    books.take_balance(None, first, learned)
    books.take_balance((told(800, 9_999), "x"), first, learned)
    books.settle([Fate(event=event.event, kind=FateKind.KNOWN, seq=2)], first, learned)
    books.compared(Credits(5), disagrees=True, of=first.account)

    assert (books.accounts.sync_state(), books.accounts.mirror(), stored.ledger.balance(at=START)) == before
    sums = DaySums()
    OutboxDays(stored.database, first.account.user_id).add(sums, 10)
    assert [day.count for day in sums.digests()] == [1], "its own days are compared"
    books.accounts.sign_in("acct_1", ENDPOINT, at=START)
    assert stored.outbox.counts()["acked"] == 1, "what became of its own event is written down"


def test_comparing_ends_going_back_in_time_whatever_the_clock_said_then(stored: Stored) -> None:
    books = SyncBooks(stored, time=lambda: START)
    begun = books.begin()
    assert begun.account is not None
    books.accounts.write_sync_state(SyncState(highest_seq=9, reconciled_at=START + timedelta(days=400)))
    books.time = lambda: START + timedelta(days=365)
    books.take_balance(None, replace(begun, state=books.accounts.sync_state()), Learned(3, None))
    assert is_back_in_time(books.accounts.sync_state())

    books.time = lambda: START
    books.compared(Credits(), disagrees=False, of=begun.account)

    state = books.accounts.sync_state()
    assert not is_back_in_time(state)
    assert state.went_back_at == START + timedelta(days=365), "it stays told"
