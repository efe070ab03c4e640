"""The thread that storage runs on: the event loop never waits for the disk, and work is done in the order given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class DiskThread:
    """One thread. What was handed to it is done even when nobody waits for the result any more."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="javari-disk")
        self._is_closed = False

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `work`, done on the thread after everything handed over before; its errors are raised here.

        At the end, when the thread is closed, whoever still wants something done is cancelled.
        """
        # Shielded: a send that is cancelled while it waits in line is still written down.
        return await asyncio.shield(self._hand_over(partial(work, *args, **kwargs)))

    async def look(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for what only reads: nobody waits for it any more, so it is not even begun.

        Who types a word asks with every letter; what came of the first ones would hold up the last.
        """
        return await self._hand_over(partial(work, *args, **kwargs))

    def _hand_over(self, work: Callable[[], T]) -> asyncio.Future[T]:
        if self._is_closed:
            raise asyncio.CancelledError
        future: Future[T] = self._thread.submit(work)
        return asyncio.wrap_future(future)

    async def close(self, last: Callable[[], None] = lambda: None) -> None:
        """Finish everything that was handed over, do one last thing, then end the thread."""
        if not self._is_closed:
            self._is_closed = True
            future = self._thread.submit(last)
            self._thread.shutdown(wait=False)
            await asyncio.shield(asyncio.wrap_future(future))
