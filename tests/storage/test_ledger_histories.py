"""Any history of the ledger, over the real SQLite: after each step everything is as the rules want it.

`JAVARI_LEDGER_HISTORIES=10000` tries so many. One that fails is kept in `.hypothesis` and tried first from then on;
what is printed of it (`@reproduce_failure`) belongs on `TestHistories` for everybody until it is mended.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from javari_tui.domain.credits import Credits
from javari_tui.domain.errors import StorageError
from javari_tui.domain.spending import Caps, GrantSource, Hold, Limit, Receipt
from javari_tui.domain.spending_errors import AccountDecides, HoldEnded, SpendingRefused
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.ledger_audit import audit
from javari_tui.storage.ledger_reads import LedgerReader
from javari_tui.storage.outbox import Outbox
from tests.storage.ledger_bench import START, charge, signed_in, told, wish

HISTORIES = int(os.environ.get("JAVARI_LEDGER_HISTORIES", "25"))

AMOUNTS = st.one_of(st.integers(0, 50), st.integers(0, 1_100_000_000))
CAPS = st.one_of(
    st.just(Caps()), st.builds(Caps, chat=AMOUNTS.map(Credits)), st.builds(Caps, message=AMOUNTS.map(Credits))
)


CRASHES = st.one_of(st.none(), st.integers(0, 900))
"""After how many of SQLite's steps the power goes; writing one use down takes some 650."""


class PowerCut(Exception):
    """Everything that was not on disk is gone."""


