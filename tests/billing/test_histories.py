"""Whatever happens to an account, in whatever order and however often, every invariant holds.

`JAVARI_BILLING_HISTORIES=10000` lets the nightly run look at so many histories; `make test` looks at a few.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from javari_billing.engine.database import Ledgers
from javari_billing.engine.refusals import Refused
from javari_billing.wire.holds import Hold
from javari_billing.wire.ledger import first_broken
from javari_billing.wire.usage import UsageEvent, Verdict
from javari_billing.wire.values import milliseconds
from tests.billing.bench import Bench, Clock

HISTORIES = int(os.environ.get("JAVARI_BILLING_HISTORIES", "30"))
CLOCK = Clock()
LEDGERS = Ledgers.open("sqlite://", clock=CLOCK)
"""One database for all histories: each has an account of its own in it."""

Made = object
"""What a rule puts into its bundle."""

with LEDGERS.engine.begin() as _connection:
    _connection.exec_driver_sql(
        "INSERT INTO plans SELECT 'Tiny', tier, 25, 0, 0, currency, features, 30, false, true, 0 FROM plans LIMIT 1"
    )

AMOUNTS = st.integers(0, 60)
PAUSES = st.just(0) | st.integers(1, 4000) | st.integers(25, 70).map(lambda days: days * 86_400)
"""Seconds until something is sent again: meanwhile holds run out and months begin."""


class Histories(RuleBasedStateMachine):
    """An account with an overdraft, clients that lose answers and send again, and a model of what must come out."""

    events, holds = Bundle("events"), Bundle("holds")

    def __init__(self) -> None:
        super().__init__()
        CLOCK.now = Clock().now
        self.bench = Bench(LEDGERS, CLOCK, plan="Tiny", renews=True)
        self.limit = 30
        self.given = self.expired = 0
        self.booked: dict[str, int] = {}

    @rule(amount=st.integers(1, 100), lasts=st.none() | st.integers(1, 4000), priority=st.integers(0, 2), pause=PAUSES)
    def give(self, amount: int, lasts: int | None, priority: int, pause: int) -> None:
        until = None if lasts is None else CLOCK.now + lasts * 1000
        reference = f"payment-{self.given}"
        for _ in range(2):
            self.bench.grant(amount, priority=priority, expires_at=until, reference=reference)
            CLOCK.now += pause * 1000
        self.given += amount

    @rule(target=events, amounts=st.lists(AMOUNTS, min_size=1, max_size=4))
    def use(self, amounts: list[int]) -> Made:
        batch = [self.bench.event(amount) for amount in amounts]
        self._send(batch)
        return multiple(*batch)

    @rule(batch=st.lists(events, min_size=1, max_size=5), again=st.booleans())
    def send_again_in_any_order(self, batch: list[UsageEvent], again: bool) -> None:
        self._send(batch + batch[::-1] if again else batch)

    @rule(event=events, more=st.integers(1, 5))
    def claim_something_else_under_an_old_id(self, event: UsageEvent, more: int) -> None:
        data = event.data.model_copy(update={"amount_mcr": event.data.amount_mcr + more})
        self._send([event.model_copy(update={"data": data})])

    @rule(target=holds, amount=st.integers(1, 80), ttl=st.integers(1, 3600))
    def hold(self, amount: int, ttl: int) -> Made:
        can = self.bench.balance().available_mcr + self.limit >= amount
        try:
            held = self.bench.hold(amount, ttl=ttl)
        except Refused as refused:
            assert refused.problem.type.endswith("insufficient-credits")
            assert not can
            return multiple()
        assert can
        return held

    @rule(
        target=events,
        hold=holds,
        amount=st.integers(0, 90),
        times=st.integers(1, 3),
        in_batch=st.booleans(),
        pause=PAUSES,
    )
    def settle(self, hold: Hold, amount: int, times: int, in_batch: bool, pause: int) -> UsageEvent:
        event = self.bench.event(amount, data={"hold": hold.id})
        for turn in range(times):
            CLOCK.now += pause * 1000 if turn else 0
            if in_batch:
                self._send([event])
                continue
            try:
                ended = self.bench.settle(hold, event)
            except Refused as refused:
                assert refused.problem.type.endswith(("insufficient-credits", "hold-ended"))
                assert event.id not in self.booked
            else:
                assert (ended.state, ended.settled_mcr) == ("settled", amount)
                self.booked[event.id] = amount
        return event

    @rule(hold=consumes(holds))
    def release(self, hold: Hold) -> None:
        try:
            assert self.bench.release(hold).state in {"released", "expired"}
        except Refused as refused:
            assert refused.problem.state == "settled"

    @rule(seconds=st.integers(-600, 4000))
    def time_jumps(self, seconds: int) -> None:
        CLOCK.now += seconds * 1000

    @rule(days=st.integers(25, 70))
    def months_pass(self, days: int) -> None:
        CLOCK.now += days * 86_400_000

    @invariant()
    def everything_holds(self) -> None:
        told = self.bench.balance()
        assert self.bench.breaches() == []
        entries = self.bench.entries()
        assert first_broken(entries) is None
        expired = -sum(entry.amount_mcr for entry in entries if entry.kind == "expiry")
        monthly = sum(entry.amount_mcr for entry in entries if entry.kind == "plan")
        assert monthly == 25 * len([entry for entry in entries if entry.kind == "plan"]) > 0
        assert told.posted_mcr == self.given + monthly - expired - sum(self.booked.values())
        assert told.available_mcr == told.posted_mcr - told.held_mcr >= -self.limit
        assert max(told.posted_mcr, 0) == sum(grant.remaining_mcr for grant in told.grants)

    def _send(self, batch: list[UsageEvent]) -> None:
        for event, verdict in zip(batch, self.bench.report(*batch).results, strict=True):
            self._look_at(event, verdict)

    def _look_at(self, event: UsageEvent, verdict: Verdict) -> None:
        amount = event.data.amount_mcr
        if event.id in self.booked:
            assert verdict.status == ("duplicate" if self.booked[event.id] == amount else "conflict")
        elif verdict.status == "accepted":
            self.booked[event.id] = amount
        else:
            assert verdict.problem is not None
            age = CLOCK.now - milliseconds(event.time)
            is_out = not -300_000 <= age <= 400 * 86_400_000
            assert verdict.problem.type.endswith("timestamp-out-of-range" if is_out else "insufficient-credits")
            assert verdict.problem.retryable != is_out


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=HISTORIES, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
