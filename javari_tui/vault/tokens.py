"""Where the tokens of accounts are kept: in the system's keyring, else in this process's memory alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from javari_tui.domain.access_tokens import Tokens
from javari_tui.domain.billing import TokenPlace
from javari_tui.domain.secret import Secret
from javari_tui.vault.keyrings import Keyring, KeyringFailed, PatientThread, find_keyring

T = TypeVar("T")

PATIENCE = 3.0
"""Seconds: a keyring that waits for somebody to unlock it must not hold up anything."""
SERVICE = "javari"
"""Under what keyrings list it."""


class TokenStore:
    """Tokens by the name of who they belong to. Nothing is ever written to a file."""

    def __init__(self, *, find: Callable[[], Keyring | None] = find_keyring, patience: float = PATIENCE) -> None:
        self._find, self._thread = find, PatientThread(patience)
        self._keyring: Keyring | None = None
        self._was_looked_for = False
        self._is_open = False
        self._memory: dict[str, Tokens] = {}

    @property
    def place(self) -> TokenPlace:
        """Where tokens are, or would be, kept; as far as it is known (`look`)."""
        is_kept = self._is_open and not self._memory
        return TokenPlace.KEYRING if is_kept else TokenPlace.SESSION

    @property
    def is_locked(self) -> bool:
        """Whether there is a keyring that does not open, or one that does not even answer; as far as it is known."""
        return not self._is_open and (self._keyring is not None or not self._was_looked_for)

    async def look(self) -> TokenPlace:
        """Find out whether there is a keyring that opens."""
        try:
            await self._reach(lambda keyring: keyring.get_password(SERVICE, SERVICE))
        except KeyringFailed:
            return TokenPlace.SESSION
        return self.place

    async def read(self, name: str) -> Tokens | None:
        """The tokens of a name. KeyringFailed: they may be in a keyring that does not open."""
        if name in self._memory:
            return self._memory[name]
        text = await self._reach(lambda keyring: keyring.get_password(SERVICE, name))
        return _from_text(text) if text else None

    async def write(self, name: str, tokens: Tokens) -> TokenPlace:
        """Keep tokens in place of older ones; where there is no keyring, or it does not open, in memory."""
        self._memory[name] = tokens

        def keep(keyring: Keyring) -> bool:
            keyring.set_password(SERVICE, name, _to_text(tokens))
            return True

        try:
            if await self._reach(keep):
                del self._memory[name]
        except KeyringFailed:
            pass  # they are in memory, and `place` says so
        return self.place

    async def forget(self, name: str) -> None:
        """Drop tokens; nothing happens where there are none. KeyringFailed: some may be left in the keyring."""
        self._memory.pop(name, None)

        def drop(keyring: Keyring) -> None:
            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)

        await self._reach(drop)

    async def _reach(self, work: Callable[[Keyring], T]) -> T | None:
        """Do something with the keyring, looking for it first; None where there is none."""

        def do() -> T | None:
            if not self._was_looked_for:
                self._keyring, self._was_looked_for = self._find(), True
            return None if self._keyring is None else work(self._keyring)

        self._is_open = False
        result = await self._thread.run(do)
        self._is_open = self._keyring is not None
        return result


def _to_text(tokens: Tokens) -> str:
    kept = {"access": tokens.access.reveal(), "refresh": tokens.refresh.reveal()}
    return json.dumps(kept | {"expires_at": int(tokens.expires_at.timestamp())})


def _from_text(text: str) -> Tokens | None:
    """Tokens as they were kept; None for what somebody else put there."""
    try:
        kept = json.loads(text)
        access, refresh, ends = kept["access"], kept["refresh"], kept["expires_at"]
        if not (isinstance(access, str) and isinstance(refresh, str) and isinstance(ends, int)):
            return None
        return Tokens(access=Secret(access), refresh=Secret(refresh), expires_at=datetime.fromtimestamp(ends, UTC))
    except (ValueError, TypeError, KeyError, OverflowError, OSError):
        return None
