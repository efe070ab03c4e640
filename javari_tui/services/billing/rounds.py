"""One round with one endpoint: send, then ask what is left, then what can wait."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from javari_tui.billing.client import BillingClient
from javari_tui.domain.billing import Account, ReconcileReport, SyncReport
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.sync_state import SyncState
from javari_tui.services.billing.books import Learned, SyncBooks, is_back_in_time
from javari_tui.services.billing.reconciling import Reconciler
from javari_tui.services.billing.sending import Sender, Tally
from javari_tui.services.clock import Clock
from javari_tui.services.stored import Stored
from javari_tui.storage.outbox_days import OutboxDays

_log = logging.getLogger(__name__)

BALANCE_EVERY, PLANS_EVERY = 60.0, 300.0
"""Seconds."""
_COMPARE_EVERY, _COMPARE_AGAIN = timedelta(days=1), timedelta(minutes=15)
"""How old a comparison may be that found nothing, and one that found something."""
NEVER = float("-inf")

_STILL_READS = frozenset({BillingTrouble.CLOSED, BillingTrouble.NO_CREDITS, BillingTrouble.REFUSED})


@dataclass(slots=True)
class Times:
    """When something was asked last, by a clock that only goes forward."""

    balance: float = NEVER
    plans: float = NEVER
    hurried: float = NEVER


class Round:
    """Everything asked in it counts into one report."""

    def __init__(
        self,
        stored: Stored,
        books: SyncBooks,
        client: BillingClient,
        account: Account,
        *,
        times: Times,
        clock: Clock,
        sent: Callable[[], Awaitable[object]],
    ) -> None:
        self._stored, self._books, self._client, self._account = stored, books, client, account
        self._times, self._clock = times, clock
        self._sender, self._tally = Sender(stored.disk, books, client, account, sent=sent), Tally()

    async def exchange(self, *, is_forced: bool) -> SyncReport:
        """Send, then ask what is left; what can wait is asked only when nothing was sent."""
        refused = await self._flush()
        has_sent, changed = self._tally.requests > 0, False
        if has_sent or is_forced or self._clock.now() - self._times.balance >= BALANCE_EVERY:
            changed = await self._ask_balance()
        state = (await self._stored.disk.run(self._books.begin)).state
        if is_back_in_time(state):
            _log.warning("The billing server knows less than before: comparing both ledgers")
            await self._compare()
            changed = await self._ask_balance() or changed
        elif not has_sent and _wants_comparing(state, self._books.time()):
            await self._compare()
        if self._tally.wants_plans or (not has_sent and self._clock.now() - self._times.plans >= PLANS_EVERY):
            await self._ask_plans()
        if refused is not None:
            raise refused
        return self._tally.report(balance_changed=changed)

    async def reconcile(self) -> ReconcileReport:
        """Send, compare what both have, then ask what is left."""
        await self._sender.flush(self._tally)
        report = await self._compare()
        await self._ask_balance()
        return report

    async def _flush(self) -> BillingError | None:
        """Send what is due. What the endpoint has against it, where it still answers other questions."""
        try:
            await self._sender.flush(self._tally)
        except BillingError as error:
            if error.trouble not in _STILL_READS:
                raise
            return error
        return None

    async def _ask_balance(self) -> bool:
        """Ask what is left, and bring the ledger to it; whether that changed anything."""
        begun = replace(await self._stored.disk.run(self._books.begin), account=self._account)
        self._tally.requests += 1
        told = await self._client.balance(begun.etag)
        heard = self._client.heard
        seq = heard.ledger_seq if told is None else told.value.ledger_seq
        found = None if told is None else (told.value, told.etag)
        learned = Learned(seq, heard.clock_offset)
        brought = await self._stored.disk.run(self._books.take_balance, found, begun, learned)
        self._times.balance = self._clock.now()
        return told is not None or bool(brought)

    async def _ask_plans(self) -> None:
        endpoint = self._client.endpoint
        kept = await self._stored.disk.run(self._books.accounts.catalogue, endpoint)
        self._tally.requests += 1
        told = await self._client.plans("" if kept is None else kept[1])
        found = None if told is None else (told.value, told.etag)
        await self._stored.disk.run(self._books.take_plans, endpoint, found)
        self._times.plans = self._clock.now()

    async def _compare(self) -> ReconcileReport:
        days = OutboxDays(self._stored.database, self._account.user_id)
        reconciler = Reconciler(self._stored.disk, self._stored.outbox, days, self._client, self._account)
        report = await reconciler.run(self._sender, self._tally)
        disagrees = bool(report.differing)
        if disagrees:
            _log.warning("Both ledgers differ on %s, by %s", ", ".join(report.differing[:20]), report.difference)
        compared = self._books.compared
        await self._stored.disk.run(compared, report.difference, disagrees=disagrees, of=self._account)
        return report


def _wants_comparing(state: SyncState, time: datetime) -> bool:
    if state.reconciled_at is None:
        return True
    return abs(time - state.reconciled_at) >= (_COMPARE_AGAIN if state.disagrees else _COMPARE_EVERY)
