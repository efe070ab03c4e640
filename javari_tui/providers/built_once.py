"""Something slow to build, built in a thread when first wanted, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from javari_tui.domain.errors import ModelError

T = TypeVar("T")


class BuiltOnce(Generic[T]):
    """A client and its imports. Whoever comes while it is built waits for the same one; a failure is tried again."""

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._task: asyncio.Task[T] | None = None

    async def get(self) -> T:
        """The thing. Raises what building raises."""
        if self._task is None or (self._task.done() and self._task.exception() is not None):
            self._task = asyncio.create_task(asyncio.to_thread(self._build))
        # A cancelled request must not cancel what others wait for.
        return await asyncio.shield(self._task)

    async def prepare(self) -> None:
        """Build it now. A failure is left for the first use to tell."""
        with suppress(ModelError):
            await self.get()

    def take(self) -> T | None:
        """The thing for the last time, to close it; None when there is none, or none yet: nobody waits for imports."""
        task, self._task = self._task, None
        if task is None or task.cancel() or task.cancelled() or task.exception() is not None:
            return None
        return task.result()
