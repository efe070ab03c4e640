"""Those who want to hear of changes, and telling them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Listeners(Generic[T]):
    """Told on the loop's thread, in order, a moment later: an error of theirs cannot break what is going on here."""

    def __init__(self) -> None:
        self._listeners: dict[int, Callable[[T], None]] = {}
        self._next = 0

    def add(self, listener: Callable[[T], None]) -> Callable[[], None]:
        """Tell `listener` from now on; the result ends that."""
        number = self._next
        self._next += 1
        self._listeners[number] = listener
        return lambda: self._remove(number)

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def tell(self, news: T) -> None:
        """Tell everyone."""
        loop = asyncio.get_running_loop()
        for number in tuple(self._listeners):
            loop.call_soon(self._deliver, number, news)

    def _remove(self, number: int) -> None:
        self._listeners.pop(number, None)

    def _deliver(self, number: int, news: T) -> None:
        listener = self._listeners.get(number)
        if listener is not None:
            listener(news)
