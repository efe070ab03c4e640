"""Keeping both ledgers the same: what was used is sent until the endpoint has it, and what it says is left is shown."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from javari_tui.billing.client import BillingClient
from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.billing import Account, QuarantinedEvent, ReconcileReport, SyncReport
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import NOTHING
from javari_tui.domain.errors import JavariError
from javari_tui.domain.sync_state import SyncState
from javari_tui.services.billing.books import Begun, SyncBooks, held_off
from javari_tui.services.billing.rounds import BALANCE_EVERY, NEVER, Round, Times
from javari_tui.services.clock import Clock, SystemClock
from javari_tui.services.stored import Stored
from javari_tui.storage.accepted_days import accept
from javari_tui.storage.quarantine import Quarantine

T = TypeVar("T")

_log = logging.getLogger(__name__)

_HURRY_EVERY = 60.0
"""Seconds: so often at most, what is put off is sent at once because somebody asks."""
_AFTER_TROUBLE = 5.0
"""Seconds of rest after an error of our own disk."""


class Figures(Protocol):
    """Whoever shows what is left."""

    async def refresh(self) -> BalanceView:
        """Read it again."""

    def listen(self, listener: Callable[[BalanceView], None]) -> Callable[[], None]:
        """Tell of each change."""


class Sync:
    """One round at a time. In the background it goes by itself, forever, and tells nobody but the log of errors."""

    def __init__(
        self,
        stored: Stored,
        figures: Figures,
        connect: Callable[[Account], BillingClient],
        *,
        clock: Clock | None = None,
        books: SyncBooks | None = None,
    ) -> None:
        """`connect` gives the line to an account's endpoint, or raises BillingError NOT_SET."""
        self._stored, self._figures, self._connect = stored, figures, connect
        self._clock, self._books = clock or SystemClock(), books or SyncBooks(stored)
        self._quarantine = Quarantine(stored.database)
        self._lock, self._woken, self._times = asyncio.Lock(), asyncio.Event(), Times()
        self._refused_at: datetime | None = None
        self._is_shown_anew = True
        self._task: asyncio.Task[None] | None = None
        self._stop_listening: Callable[[], None] = _nothing

    def start(self) -> None:
        """Go on in the background from now on: after each change of the ledger, and from time to time."""
        if self._task is None:
            self._stop_listening = self._figures.listen(lambda _view: self._woken.set())
            self._task = asyncio.create_task(self._run(), name="billing sync")
            self._task.add_done_callback(_tell_defect)

    def wake(self) -> None:
        """Something changed, such as who is signed in: show it and look at once."""
        self._times.balance = NEVER
        self._is_shown_anew = False
        self._woken.set()

    async def sync_now(self) -> SyncReport:
        """Send everything and ask what is left, however it went before. BillingError: why that was not possible.

        Without an account there is nothing to do.
        """
        if self._clock.now() - self._times.hurried >= _HURRY_EVERY:
            self._times.hurried = self._clock.now()
            await self._stored.disk.run(self._stored.outbox.hurry)
        return await self._round(lambda one: one.exchange(is_forced=True)) or SyncReport()

    async def reconcile(self) -> ReconcileReport:
        """Compare by days what both ledgers have, and send again what is missing there. BillingError: not possible."""
        return await self._round(lambda one: one.reconcile()) or ReconcileReport(days=0)

    async def accept(self, report: ReconcileReport) -> bool:
        """What this comparison found is not told again until something else differs; False: it is another account's."""
        accounts, database = self._books.accounts, self._stored.database

        def write() -> bool:
            with database.writing():
                is_done = accept(database, report, at=self._books.time())
                if is_done:
                    accounts.write_sync_state(replace(accounts.sync_state(), difference=NOTHING, disagrees=False))
                return is_done

        is_done = await self._stored.disk.run(write)
        await self._figures.refresh()
        return is_done

    async def state(self) -> SyncState:
        """How it goes."""
        return await self._stored.disk.look(self._books.accounts.sync_state)

    async def quarantined(self) -> tuple[QuarantinedEvent, ...]:
        """The events that wait for the user."""
        return await self._stored.disk.look(self._quarantine.waiting)

    async def send_again(self, event: QuarantinedEvent) -> None:
        """Send it once more, as the user decided."""
        await self._stored.disk.run(self._quarantine.send_again, event.event)
        await self._figures.refresh()
        self.wake()

    async def keep_here(self, event: QuarantinedEvent) -> None:
        """Never send it, as the user decided: it stays in this machine's ledger, and the endpoint's figure counts."""

        def keep() -> None:
            with self._stored.database.writing():
                if self._quarantine.keep_here(event.event):
                    self._books.follow()

        await self._stored.disk.run(keep)
        await self._figures.refresh()

    async def close(self) -> None:
        """Stop. What is not sent waits for the next start."""
        self._stop_listening()
        self._stop_listening = _nothing
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def _run(self) -> None:
        while True:
            try:
                await self._rest()
                await self._round(lambda one: one.exchange(is_forced=False))
            except BillingError as error:
                _log.info("The billing server: %s %s %s", error.trouble, error.problem, error.detail)
            except JavariError as error:
                _log.warning("Sending what was used: %s %s", error, error.detail)
                await self._clock.sleep(_AFTER_TROUBLE)

    async def _rest(self) -> None:
        """Wait until there is something to do."""
        while True:
            self._woken.clear()
            if not self._is_shown_anew:
                self._is_shown_anew = True
                await self._figures.refresh()
            begun = await self._stored.disk.run(self._books.begin)
            seconds = await self._stored.disk.run(self._books.pause, self._refused_at)
            until_balance = self._times.balance + BALANCE_EVERY - self._clock.now()
            if begun.account is None or begun.account.signed_in_at == self._refused_at:
                until_balance = BALANCE_EVERY
            pause = max(0.0, until_balance, held_off(begun.state, self._books.time()))
            pause = pause if seconds is None else min(pause, seconds)
            if pause <= 0:
                return
            try:
                async with asyncio.timeout(min(pause, BALANCE_EVERY)):
                    await self._woken.wait()
            except TimeoutError:
                self._is_shown_anew = False  # what is shown has grown older

    async def _round(self, work: Callable[[Round], Awaitable[T]]) -> T | None:
        """Do something with the account's endpoint; None without an account."""
        async with self._lock:
            begun = await self._stored.disk.run(self._books.begin)
            if begun.account is None:
                return None
            try:
                done = await work(self._new_round(begun.account))
            except BillingError as error:
                await self._failed(begun, error)
                raise
            finally:
                await self._figures.refresh()
            self._refused_at = None
            return done

    def _new_round(self, account: Account) -> Round:
        return Round(
            *(self._stored, self._books, self._connect(account), account),
            times=self._times,
            clock=self._clock,
            sent=self._figures.refresh,
        )

    async def _failed(self, begun: Begun, error: BillingError) -> None:
        if error.trouble is BillingTrouble.SIGNED_OUT and begun.account is not None:
            self._refused_at = begun.account.signed_in_at
        await self._stored.disk.run(self._books.failed, begun, error)
        self._times.balance = self._clock.now()


def _tell_defect(task: asyncio.Task[None]) -> None:
    """Log why it ended by itself: nothing is sent any more until the next start, and nothing is lost."""
    if not task.cancelled() and (defect := task.exception()) is not None:
        _log.error("Sending what was used ended", exc_info=defect)


def _nothing() -> None:
    """Nobody listens."""
