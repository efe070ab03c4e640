"""The account at the billing endpoint: signing in and out, what is on offer, and where it is paid for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from javari_tui.billing.client import BillingClient
from javari_tui.billing.device_sign_in import begin
from javari_tui.domain.access_tokens import Tokens
from javari_tui.domain.billing import Account, Catalogue, PaymentPage, SignInCode, TokenPlace
from javari_tui.domain.billing_errors import BillingError
from javari_tui.domain.credits import Credits
from javari_tui.domain.plans import BillingCycle
from javari_tui.services.billing.access import Access
from javari_tui.services.billing.connection import Connection
from javari_tui.services.billing.payments import PaymentPages
from javari_tui.services.disk import DiskThread
from javari_tui.services.listeners import Listeners
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.outbox import Outbox

_FRESH = timedelta(minutes=5)
"""For how long a catalogue is shown without asking whether there is another."""

Listener = Callable[[Account | None], None]


class AccountService:
    """Whose credits are used."""

    def __init__(
        self,
        connection: Connection,
        access: Access,
        accounts: AccountStore,
        outbox: Outbox,
        disk: DiskThread,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connection, self._access = connection, access
        self._accounts, self._outbox, self._disk, self._sleep = accounts, outbox, disk, sleep
        self._listeners: Listeners[Account | None] = Listeners()
        self._pages = PaymentPages()
        access.ended = self._mark

    @property
    def account(self) -> Account | None:
        """The account that is signed in here; signing in again may be needed all the same."""
        return self._access.account

    @property
    def endpoint(self) -> str:
        """The address of the endpoint that the settings name; empty where they name none."""
        return self._connection.endpoint

    @property
    def is_set(self) -> bool:
        """Whether there is an endpoint to sign in to."""
        return bool(self._connection.endpoint)

    @property
    def token_place(self) -> TokenPlace:
        """Where tokens are kept, as far as it is known: `look` finds out."""
        return self._access.place

    @property
    def has_key(self) -> bool:
        """Whether a key in the environment counts as signed in."""
        return self._access.has_key

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell of every sign-in and sign-out, and when signing in again is needed; the result ends that."""
        return self._listeners.add(listener)

    async def look(self) -> TokenPlace:
        """Find out where tokens are, or would be, kept."""
        return await self._access.look()

    async def read(self) -> Account | None:
        """Learn from the disk who is signed in: another process may have signed in or out."""
        self._set(await self._disk.run(self._accounts.current))
        return self.account

    async def recognise(self) -> Account | None:
        """The account that is signed in; with a key in the environment its owner, whom the endpoint is asked for."""
        await self.read()
        if self._access.has_key and self.is_set:
            endpoint = self._connection.endpoint
            owner = await self._access.owner_of_key(self._connection.exchange())
            if self.account is None or (self.account.id, self.account.endpoint) != (owner, endpoint):
                self._set(await self._disk.run(self._accounts.sign_in, owner, endpoint))
        return self.account

    async def sign_in(self) -> AsyncGenerator[SignInCode | Account]:
        """First the code that the user types elsewhere; when they allowed it, the account. BillingError: why not."""
        exchange = self._connection.exchange()
        await self._access.look()
        attempt = await begin(exchange)
        yield attempt.code
        tokens = await attempt.tokens(exchange, sleep=self._sleep)
        # What the endpoint has handed out is kept, also when nobody waits for it any more.
        yield await asyncio.shield(asyncio.ensure_future(self._welcome(tokens)))

    async def sign_out(self) -> int:
        """Sign out, here and at the endpoint. How many events are not sent: they wait for the same account."""
        account = await self.read()
        if account is None:
            return 0
        counts = await self._disk.run(self._outbox.counts)
        await self._disk.run(self._accounts.sign_out)
        self._set(None)
        is_there = account.endpoint == self._connection.endpoint
        await self._access.drop(account, self._connection.exchange() if is_there else None)
        return counts["pending"]

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

        return await self._pages.ask((client.endpoint, plan, cycle, credits), ask)

    async def portal(self) -> PaymentPage:
        """A page for cards and invoices."""
        client = self._connection.client()

        async def ask(key: str) -> PaymentPage:
            return await client.portal(key=key)

        return await self._pages.ask((client.endpoint, "portal"), ask)

    async def close(self) -> None:
        """Give back connections."""
        await self._connection.close()

    async def _welcome(self, tokens: Tokens) -> Account:
        """Whose tokens these are; then they are kept, and the account is signed in."""
        balance = await self._connection.client().balance_of(tokens.access)
        before = await self._disk.run(self._accounts.current)
        endpoint = self._connection.endpoint
        account = await self._disk.run(self._accounts.sign_in, balance.account, endpoint)
        if before is not None and before.user_id != account.user_id:
            is_there = before.endpoint == endpoint
            await self._access.drop(before, self._connection.exchange() if is_there else None)
        await self._access.keep(account, tokens)
        self._listeners.tell(account)
        return account

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

    async def _mark(self, is_needed: bool) -> None:
        """Write down that signing in is needed, or no longer."""
        await self._disk.run(self._accounts.needs_sign_in, is_needed)
        if self.account is not None:
            self._set(replace(self.account, needs_sign_in=is_needed))

    def _set(self, account: Account | None) -> None:
        if account != self.account:
            self._access.account = account
            self._listeners.tell(account)


def _is_fresh(catalogue: Catalogue) -> bool:
    at = catalogue.learned_at
    return at is not None and timedelta(0) <= datetime.now(UTC) - at < _FRESH
