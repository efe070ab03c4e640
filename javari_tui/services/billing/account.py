"""The account at the billing endpoint: signing in and out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from javari_tui.billing.client import BillingClient
from javari_tui.billing.device_sign_in import begin
from javari_tui.billing.exchange import Exchange
from javari_tui.billing.tokens import revoke
from javari_tui.domain.access_tokens import Tokens
from javari_tui.domain.billing import Account, SignInCode, TokenPlace
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.errors import JavariError
from javari_tui.services.billing.access import Access
from javari_tui.services.billing.connection import Connection
from javari_tui.services.billing.shop import Shop
from javari_tui.services.disk import DiskThread
from javari_tui.services.listeners import Listeners
from javari_tui.storage.accounts import AccountStore
from javari_tui.storage.outbox import Outbox

_log = logging.getLogger(__name__)

_PATIENCE = 60.0
"""Seconds between two attempts to learn whom a key belongs to."""
Listener = Callable[[Account | None], None]


class AccountService(Shop):
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
        super().__init__(connection, access, accounts, disk)
        self._outbox, self._sleep = outbox, sleep
        self._listeners: Listeners[Account | None] = Listeners()
        self._task: asyncio.Task[None] | None = None
        access.ended = self._mark

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
    def is_keyring_locked(self) -> bool:
        """Whether there is a keyring that does not open, as far as it is known."""
        return self._access.is_locked

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

    async def read(self, *, by_key: bool = False) -> Account | None:
        """Learn from the disk who is signed in: another process may have signed in or out. Asks no server.

        `by_key` signs the owner of the key in the environment in, where it was learnt before.
        """
        digest, endpoint = self._access.key_digest, self._connection.endpoint
        if by_key and digest and endpoint:
            self._set(await self._disk.run(self._accounts.sign_in_by_key, digest, endpoint))
        else:
            self._set(await self._disk.run(self._accounts.current))
        return self.account

    async def recognise(self) -> Account | None:
        """The account that is signed in; with a key in the environment its owner, whom the endpoint is asked for."""
        await self.read(by_key=True)
        if self._access.has_key and self.is_set:
            endpoint = self._connection.endpoint
            owner = await self._access.owner_of_key(self._connection.exchange())
            if self.account is None or (self.account.id, self.account.endpoint) != (owner, endpoint):
                self._set(await self._disk.run(self._accounts.sign_in, owner, endpoint))
            assert self.account is not None
            await self._disk.run(self._accounts.remember_key, self._access.key_digest, self.account)
        return self.account

    def start(self) -> None:
        """Find out in the background whom the key in the environment belongs to, until that is known."""
        if self.has_key and self._task is None:
            self._task = asyncio.create_task(self._recognise_in_time(), name="billing key")

    def client(self, account: Account) -> BillingClient:
        """Who asks for an account that was just read from the disk. BillingError NOT_SET: there is no endpoint."""
        client = self._connection.client()
        self._set(account)
        return client

    async def sign_in(self) -> AsyncGenerator[SignInCode | Account]:
        """First the code that the user types elsewhere; when they allowed it, the account. BillingError: why not."""
        exchange = self._connection.exchange()
        await self._access.look()
        attempt = await begin(exchange)
        yield attempt.code
        tokens = await attempt.tokens(exchange, sleep=self._sleep)
        # What the endpoint has handed out is kept, also when nobody waits for it any more.
        yield await asyncio.shield(asyncio.ensure_future(self._welcome(tokens, exchange)))

    async def sign_out(self) -> int:
        """Sign out, here and at the endpoint. How many events are not sent: they wait for the same account."""
        account = await self.read()
        if account is None:
            return 0
        waiting = await self._disk.run(self._outbox.waiting)
        await self._disk.run(self._accounts.sign_out)
        self._set(None)
        is_there = account.endpoint == self._connection.endpoint
        await self._access.drop(account, self._connection.exchange() if is_there else None)
        return waiting

    async def close(self) -> None:
        """Give back connections."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self._access.close()
        await self._connection.close()

    async def _recognise_in_time(self) -> None:
        while True:
            try:
                await self.recognise()
            except JavariError as error:
                _log.warning("not known whom the key belongs to: %s %s", error, error.detail)
                await asyncio.sleep(_PATIENCE)
            else:
                return

    async def _welcome(self, tokens: Tokens, exchange: Exchange) -> Account:
        """Whose tokens these are; then they are kept, and the account is signed in."""
        owner = await _owner_of(tokens, exchange, self._access)
        before = await self._disk.run(self._accounts.current)
        account = await self._disk.run(self._accounts.sign_in, owner, exchange.endpoint)
        if before is not None:
            await self._access.drop(before, exchange if before.endpoint == exchange.endpoint else None)
        await self._access.keep(account, tokens)
        self._listeners.tell(account)
        return account

    async def _mark(self, account: Account, is_needed: bool) -> None:
        """Write down that an account needs signing in, or no longer; not where it is another one's turn meanwhile."""
        current = await self._disk.run(self._accounts.current)
        if current is not None and current.user_id == account.user_id and not self._access.is_tokenless(current):
            await self._disk.run(self._accounts.needs_sign_in, is_needed)
            current = replace(current, needs_sign_in=is_needed)
        self._set(current)

    def is_tokenless(self, account: Account) -> bool:
        """Whether this process, perhaps not another one, needs signing in to ask for an account."""
        return self._access.is_tokenless(account)

    def _set(self, account: Account | None) -> None:
        if account is not None and self.is_tokenless(account):
            account = replace(account, needs_sign_in=True)
        if account != self.account:
            self._access.account = account
            self._listeners.tell(account)


async def _owner_of(tokens: Tokens, exchange: Exchange, access: Access) -> str:
    """The account of tokens that were just given out; when it cannot be learnt they are given back."""
    client = BillingClient(exchange, access.at(exchange))
    for is_last in (False, False, True):
        try:
            return (await client.balance_of(tokens.access)).account
        except BillingError as error:
            if is_last or error.trouble is not BillingTrouble.UNREACHABLE:
                with suppress(BillingError):
                    await revoke(exchange, tokens.refresh)
                raise
            await asyncio.sleep(min(error.retry_after or 0.5, 5))
    raise AssertionError  # the last try returns or raises
