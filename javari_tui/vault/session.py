"""Keys in this process's memory: nothing is written anywhere, and all is gone when Javari ends."""

from __future__ import annotations

from javari_tui.domain.secret import Secret


class SessionKeys:
    """Keys pasted for this session."""

    def __init__(self) -> None:
        self._keys: dict[str, Secret] = {}

    def get(self, provider: str) -> Secret | None:
        """A provider's key, if there is one."""
        return self._keys.get(provider)

    def put(self, provider: str, key: Secret) -> None:
        """Keep a key in place of an older one."""
        self._keys[provider] = key

    def forget(self, provider: str) -> None:
        """Drop a key; nothing happens where there is none."""
        self._keys.pop(provider, None)
