"""What a round with the endpoint reads and writes; each method is one transaction, on the disk thread."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from javari_tui.domain.billing import Account, Catalogue, EndpointBalance, ServiceFacts
from javari_tui.domain.billing_errors import BillingError, BillingTrouble, TokensElsewhere
from javari_tui.domain.credits import Credits
from javari_tui.domain.fates import Fate, FateKind
from javari_tui.domain.spending import OutboxEvent
from javari_tui.domain.sync_state import SyncState
from javari_tui.services.billing.verdicts import NO_CREDITS
from javari_tui.services.stored import Stored
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.stored_values import now

LEASE = timedelta(minutes=2)
"""Longer than any request."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 900.0
"""Seconds: how long an endpoint that does not answer is left alone, at first and at most."""
REFUSED_PAUSE = 300.0
_PAUSES = {BillingTrouble.SIGNED_OUT: 0.0, BillingTrouble.NOT_SET: 30.0}
"""Seconds for what the user cures, who does not want to wait then."""
_AROUND = 40
"""Bytes in which an event's source and account are wrapped."""
_OFFLINE = frozenset({BillingTrouble.UNREACHABLE, BillingTrouble.NOT_UNDERSTOOD})


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a request begins."""

    account: Account | None
    state: SyncState
    etag: str = ""
    """Of the balance."""
    events: tuple[OutboxEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """What an answer told beside its content."""

    seq: int | None
    """Of the last entry of the endpoint's ledger."""
    offset: timedelta | None
    """How far its clock is ahead."""
    first_new: int | None = None
    """Of the first entry that it made just now."""


