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
        self._good: set[str] = set()

    def find(self, key: str, now: int) -> Bearer | None:
        """Whose key it is, when that was looked up a moment ago."""
        since, bearer = self._known.get(key, (0, None))
        return bearer if 0 <= now - since < KEPT else None

    def keep(self, key: str, bearer: Bearer | None, now: int) -> Bearer | None:
        """Remember what was looked up; the same."""
        if bearer is None:
            self._good.discard(key)
        else:
            if len(self._good) >= _MOST:
                self._good.clear()
            self._good.add(key)
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = (now, bearer)
        return bearer

    def was_good(self, key: str) -> bool:
        """Whether a key was somebody's when it was looked up last, however long ago. It opens nothing by that."""
        return key in self._good

    def forget(self) -> None:
        """Look each one up again."""
        self._known.clear()
