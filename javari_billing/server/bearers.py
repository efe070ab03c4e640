"""Whose keys were looked up just now: under load each of them comes again at once."""

from __future__ import annotations

from typing import Final

from javari_billing.engine.accounts import Bearer

KEPT: Final = 1000
"""Milliseconds. A key that another process revokes is good for so much longer here."""
_MOST: Final = 10_000


class Bearers:
    """Keys and whose they are. Unknown ones are looked up each time."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, Bearer]] = {}

    def find(self, key: str, now: int) -> Bearer | None:
        """Whose key it is, when that was looked up a moment ago."""
        since, bearer = self._known.get(key, (0, None))
        return bearer if 0 <= now - since < KEPT else None

    def keep(self, key: str, bearer: Bearer | None, now: int) -> Bearer | None:
        """Remember what was looked up; the same."""
        if bearer is not None:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = (now, bearer)
        return bearer

    def forget(self) -> None:
        """Remember nothing."""
        self._known.clear()
