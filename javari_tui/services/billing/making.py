"""Putting together what speaks with the billing endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from javari_tui.billing.client import BillingClient
from javari_tui.domain.billing import Account
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.paths import Folders
from javari_tui.services.billing.access import KEY_VARIABLE, Access
from javari_tui.services.billing.account import AccountService
from javari_tui.services.billing.connection import Connection
from javari_tui.services.billing.sync import Figures, Sync
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.stored import Stored
from javari_tui.settings import SettingsStore
from javari_tui.storage.accounts import AccountStore
from javari_tui.vault.tokens import TokenStore

_ADDRESS_KEYS = frozenset({"billing.url", "JAVARI_BILLING_URL", "JAVARI_BILLING__URL"})


class OfThisProcess(Figures, Protocol):
    """Shows what is left to the user of this process."""

    def ask_for_tokens(self, is_tokenless: Callable[[Account], bool]) -> None:
        """Show that this process needs signing in where that says so."""


@dataclass(frozen=True, slots=True)
class Billing:
    """The line to the endpoint, and whose account it is about."""

    connection: Connection
    account: AccountService

    def client_of(self, account: Account) -> BillingClient:
        """Who asks for an account. BillingError NOT_SET: the settings name another endpoint than its own."""
        client = self.connection.client()
        if client.endpoint != account.endpoint:
            raise BillingError(BillingTrouble.NOT_SET, detail=account.endpoint)
        return self.account.client(account)

    def sync(self, stored: Stored, ledger: OfThisProcess) -> Sync:
        """What keeps both ledgers the same; woken by who signs in and out."""
        ledger.ask_for_tokens(self.account.is_tokenless)
        sync = Sync(stored, ledger, self.client_of)
        self.account.listen(lambda _account: sync.wake())
        return sync


def make_billing(
    settings: SettingsStore,
    environ: Mapping[str, str],
    folders: Folders,
    stored: Stored,
    redactor: Redactor,
    *,
    account: Account | None,
) -> Billing:
    """`account` is signed in, as the disk says. Nothing is asked and nothing heavy loaded until something is wanted."""
    access = Access(TokenStore(), folders.state, key=environ.get(KEY_VARIABLE, ""), hide=redactor.hide)
    connection = Connection(lambda: settings.settings.billing.url or _refused_address(settings), access)
    access.account = account
    accounts = AccountStore(stored.database)
    return Billing(connection, AccountService(connection, access, accounts, stored.outbox, stored.disk))


def _refused_address(settings: SettingsStore) -> str:
    """What is written as the address though it is none: signing in tells that."""
    wrong = (problem for problem in settings.problems if problem.key in _ADDRESS_KEYS)
    return next((str(problem.values.get("value", "")) for problem in wrong), "")
