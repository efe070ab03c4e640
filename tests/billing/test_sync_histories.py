"""Whatever happens to two machines, the line between, and the server: nothing is lost, nothing is counted twice.

`JAVARI_SYNC_HISTORIES=10000` lets the nightly run look at so many histories; `make test` looks at 300. A history that
fails is kept in `.hypothesis` and tried first from then on.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from javari_billing.wire.usage import UsageEvent
from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import HoldWish, Receipt
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.database import Database
from javari_tui.storage.ledger_audit import audit
from javari_tui.storage.quarantine import Quarantine
from tests.billing.bench import Bench
from tests.billing.sync_world import Fault, Machine, Server
from tests.storage.ledger_bench import MODEL, charge

HISTORIES = int(os.environ.get("JAVARI_SYNC_HISTORIES", "300"))

SERVER = Server()
"""One database for all histories: each has an account of its own in it."""
START = SERVER.clock.now
PLENTY = 10**12

KINDS = (
    Fault(),
    Fault(is_lost=True),
    Fault(comes_twice=True),
    Fault(answer_is_lost=True),
    Fault(answer_is_lost=True, comes_twice=True),
    Fault(comes_late=True),
    Fault(is_old=True),
    Fault(power_fails=True),
    Fault(power_fails=True, is_lost=True),
    Fault(power_fails=True, comes_late=True),
)
FAULTS = st.lists(st.sampled_from(KINDS), min_size=1, max_size=3)
COSTS = st.lists(st.integers(0, 400_000_000), min_size=1, max_size=4)
WHICH = st.integers(0, 1)


class Histories(RuleBasedStateMachine):
    """Two machines of one account, and somebody else who uses it too."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        SERVER.clock.now = START
        self.bench = Bench(SERVER.ledgers, SERVER.clock, plan="Free", renews=True)
        self.machines = [Machine(SERVER, self.bench.account, self.template) for _ in range(2)]
        self.receipts: list[dict[str, Receipt]] = [{}, {}]
        self.others: list[UsageEvent] = []
        self.version = 1
        self.numbers = itertools.count()

    @initialize()
    def begin(self) -> None:
        """Both know what there is."""
        for machine in self.machines:
            assert machine.sync() is not None

    @rule(which=WHICH, costs=COSTS, part=st.integers(1, 3))
    def use(self, which: int, costs: list[int], part: int) -> None:
        """Answers that cost what was held, less, or more."""
        for cost in costs:
            self._use(which, cost, max(1, cost * part // 2))

    def _use(self, which: int, cost: int, most: int) -> None:
        machine = self.machines[which]
        ledger, at = machine.stored.ledger, machine.now()
        wish = HoldWish(
            least=Credits(1),
            most=Credits(most),
            price_version=f"v{self.version}",
            model=MODEL,
            chat_id=1,
            question_id=next(self.numbers),
            message_id=next(self.numbers),
        )
        try:
            hold = ledger.hold(wish, at=at)
        except SpendingRefused:
            assert ledger.balance(at=at).available < wish.least
            return
        receipt = ledger.settle(hold.id, charge(cost), at=at)
        assert receipt.cost == Credits(cost)
        self.receipts[which][receipt.event] = receipt

    @rule(which=WHICH, costs=COSTS, faults=FAULTS, halves=st.integers(0, 2))
    def use_and_sync(self, which: int, costs: list[int], faults: list[Fault], halves: int) -> None:
        """While the line is bad, and perhaps somebody else takes what was meant for this."""
        for cost in costs:
            self._use(which, cost, max(1, cost))
        if halves:
            self.somebody_else_uses_it(self.bench.balance().available_mcr * halves // 2)
        self.sync(which, faults)

    @rule(which=WHICH, faults=FAULTS)
    def sync(self, which: int, faults: list[Fault]) -> None:
        """A round on a line that is as bad as it gets."""
        machine = self.machines[which]
        if machine.sync(*faults) is None:
            return
        mirror, stored = AccountStore(machine.stored.database).mirror(), machine.stored
        assert mirror is not None
        shown, told = stored.ledger.balance(at=machine.now()).available, mirror.balance.available
        if any(fault.is_old for fault in faults):
            # What the endpoint was told since then is not in that figure.
            source, since = machine.signed_in.source, mirror.balance.ledger_seq
            new = -sum(
                entry.amount_mcr for entry in self.bench.entries() if entry.source == source and entry.seq > since
            )
            assert shown <= max(told - Credits(new), Credits(0))
        else:
            assert shown == max(told - stored.outbox.unsent(), Credits(0))
            assert told.micro == self.bench.balance().available_mcr

    @rule(which=WHICH, newest_first=st.booleans())
    def late_ones_arrive(self, which: int, newest_first: bool) -> None:
        """What was given up comes all the same, in any order."""
        self.machines[which].line.deliver(newest_first)

    @rule(which=WHICH)
    def power_fails(self, which: int) -> None:
        """Between two steps."""
        self.machines[which].restart()

    @rule(which=WHICH, seconds=st.sampled_from([-30 * 86_400, -7200, -240, 0, 240, 7200, 30 * 86_400]))
    def clock_is_set(self, which: int, seconds: int) -> None:
        """A machine's clock goes wrong, or right."""
        self.machines[which].skew = timedelta(seconds=seconds)

    @rule(seconds=st.sampled_from([1, 90, 4000, 86_400 * 10]))
    def time_passes(self, seconds: int) -> None:
        """Everywhere; grants end, months renew."""
        SERVER.clock.now += seconds * 1000

    @rule(amount=st.integers(1, 900_000_000), lasts=st.none() | st.integers(1, 90_000))
    def something_is_bought(self, amount: int, lasts: int | None) -> None:
        """At the server."""
        until = None if lasts is None else SERVER.clock.now + lasts * 1000
        for _ in range(2):
            self.bench.grant(amount, expires_at=until, reference=f"payment-{self.bench.account}-{amount}")

    @rule(amount=st.integers(1, 900_000_000))
    def somebody_else_uses_it(self, amount: int) -> None:
        """A third client, that knows nothing of these two."""
        event = self.bench.event(amount)
        if self.bench.statuses(event) == ["accepted"]:
            self.others.append(event)

    @rule()
    def prices_change(self) -> None:
        """From now on; what was used keeps its version."""
        self.version += 1

    @rule(which=WHICH, again=st.booleans())
    def somebody_looks_at_the_quarantine(self, which: int, again: bool) -> None:
        """And sends again what is there, or leaves it."""
        quarantine = Quarantine(self.machines[which].stored.database)
        for event in quarantine.waiting():
            if again:
                assert quarantine.send_again(event.event, at=self.machines[which].now())

    def teardown(self) -> None:
        """When the line is good again, and there is enough, everything must come out right."""
        try:
            self._come_to_rest()
            self._look_at_the_server()
            for machine, receipts in zip(self.machines, self.receipts, strict=True):
                self._look_at(machine, receipts)
            self._send_everything_anew()
        finally:
            for machine in self.machines:
                machine.close()

    def _come_to_rest(self) -> None:
        for machine in self.machines:
            machine.line.deliver(newest_first=True)
            machine.skew = timedelta()
            assert machine.sync() is not None
            compared = machine.compare()
            assert (compared.resent, compared.differing, compared.unknown_here) == (0, (), ())
        # What a clock that went ahead wrote down is taken once that time has come.
        SERVER.clock.now += 31 * 86_400_000
        self.bench.grant(PLENTY, reference=f"plenty-{self.bench.account}")
        for machine in self.machines:
            quarantine = Quarantine(machine.stored.database)
            for event in quarantine.waiting():
                quarantine.send_again(event.event, at=machine.now())
            assert machine.sync() is not None
        assert self.machines[0].sync() is not None  # the other one has changed the figure

    def _look_at_the_server(self) -> None:
        assert self.bench.breaches() == []
        used = {(entry.source, entry.event_id): entry for entry in self.bench.entries() if entry.kind == "usage"}
        ours = {
            (machine.signed_in.source, event): receipt
            for machine, receipts in zip(self.machines, self.receipts, strict=True)
            for event, receipt in receipts.items()
        }
        theirs = {(event.source, event.id) for event in self.others}
        assert used.keys() == ours.keys() | theirs  # I3, I4: each once, none lost
        for name, receipt in ours.items():
            assert -used[name].amount_mcr == receipt.cost.micro  # I15
            assert used[name].price_version == receipt.price_version  # I10

    def _look_at(self, machine: Machine, receipts: dict[str, Receipt]) -> None:
        stored = machine.stored
        assert audit(stored.database) == ()
        counts = stored.outbox.counts()
        assert (counts["pending"], counts["quarantined"], counts["acked"]) == (0, 0, len(receipts))
        shown, there = stored.ledger.balance(at=machine.now()), self.bench.balance()
        assert shown.available.micro == there.available_mcr  # I14, I17
        for receipt in receipts.values():
            assert stored.ledger_lines.receipts(receipt.message_id) == (receipt,)

    def _send_everything_anew(self) -> None:
        """I9, I16: into an empty account, the newest first, each twice."""
        empty = Bench(SERVER.ledgers, SERVER.clock)
        empty.grant(PLENTY)
        sent = [
            empty.event(receipt.cost.micro, name=event, source=machine.signed_in.source)
            for machine, receipts in zip(self.machines, self.receipts, strict=True)
            for event, receipt in receipts.items()
        ]
        for event in [*reversed(sent), *sent]:
            empty.report(event)
        assert empty.balance().posted_mcr == PLENTY - sum(event.data.amount_mcr for event in sent)
        assert empty.breaches() == []


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=HISTORIES, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(autouse=True, scope="module")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new database, made once."""
    folder = tmp_path_factory.mktemp("machine") / "data"
    Database.open(folder / "javari.db", backups=folder / "backups").close()
    Histories.template = folder
    yield
