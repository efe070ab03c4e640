"""An event loop whose time goes by only by waiting: hours pass at once, and every moment is exact."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


class _Waits(selectors.SelectSelector):
    """Lets the time asked for pass instead of waiting for it."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready, later."""
        assert timeout is not None, "nothing is going to happen any more"
        self.now += max(timeout, 0)
        return super().select(0)


class _FastLoop(asyncio.SelectorEventLoop):
    """The stock loop on that time, which starts at 0."""

    def __init__(self) -> None:
        self._waits = _Waits()
        super().__init__(self._waits)

    def time(self) -> float:
        """Seconds that were waited for."""
        return self._waits.now


def run_fast(main: Coroutine[object, object, T]) -> T:
    """What the coroutine returns."""
    with asyncio.Runner(loop_factory=_FastLoop) as runner:
        return runner.run(main)
