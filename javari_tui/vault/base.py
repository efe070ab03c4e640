"""The protocol of whatever keeps keys."""

from __future__ import annotations

from typing import Protocol

from javari_tui.domain.secret import Secret


class KeyStore(Protocol):
    """Keeps the keys of providers by name."""

    def get(self, provider: str) -> Secret | None:
        """A provider's key, if there is one."""

    def put(self, provider: str, key: Secret) -> None:
        """Keep a key in place of an older one."""

    def forget(self, provider: str) -> None:
        """Drop a key; nothing happens where there is none."""