class Histories(RuleBasedStateMachine):
    """Two windows on one file: `self.ledgers`."""

    holds = Bundle("holds")
    settled = Bundle("settled")

    @initialize(account=st.booleans())
    def begin(self, account: bool) -> None:
        """A new machine, with an account or without."""
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        file = self.folder / "data" / "javari.db"
        self.databases = [Database.open(file, backups=self.folder / "backups") for _ in range(2)]
        self.ledgers = [LedgerStore(database) for database in self.databases]
        self.time = START
        self.receipts: dict[str, Receipt] = {}
        self.chain: list[tuple[object, ...]] = []
        self.seq, self.there, self.is_account = 1, 1_000_000_000, account
        if account:
            signed_in(self.databases[0], self.there)
        self.posted = self.ledgers[0].balance(at=self.time).posted

    @rule(
        target=holds,
        most=AMOUNTS,
        least=st.integers(0, 60),
        chat=st.integers(1, 2),
        caps=CAPS,
        window=st.integers(0, 1),
    )
    def hold(self, most: int, least: int, chat: int, caps: Caps, window: int) -> Hold | MultipleResults[Hold]:
        """Set something aside: what is there, or less, or nothing."""
        wanted = wish(most, least=min(least, most), chat=chat, question=chat)
        before = self.ledgers[1 - window].balance(at=self.time).available
        try:
            hold = self.ledgers[window].hold(wanted, caps, at=self.time)
        except SpendingRefused as refused:
            assert refused.room < wanted.least or not refused.room
            if refused.limit is Limit.BALANCE:
                assert refused.room == before
            return multiple()
        assert wanted.least <= hold.amount <= min(wanted.most, before)
        for cap in (caps.chat, caps.message):
            assert cap is None or hold.amount <= cap
        return hold

    @rule(target=settled, hold=consumes(holds), cost=AMOUNTS, window=st.integers(0, 1), crash=CRASHES)
    def settle(self, hold: Hold, cost: int, window: int, crash: int | None) -> tuple[Hold, int]:
        """An answer ended, perhaps written down only at the second try."""
        if crash is not None:
            self._crash(crash, lambda ledger: ledger.settle(hold.id, charge(cost), at=self.time))
        before = self.ledgers[window].balance(at=self.time)
        receipt = self.ledgers[window].settle(hold.id, charge(cost), at=self.time)
        assert receipt.charged.micro == min(cost, hold.amount.micro + before.available.micro)
        assert receipt.cost.micro == cost
        self.receipts[receipt.event] = receipt
        self.posted -= receipt.charged
        return hold, cost

    @rule(hold=consumes(holds), window=st.integers(0, 1), crash=CRASHES)
    def release(self, hold: Hold, window: int, crash: int | None) -> None:
        """An answer failed before anything of it came."""
        if crash is not None:
            self._crash(crash, lambda ledger: ledger.release(hold.id, at=self.time))
        assert self.ledgers[window].release(hold.id, at=self.time)
        assert not self.ledgers[1 - window].release(hold.id, at=self.time)

    @rule(done=settled, more=st.integers(0, 1), window=st.integers(0, 1))
    def settle_again(self, done: tuple[Hold, int], more: int, window: int) -> None:
        """The same again, or something else for the same answer: nothing changes."""
        hold, cost = done
        try:
            receipt = self.ledgers[window].settle(hold.id, charge(cost + more), at=self.time)
        except HoldEnded:
            assert more
        else:
            assert not more and receipt == self.receipts[receipt.event]
        assert not self.ledgers[window].release(hold.id, at=self.time)

    @rule(amount=st.integers(1, 10**9), name=st.integers(0, 3), days=st.one_of(st.none(), st.integers(-1, 60)))
    def grant(self, amount: int, name: int, days: int | None) -> None:
        """Credits were bought; the news of it may come twice."""
        if self.is_account:
            self.there, self.seq = self.there + amount, self.seq + 1
            with pytest.raises(AccountDecides):
                self.ledgers[0].grant(str(name), Credits(amount), GrantSource.TOP_UP, at=self.time)
            return
        expires = None if days is None else self.time + timedelta(days=days)
        if self.ledgers[0].grant(str(name), Credits(amount), GrantSource.TOP_UP, expires_at=expires, at=self.time):
            self.posted += Credits(amount)

    @precondition(lambda self: self.is_account)
    @rule(window=st.integers(0, 1), crash=CRASHES)
    def follow(self, window: int, crash: int | None) -> None:
        """The endpoint tells what it says is left."""
        balance = told(self.there, self.seq)
        if crash is not None:
            self._crash(crash, lambda ledger: ledger.follow(balance, at=self.time))
        held = self.ledgers[0].balance(at=self.time).held
        followed = self.ledgers[window].follow(balance, at=self.time)
        unsent = Outbox(self.databases[0]).unsent()
        assert self.posted + followed == max(Credits(self.there) - unsent, held)
        assert not self.ledgers[1 - window].follow(balance, at=self.time)
        self.posted += followed

    @rule(days=st.sampled_from([-70, -1, 0, 1, 20, 45, 400]))
    def clock(self, days: int) -> None:
        """Time goes on, or the clock is set back."""
        self.time += timedelta(days=days)

    @rule(count=st.integers(1, 3), window=st.integers(0, 1))
    def send(self, count: int, window: int) -> None:
        """Some events reach the endpoint."""
        outbox = Outbox(self.databases[window])
        for event in outbox.lease(count, timedelta(minutes=1), at=self.time + timedelta(days=500)):
            assert event.event in self.receipts
            # An answer that is older than this knows nothing of it.
            old = told(self.there, self.seq)
            self.there, self.seq = self.there - self.receipts[event.event].cost.micro, self.seq + 1
            self.posted += self.ledgers[0].follow(old, at=self.time)
            assert outbox.ack(event.event, self.seq)
            assert not self.ledgers[window].follow(old, at=self.time)

    @invariant()
    def rules_hold(self) -> None:
        """The chain, every sum, and that nothing of the past is different."""
        for database in self.databases:
            assert audit(database) == ()
        balance = self.ledgers[1].balance(at=self.time)
        assert Credits() <= balance.available <= balance.posted
        chain = self._entries()
        assert chain[: len(self.chain)] == self.chain
        self._check_gifts_and_expiries(chain[len(self.chain) :])
        self.chain = chain
        assert balance.posted == self.posted
        events = Outbox(self.databases[0]).counts()
        assert events["pending"] + events["acked"] == (len(self.receipts) if self.is_account else 0)

    def _check_gifts_and_expiries(self, new: list[tuple[object, ...]]) -> None:
        """What time alone did: months that were given, grants that ended."""
        for _, event, kind, amount, _ in new:
            assert isinstance(amount, int)
            is_month = kind == "grant" and str(event).startswith("plan:") and self.chain
            if kind == "expiry" or is_month:
                self.posted += Credits(amount)

    def _entries(self) -> list[tuple[object, ...]]:
        with self.databases[0].reading() as session:
            sql = "SELECT seq, event, kind, amount, hash FROM ledger_entries ORDER BY seq"
            return list(map(tuple, self.databases[0].plain(session).execute(sql)))

    def _crash(self, steps: int, work: Callable[[LedgerStore], object]) -> None:
        """The power goes after so many of SQLite's own steps, or when all is written and nothing is on disk yet."""
        database, passed = self.databases[0], itertools.count()
        with database.reading() as session:
            plain = database.plain(session)
        try:
            with database.writing():
                plain.set_progress_handler(lambda: int(next(passed) == steps), 1)
                work(self.ledgers[0])
                plain.set_progress_handler(None, 1)
                raise PowerCut
        except (PowerCut, StorageError):
            plain.set_progress_handler(None, 1)
            assert self._entries()[: len(self.chain)] == self.chain

    def teardown(self) -> None:
        """Every answer's receipt is as it was, and the outbox rebuilds what was spent."""
        if not hasattr(self, "databases"):
            return
        page = LedgerReader(self.databases[1]).page(limit=10_000)
        found = {entry.event: entry.receipt for entry in page.entries if entry.receipt is not None}
        assert found == self.receipts
        for database in self.databases:
            database.close()
        shutil.rmtree(self.folder)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=HISTORIES, stateful_step_count=25, deadline=None, print_blob=True)
