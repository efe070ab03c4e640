"""The access token of the account, renewed once for all processes that share it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from javari_tui.billing.client import BillingClient
from javari_tui.billing.exchange import Exchange, NotSent
from javari_tui.billing.tokens import renew, revoke
from javari_tui.domain.access_tokens import Tokens
from javari_tui.domain.billing import Account, TokenPlace
from javari_tui.domain.billing_errors import BillingError, BillingTrouble, KeyRefused, TokensElsewhere
from javari_tui.domain.secret import Secret
from javari_tui.paths import private_folder
from javari_tui.storage.file_locks import try_lock
from javari_tui.vault.keyrings import KeyringFailed
from javari_tui.vault.tokens import TokenStore

_log = logging.getLogger(__name__)

KEY_VARIABLE = "JAVARI_BILLING_KEY"
_AGAIN = (0.2, 1.0, 2.0, 4.0, 8.0)
"""Seconds between asking again when an answer with new tokens may be lost: the endpoint takes the old one for 30."""
_WINDOW = 25.0
_GOODBYE = 5.0
"""Seconds that nobody who signs out waits longer for."""
_CLOSING = 1.0
"""Seconds that nobody who closes Javari waits longer for."""
_LOCK_PATIENCE = 60.0
"""Seconds that another process may take to renew."""


class Access:
    """Who is asking, at every endpoint. Knows the tokens of one account, or a key from the environment."""

    def __init__(
        self, store: TokenStore, state: Path, *, key: str = "", hide: Callable[[Secret], None] = lambda _secret: None
    ) -> None:
        """`state` is the folder of this Javari's own state; `hide` is told every secret, so that logs leave it out."""
        self._store, self._state, self._hide = store, state, hide
        self._key = Secret(key.strip()) if key.strip() else None
        self._key_account = ""
        self.key_digest = "" if self._key is None else hashlib.sha256(self._key.reveal().encode()).hexdigest()
        """By what the key is known again; empty without one."""
        self._tokens: Tokens | None = None
        self._renewing: asyncio.Task[Tokens] | None = None
        self._lock = asyncio.Lock()
        self._account: Account | None = None
        self._tokenless_at: datetime | None = None
        self.ended: Callable[[Account, bool], Awaitable[None]] = _nothing
        """Told whether an account needs signing in, each time that is new."""

    @property
    def account(self) -> Account | None:
        """Whose tokens are asked for."""
        return self._account

    @account.setter
    def account(self, account: Account | None) -> None:
        if account is None or self._account is None or account.user_id != self._account.user_id:
            self._tokens = None
        self._account = account

    @property
    def has_key(self) -> bool:
        """Whether a key from the environment counts as signed in."""
        return self._key is not None

    @property
    def place(self) -> TokenPlace:
        """Where tokens are kept, as far as it is known."""
        return self._store.place

    @property
    def is_locked(self) -> bool:
        """Whether there is a keyring that does not open, as far as it is known."""
        return self._store.is_locked

    def is_tokenless(self, account: Account) -> bool:
        """Whether this process found that it has no token of an account, which another one may have in memory."""
        return self._tokenless_at == account.signed_in_at

    async def look(self) -> TokenPlace:
        """Find out where tokens are, or would be, kept."""
        return await self._store.look()

    def at(self, exchange: Exchange) -> BearerAt:
        """Who is asking this endpoint."""
        return BearerAt(self, exchange)

    async def owner_of_key(self, exchange: Exchange) -> str:
        """The account that the key from the environment belongs to."""
        assert self._key is not None
        self._hide(self._key)
        if not self._key_account:
            if not _is_usable(self._key):
                raise KeyRefused()
            try:
                balance = await BillingClient(exchange, self.at(exchange)).balance_of(self._key)
            except BillingError as error:
                raise KeyRefused() if error.trouble is BillingTrouble.SIGNED_OUT else error from error
            self._key_account = balance.account
        return self._key_account

    async def token(self, exchange: Exchange, refused: Secret | None) -> Secret:
        """The access token of now, for the endpoint of the account and for no other."""
        if self.account is None or self.account.endpoint != exchange.endpoint:
            raise BillingError(BillingTrouble.SIGNED_OUT)
        if self._key is not None:
            return await self._own_key(self._key, exchange, refused)
        async with self._lock:
            account, tokens = self.account, self._tokens
            if tokens is None or not _serves(tokens, refused):
                # New tokens that the endpoint has given out must be kept, also when nobody waits for them any more.
                self._renewing = asyncio.create_task(self._renewed(account, exchange, refused), name="billing tokens")
                self._renewing.add_done_callback(_heard)
                tokens = await asyncio.shield(self._renewing)
                self._tokens = tokens if account is self.account else None
                self._tokenless_at = None
            await self._tell(account, is_over=False)
            return tokens.access

    async def close(self) -> None:
        """Wait for new tokens that are on their way: without them the user would have to sign in again."""
        if self._renewing is not None:
            await asyncio.wait({self._renewing}, timeout=_CLOSING)

    async def keep(self, account: Account, tokens: Tokens) -> TokenPlace:
        """Keep the tokens of who has just signed in."""
        _hide(tokens, self._hide)
        async with self._lock:
            self.account, self._tokens = account, tokens
            return await self._store.write(self._name(account), tokens)

    async def drop(self, account: Account, exchange: Exchange | None) -> None:
        """Forget the tokens of an account; the endpoint is told where it can be reached."""
        async with self._lock:
            tokens, self._tokens = self._tokens, None
            try:
                tokens = await self._store.read(self._name(account)) or tokens
                await self._store.forget(self._name(account))
            except KeyringFailed as error:
                _log.warning("the keyring does not open, old tokens may stay in it: %s", error)
        if tokens is not None and exchange is not None:
            try:
                async with asyncio.timeout(_GOODBYE):
                    await revoke(exchange, tokens.refresh)
            except (BillingError, TimeoutError) as error:
                _log.warning("the endpoint was not told that %s signed out: %s", account.id, error)

    async def _own_key(self, key: Secret, exchange: Exchange, refused: Secret | None) -> Secret:
        """The key, where it is that of the account: what one account used is never told on another."""
        if refused == key or await self.owner_of_key(exchange) != (self.account and self.account.id):
            raise KeyRefused()
        return key

    async def _renewed(self, account: Account, exchange: Exchange, refused: Secret | None) -> Tokens:
        """The tokens that are kept, where another process renewed them; else new ones, from the endpoint."""
        async with self._only_process():
            name = self._name(account)
            try:
                kept = await self._store.read(name)
            except KeyringFailed as error:
                raise BillingError(BillingTrouble.KEYRING) from error
            if kept is None:
                raise await self._missing(account)
            _hide(kept, self._hide)
            if _serves(kept, refused):
                return kept
            before = self._store.place
            try:
                tokens = await _renew(exchange, kept.refresh)
            except BillingError as error:
                if error.trouble is BillingTrouble.SIGNED_OUT:
                    with suppress(KeyringFailed):
                        await self._store.forget(name)
                    await self._tell(account, is_over=True)
                raise
            _hide(tokens, self._hide)
            if await self._store.write(name, tokens) is not before:
                _log.warning("the keyring does not open any more: new tokens are in memory alone")
            return tokens

    async def _missing(self, account: Account) -> BillingError:
        """Why there are no tokens: in a keyring they would be for every process, in memory only for one."""
        if self._store.place is TokenPlace.SESSION and (not account.needs_sign_in or self.is_tokenless(account)):
            self._tokenless_at = account.signed_in_at
            await self._tell(account, is_over=True)
            return TokensElsewhere()
        await self._tell(account, is_over=True)
        return BillingError(BillingTrouble.SIGNED_OUT)

    @asynccontextmanager
    async def _only_process(self) -> AsyncIterator[None]:
        """A block that one process of this Javari at a time is in."""
        try:
            file = private_folder(self._state) / "sign-in.lock"
            descriptor = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            _log.warning("no lock for renewing tokens: %s", error)
            yield  # the endpoint takes two at once for an answer that got lost
            return
        try:
            await _locked(descriptor)
            yield
        finally:
            os.close(descriptor)

    def _name(self, account: Account) -> str:
        """Under what an account's tokens are kept: another Javari of this user has its own, and renews them itself."""
        mark = hashlib.sha256(str(self._state).encode()).hexdigest()[:8]
        return f"{account.id} {account.endpoint} {mark}"

    async def _tell(self, account: Account, *, is_over: bool) -> None:
        if account.needs_sign_in is not is_over:
            await self.ended(account, is_over)