class SyncBooks:
    """The outbox, the mirror and how it goes, together."""

    def __init__(self, stored: Stored, *, time: Callable[[], datetime] = now) -> None:
        self._stored, self.time = stored, time
        self.accounts = AccountStore(stored.database)

    def begin(self) -> Begun:
        """Who is signed in, and how it went before."""
        with self._stored.database.reading():
            mirror = self.accounts.mirror()
            etag = "" if mirror is None else mirror.etag
            return Begun(self.accounts.current(), self.accounts.sync_state(), etag)

    def lease(self, account: Account, facts: ServiceFacts) -> Begun:
        """The next batch; an empty one when nothing waits, or somebody else signed in meanwhile."""
        with self._stored.database.writing():
            begun = self.begin()
            if begun.account is None or begun.account.user_id != account.user_id:
                return begun
            around = _AROUND + len(account.source) + len(account.id)
            lease = self._stored.outbox.lease
            events = lease(facts.max_events, LEASE, most_bytes=facts.max_bytes - 64, around=around, at=self.time())
            return replace(begun, events=events)

    def give_back(self, events: Sequence[OutboxEvent]) -> None:
        """Nobody knows what became of these: anybody may send them again."""
        when = self.time()
        self._stored.outbox.settle(
            Fate(event=event.event, kind=FateKind.LATER, when=when, problem="no-answer") for event in events
        )

    def settle(self, fates: Iterable[Fate], begun: Begun, learned: Learned) -> None:
        """Write down what became of a batch."""
        with self._stored.database.writing():
            self._stored.outbox.settle(fates)
            if self._is_still(begun.account):
                self._write(begun, learned)

    def take_balance(self, told: tuple[EndpointBalance, str] | None, begun: Begun, learned: Learned) -> Credits:
        """Keep what the endpoint told, or that it is as before, and bring the ledger to it; by how much."""
        time = self.time()
        with self._stored.database.writing():
            if not self._is_still(begun.account):
                return Credits()
            if told is None:
                self.accounts.confirm_mirror(at=time)
            elif not self.accounts.write_mirror(told[0], etag=told[1], at=time):
                return Credits()
            self._write(begun, learned)
            went_well = replace(
                self.accounts.sync_state(), last_success_at=time, trouble="", problem="", failures=0, next_try_at=None
            )
            self.accounts.write_sync_state(went_well)
            return self.follow()

    def follow(self) -> Credits:
        """Bring the ledger to what the endpoint told last; by how much."""
        mirror = self.accounts.mirror()
        # What another process sends just now may be in that figure already.
        if mirror is None or self._stored.outbox.in_flight_elsewhere(at=self.time()):
            return Credits()
        brought = self._stored.ledger.follow(mirror.balance, at=self.time())
        if brought.micro > 0:
            self._stored.outbox.hurry([NO_CREDITS], at=self.time())
        return brought

    def failed(self, begun: Begun, error: BillingError) -> SyncState:
        """Write down that a round failed, and when the next may be."""
        with self._stored.database.writing():
            state, time = self.accounts.sync_state(), self.time()
            if isinstance(error, TokensElsewhere):
                return state  # of no concern to a process that has them
            is_offline = error.trouble in _OFFLINE
            failures = state.failures + 1 if is_offline else 0
            pause = _pause(failures) if is_offline else _PAUSES.get(error.trouble, REFUSED_PAUSE)
            state = replace(
                state,
                trouble=error.trouble.value,
                problem=error.problem,
                trouble_at=time,
                failures=failures,
                next_try_at=time + timedelta(seconds=max(pause, error.retry_after or 0.0)),
            )
            if self._is_still(begun.account):
                self.accounts.write_sync_state(state)
                if error.trouble is BillingTrouble.SIGNED_OUT:
                    self.accounts.needs_sign_in(True)
            return state

    def compared(self, difference: Credits, *, disagrees: bool, of: Account | None = None) -> None:
        """Write down what comparing came to, of this account or of whoever is signed in."""
        with self._stored.database.writing():
            if of is None or self._is_still(of):
                state = replace(self.accounts.sync_state(), difference=difference, disagrees=disagrees)
                self.accounts.write_sync_state(replace(state, reconciled_at=self.time()))

    def take_plans(self, endpoint: str, told: tuple[Catalogue, str] | None) -> None:
        """Keep plans and prices, or that they are as before."""
        time = self.time()
        if told is not None:
            self.accounts.write_catalogue(endpoint, replace(told[0], learned_at=time), etag=told[1], at=time)
        elif (kept := self.accounts.catalogue(endpoint)) is not None:
            self.accounts.write_catalogue(endpoint, replace(kept[0], learned_at=time), etag=kept[1], at=time)

    def pause(self, refused_at: datetime | None) -> float | None:
        """Seconds until something is to be sent; 0 at once, None when nothing waits or may be sent.

        `refused_at` is when the account signed in whose tokens this process knows to be no good.
        """
        begun, time = self.begin(), self.time()
        if begun.account is None or begun.account.signed_in_at == refused_at:
            return None
        due = self._stored.outbox.next_due(at=time)
        until_due = None if due is None else max(0.0, (due - time).total_seconds())
        return until_due if until_due is None else max(until_due, held_off(begun.state, time))

    def _is_still(self, account: Account | None) -> bool:
        """Whether what was asked for an account is told of the one that is signed in, as it signed in then."""
        current = self.accounts.current()
        if account is None or current is None:
            return False
        return (current.user_id, current.signed_in_at) == (account.user_id, account.signed_in_at)

    def _write(self, begun: Begun, learned: Learned) -> None:
        """Write down what was learned beside an answer."""
        state, seq = self.accounts.sync_state(), learned.seq
        if learned.offset is not None:
            state = replace(state, clock_offset=learned.offset)
        highest, new = begun.state.highest_seq, learned.first_new
        if seq is not None and (seq < highest or (new is not None and new <= highest)):
            # It was there already before this was asked: what was known there then may be lost.
            state = replace(state, highest_seq=seq, went_back_at=self.time(), reconciled_at=None)
        elif seq is not None:
            state = replace(state, highest_seq=max(seq, state.highest_seq))
        self.accounts.write_sync_state(state)
        if begun.account is not None and begun.account.needs_sign_in:
            self.accounts.needs_sign_in(False)


def held_off(state: SyncState, time: datetime) -> float:
    """Seconds for which the endpoint is left alone yet."""
    if state.next_try_at is None:
        return 0.0
    seconds = (state.next_try_at - time).total_seconds()
    # Longer than anybody is put off: the clock was wrong then.
    return max(0.0, seconds) if seconds <= 2 * 3600 else 0.0


def is_back_in_time(state: SyncState) -> bool:
    """Whether the endpoint was found to know less than before, and both were not compared since."""
    return state.went_back_at is not None and state.reconciled_at is None


def _pause(failures: int) -> float:
    """Full jitter: many machines that lost the same endpoint do not come back at once."""
    most = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures, 20))
    return max(FIRST_PAUSE, random.uniform(0, most))  # noqa: S311 - no secret
