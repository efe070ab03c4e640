"""The balance as it was last told, and telling it anew to whoever shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.billing import Account
from javari_tui.domain.credits import Credits
from javari_tui.domain.prices import PriceList
from javari_tui.domain.spending import Balance
from javari_tui.services.ledger.balance_views import AccountFacts, account_view, local_view
from javari_tui.services.ledger.price_list import offered_prices, shipped_prices
from javari_tui.services.listeners import Listeners
from javari_tui.services.stored import Stored
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.stored_values import now
from javari_tui.storage.unsent import Unsent, read_pending, read_quarantined


class Figures:
    """One figure for all who show it; it is read again after every change."""

    def __init__(
        self, stored: Stored, *, offline_allowance: Callable[[], Credits], time: Callable[[], datetime] = now
    ) -> None:
        self.view = BalanceView()
        self.facts: AccountFacts | None = None
        """Of the account that is signed in, as of the last reading."""
        self._is_tokenless: Callable[[Account], bool] = lambda _account: False
        self._stored, self._accounts = stored, AccountStore(stored.database)
        self._allowance = offline_allowance
        self._time = time
        self._listeners: Listeners[BalanceView] = Listeners()
        self._offered: PriceList | None = None
        self._quarantined: dict[int, Unsent] = {}

    def listen(self, listener: Callable[[BalanceView], None]) -> Callable[[], None]:
        """Tell `listener` of each change from now on; the result ends that."""
        return self._listeners.add(listener)

    def ask_for_tokens(self, is_tokenless: Callable[[Account], bool]) -> None:
        """Show from now on that this process needs signing in where that says so, whatever is on disk."""
        self._is_tokenless = is_tokenless

    def prices(self) -> PriceList:
        """What the account's endpoint counts by, else what this Javari came with."""
        return self._offered or shipped_prices()

    async def refresh(self) -> BalanceView:
        """Read everything again, and tell it when it changed."""
        self.take(await self._stored.disk.run(self.read_all))
        return self.view

    def read_all(self) -> BalanceView:
        """On the disk thread: what is there now, with what only the endpoint or the user change."""
        with self._stored.database.reading() as session:
            account = self._accounts.current()
            if account is not None:
                plain = self._stored.database.plain(session)
                self._quarantined = {account.user_id: read_quarantined(plain, account.user_id)}
            self._offered = None if account is None else self._prices_of(account)
        return self.read()

    def read(self) -> BalanceView:
        """On the disk thread, after an answer: what is there now."""
        balance = self._stored.ledger.balance(at=self._time())
        facts = self.read_facts(balance)
        return local_view(balance) if facts is None else account_view(balance, facts, self._time())

    def read_facts(self, balance: Balance | None = None) -> AccountFacts | None:
        """On the disk thread: what is known of the account that is signed in."""
        account = self._accounts.current()
        if account is not None and balance is None:
            balance = self._stored.ledger.balance(at=self._time())
        self.facts = None if account is None or balance is None else self._facts_of(account, balance)
        return self.facts

    def take(self, view: BalanceView) -> None:
        """Show this from now on; listeners are told when it is another."""
        if view != self.view:
            self.view = view
            self._listeners.tell(view)

    def _facts_of(self, account: Account, balance: Balance) -> AccountFacts:
        with self._stored.database.reading() as session:
            pending = read_pending(self._stored.database.plain(session), account.user_id)
        quarantined = self._quarantined.get(account.user_id, Unsent())
        mirror, state = self._accounts.mirror(), self._accounts.sync_state()
        facts = AccountFacts(
            is_answering=not state.failures,
            pending=pending.count,
            pending_amount=pending.amount + quarantined.amount,
            held=balance.held,
            quarantined=quarantined.count,
            disagrees=state.disagrees,
            difference=state.difference,
            needs_sign_in=account.needs_sign_in or self._is_tokenless(account),
            offline_allowance=self._allowance(),
        )
        return facts if mirror is None else replace(facts, mirror=mirror.balance, learned_at=mirror.learned_at)

    def _prices_of(self, account: Account) -> PriceList | None:
        kept = self._accounts.catalogue(account.endpoint)
        return None if kept is None else offered_prices(kept[0])
