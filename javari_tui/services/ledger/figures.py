"""The balance as it was last told, and telling it anew to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from javari_tui.domain.balance_view import BalanceView
from javari_tui.services.ledger.balance_views import local_view
from javari_tui.services.listeners import Listeners
from javari_tui.services.stored import Stored
from javari_tui.storage.stored_values import now


class Figures:
    """One figure for all who show it; it is read again after every change."""

    def __init__(self, stored: Stored, *, time: Callable[[], datetime] = now) -> None:
        self.view = BalanceView()
        self._stored = stored
        self._time = time
        self._listeners: Listeners[BalanceView] = Listeners()

    def listen(self, listener: Callable[[BalanceView], None]) -> Callable[[], None]:
        """Tell `listener` of each change from now on; the result ends that."""
        return self._listeners.add(listener)

    async def refresh(self) -> BalanceView:
        """Read it again, and tell it when it changed."""
        self.take(await self._stored.disk.run(self.read))
        return self.view

    def read(self) -> BalanceView:
        """On the disk thread: what is there now."""
        return local_view(self._stored.ledger.balance(at=self._time()))

    def take(self, view: BalanceView) -> None:
        """Show this from now on; listeners are told when it is another."""
        if view != self.view:
            self.view = view
            self._listeners.tell(view)
