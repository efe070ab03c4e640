"""Watching for a payment: the balance is asked for until the payment is in it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.billing import PaymentPage
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import NOTHING, Credits

if TYPE_CHECKING:  # brings the database with it; no window may wait for that
    from javari_tui.services.ledger.ledger import Ledger

PAUSES = (2.0, 2.0, 3.0, 3.0, 5.0, 5.0, 8.0, 10.0)
"""Seconds between two looks at the balance; the last one goes on."""
AFTER = timedelta(minutes=10)
"""How long it is looked for once the window is closed."""
_GIVES_UP = frozenset({BillingTrouble.SIGNED_OUT, BillingTrouble.NOT_SET, BillingTrouble.CLOSED})


class PaymentWatch:
    """One payment that may arrive."""

    def __init__(
        self,
        ledger: Ledger,
        page: PaymentPage,
        ask: Callable[[], Awaitable[None]],
        *,
        plan: str = "",
        credits: Credits = NOTHING,
    ) -> None:
        """`ask` asks the endpoint for the balance, or raises BillingError; a plan is paid for, or else credits."""
        self.page, self.plan, self.credits = page, plan, credits
        self.trouble: BillingError | None = None
        """What keeps the balance from being asked for now."""
        self._ledger, self._ask = ledger, ask
        self._before = ledger.view
        self._until: datetime | None = None
        self._listener: Callable[[], None] | None = None
        self.arrived: asyncio.Future[BalanceView] = asyncio.get_running_loop().create_future()
        """The balance with the payment in it."""

    def on_trouble(self, listener: Callable[[], None] | None) -> None:
        """Tell when `trouble` changed."""
        self._listener = listener

    def window_closed(self) -> None:
        """From now on it is looked for only some time longer."""
        self._until = datetime.now(UTC) + AFTER

    async def run(self) -> None:
        """Look until it has arrived, or nobody can expect it any more."""
        news = asyncio.Event()
        stop = self._ledger.listen(lambda _view: news.set())
        try:
            for look in itertools.count():
                await self._look()
                if self._has_arrived() or self._is_over():
                    return
                news.clear()
                try:
                    async with asyncio.timeout(PAUSES[min(look, len(PAUSES) - 1)]):
                        await news.wait()
                except TimeoutError:
                    continue
        finally:
            stop()
            if not self.arrived.done():
                self.arrived.cancel()

    async def _look(self) -> None:
        before, self.trouble = self.trouble, None
        try:
            await self._ask()
        except BillingError as error:
            self.trouble = error
        if (before is None) is not (self.trouble is None) and self._listener is not None:
            self._listener()

    def _has_arrived(self) -> bool:
        view = self._ledger.view
        if not _is_told(self._before):
            self._before = view  # nothing was known before: from here on
        elif is_paid(self._before, view, plan=self.plan):
            self.arrived.set_result(view)
            return True
        elif _is_told(view) and _total(view) < _total(self._before):
            self._before = replace(self._before, total=view.total)  # something given before was used up meanwhile
        return False

    def _is_over(self) -> bool:
        if self.trouble is not None and self.trouble.trouble in _GIVES_UP:
            return True
        return self._until is not None and datetime.now(UTC) >= self._until


def is_paid(before: BalanceView, now: BalanceView, *, plan: str = "") -> bool:
    """Whether a payment lies between two views: the plan began, or goes on longer; without one, more was given.

    What is available says nothing: answers take from it and give back meanwhile.
    """
    if not (_is_told(before) and _is_told(now)):
        return False
    if plan:
        return now.plan == plan and (before.plan, before.renews_at) != (now.plan, now.renews_at)
    return _total(now) > _total(before)


def _total(view: BalanceView) -> Credits:
    return view.total or NOTHING


def _is_told(view: BalanceView) -> bool:
    """Whether the endpoint has told it."""
    return not view.is_local and view.total is not None
