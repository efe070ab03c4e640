"""Writing a growing answer down while it grows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from javari_tui.services.clock import Clock

INTERVAL = 0.4
"""Seconds between two checkpoints; with the write itself what the user has seen is on disk within half a second."""


class Checkpoints:
    """Saves soon after something came, and not more often than the interval."""

    def __init__(self, save: Callable[[], Awaitable[object]], clock: Clock) -> None:
        self._save = save
        self._clock = clock
        self._something_came = asyncio.Event()

    def note(self) -> None:
        """Something came that is not on disk."""
        self._something_came.set()

    async def run(self) -> None:
        """Save again and again until cancelled. A StorageError ends it."""
        while True:
            await self._something_came.wait()
            await self._clock.sleep(INTERVAL)
            self._something_came.clear()
            await self._save()
