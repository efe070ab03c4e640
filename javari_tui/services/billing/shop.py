"""What is on offer at the endpoint, and where it is paid for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from javari_tui.billing.client import BillingClient
from javari_tui.domain.billing import Account, Catalogue, PaymentPage
from javari_tui.domain.billing_errors import BillingError
from javari_tui.domain.credits import Credits
from javari_tui.domain.plans import BillingCycle
from javari_tui.services.billing.access import Access
from javari_tui.services.billing.connection import Connection
from javari_tui.services.billing.payments import PaymentPages
from javari_tui.services.disk import DiskThread
from javari_tui.storage.accounts import AccountStore

_FRESH = timedelta(minutes=5)
"""For how long a catalogue is shown without asking whether there is another."""


class Shop:
    """The part of an account that is about buying."""

    def __init__(self, connection: Connection, access: Access, accounts: AccountStore, disk: DiskThread) -> None:
        self._connection, self._access, self._accounts, self._disk = connection, access, accounts, disk
        self._pages = PaymentPages()

    @property
    def account(self) -> Account | None:
        """The account that is signed in here; signing in again may be needed all the same."""
        return self._access.account

    def need_endpoint(self) -> str:
        """The address of the endpoint. BillingError NOT_SET: there is none, or what is written is none."""
        return self._connection.exchange().endpoint

    async def catalogue(self, fresh: bool = False) -> Catalogue:
        """What is on offer; the last good one when the endpoint does not answer. BillingError: there is none."""
        client = self._connection.client()
        kept = await self._disk.run(self._accounts.catalogue, client.endpoint)
        if kept is not None and not fresh and _is_fresh(kept[0]):
            return kept[0]
        try:
            return await self._asked_catalogue(client, kept)
        except BillingError:
            if kept is None:
                raise
            return kept[0]

    async def checkout(
        self, *, plan: str = "", cycle: BillingCycle = BillingCycle.MONTHLY, credits: Credits | None = None
    ) -> PaymentPage:
        """A page where a plan or credits are paid."""
        client = self._connection.client()

        async def ask(key: str) -> PaymentPage:
            return await client.checkout(key=key, plan=plan, cycle=cycle, credits=credits)

        return await self._pages.ask((self.account, plan, cycle, credits), ask)

    async def portal(self) -> PaymentPage:
        """A page for cards and invoices."""
        client = self._connection.client()

        async def ask(key: str) -> PaymentPage:
            return await client.portal(key=key)

        return await self._pages.ask((self.account, "portal"), ask)

    async def _asked_catalogue(self, client: BillingClient, kept: tuple[Catalogue, str] | None) -> Catalogue:
        told = await client.plans(kept[1] if kept is not None else "")
        now = datetime.now(UTC)
        if told is not None:
            catalogue, etag = replace(told.value, learned_at=now), told.etag
        else:
            assert kept is not None
            catalogue, etag = replace(kept[0], learned_at=now), kept[1]
        await self._disk.run(self._accounts.write_catalogue, client.endpoint, catalogue, etag=etag, at=now)
        return catalogue


def _is_fresh(catalogue: Catalogue) -> bool:
    at = catalogue.learned_at
    return at is not None and timedelta(0) <= datetime.now(UTC) - at < _FRESH