class BearerAt:
    """Who is asking one endpoint."""

    def __init__(self, access: Access, exchange: Exchange) -> None:
        self._access, self._exchange = access, exchange

    async def token(self, *, refused: Secret | None = None) -> Secret:
        """The access token of now; another one than `refused`."""
        return await self._access.token(self._exchange, refused)


async def _locked(descriptor: int) -> None:
    """Wait for the lock. BillingError: another process has it for too long."""
    try:
        async with asyncio.timeout(_LOCK_PATIENCE):
            while not try_lock(descriptor):
                await asyncio.sleep(0.02)
    except TimeoutError as error:
        raise BillingError(BillingTrouble.UNREACHABLE) from error


async def _renew(exchange: Exchange, refresh: Secret) -> Tokens:
    """New tokens. Where an answer may be lost, the same is asked again while the endpoint still takes it."""
    clock = asyncio.get_running_loop().time
    began, was_sent = clock(), False
    for pause in (*_AGAIN, None):
        try:
            return await renew(exchange, refresh)
        except BillingError as error:
            was_sent = was_sent or not isinstance(error, NotSent)
            is_worth_it = was_sent and error.trouble is BillingTrouble.UNREACHABLE
            if pause is None or not is_worth_it or clock() - began + pause > _WINDOW:
                raise
        await asyncio.sleep(pause)
    raise AssertionError  # the last pause raises


def _heard(task: asyncio.Task[Tokens]) -> None:
    """Whoever asked may be gone; what went wrong is told to the next who asks."""
    if not task.cancelled():
        task.exception()


def _hide(tokens: Tokens, hide: Callable[[Secret], None]) -> None:
    hide(tokens.access)
    hide(tokens.refresh)


def _serves(tokens: Tokens, refused: Secret | None) -> bool:
    return tokens.access != refused and tokens.is_fresh(datetime.now(UTC))


def _is_usable(key: Secret) -> bool:
    """Whether a key can stand in a header."""
    text = key.reveal()
    return text.isascii() and text.isprintable() and " " not in text


async def _nothing(_account: Account, _is_over: bool) -> None:
    """Nobody wants to know yet."""
