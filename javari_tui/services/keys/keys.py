"""Finding the key of a provider: pasted for this session, from the environment, from a command, from the vault."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping

from javari_tui.domain.keys import KeySource
from javari_tui.domain.models import ProviderInfo
from javari_tui.domain.secret import Secret
from javari_tui.services.keys.key_command import run_key_command
from javari_tui.services.keys.redaction import Redactor
from javari_tui.vault.base import KeyStore
from javari_tui.vault.session import SessionKeys

CommandOf = Callable[[str], str]
"""The settings' key command of a provider; empty where there is none."""


class Keys:
    """Keys by provider. Nothing here is written to disk, logged or shown."""

    def __init__(
        self,
        environ: Mapping[str, str],
        command_of: CommandOf,
        *,
        redactor: Redactor,
        vault: KeyStore | None = None,
        ask: Callable[[str, Mapping[str, str]], Awaitable[Secret]] = run_key_command,
    ) -> None:
        """`redactor` is told every key that is found, so that logs leave it out; `ask` runs a key command."""
        self._environ = environ
        self._command_of = command_of
        self._redactor = redactor
        self._vault = vault
        self._ask = ask
        self._session = SessionKeys()
        self._printed: dict[str, tuple[str, Secret]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._listeners: list[Callable[[str], None]] = []

    def listen(self, listener: Callable[[str], None]) -> None:
        """Tell `listener` the name of each provider whose key is another one from now on."""
        self._listeners.append(listener)

    async def find(self, provider: ProviderInfo) -> Secret | None:
        """The key of a provider, or none. KeyCommandFailed when a command should give it and does not."""
        key = self._at_hand(provider) or await self._from_command(provider.name) or self._from_vault(provider.name)
        if key is not None:
            self._redactor.hide(key)
        return key

    def source(self, provider: ProviderInfo) -> KeySource:
        """Where the key would come from; asks no command."""
        if self._session.get(provider.name) is not None:
            return KeySource.SESSION
        if self._from_environment(provider) is not None:
            return KeySource.ENVIRONMENT
        if self._command_of(provider.name):
            return KeySource.COMMAND
        return KeySource.NONE if self._from_vault(provider.name) is None else KeySource.VAULT

    def keep_for_session(self, provider: str, key: str) -> Secret:
        """Use a pasted key until Javari ends; an empty one forgets it."""
        secret = Secret(key.strip())
        if secret:
            self._redactor.hide(secret)
            self._session.put(provider, secret)
        else:
            self._session.forget(provider)
        self._tell(provider)
        return secret

    def forget(self, provider: str) -> None:
        """Forget a pasted key, and what a command printed: the server refused it, or the user takes it back."""
        self._session.forget(provider)
        self._printed.pop(provider, None)
        self._tell(provider)

    def redact(self, text: str) -> str:
        """A text without any key that was found, and without what looks like one."""
        return self._redactor.redact(text)

    def _tell(self, provider: str) -> None:
        for listener in self._listeners:
            listener(provider)

    def _at_hand(self, provider: ProviderInfo) -> Secret | None:
        return self._session.get(provider.name) or self._from_environment(provider)

    def _from_environment(self, provider: ProviderInfo) -> Secret | None:
        for variable in (provider.key_variable, provider.other_key_variable):
            value = self._environ.get(variable, "").strip() if variable else ""
            if value:
                return Secret(value)
        return None

    async def _from_command(self, name: str) -> Secret | None:
        """What the command printed; it is asked once, and again when the settings changed or the key was forgotten."""
        command = self._command_of(name)
        if not command:
            return None
        async with self._locks[name]:
            printed_by, key = self._printed.get(name, ("", None))
            if key is None or printed_by != command:
                key = await self._ask(command, self._environ)
                self._printed[name] = command, key
            return key

    def _from_vault(self, name: str) -> Secret | None:
        return None if self._vault is None else self._vault.get(name)
