"""The system's keyring, where it is a real one: reached in a thread of its own, for it may never answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Protocol, TypeVar

T = TypeVar("T")

_REAL = 1.0
"""The priority from which the library recommends a keyring."""
_NOT_REAL = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer", "keyrings.alt")
"""They keep nothing, or keep it for anyone to read."""


class Keyring(Protocol):
    """What is wanted of a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept under a name."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep something under a name."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""


class KeyringFailed(Exception):
    """The keyring is locked, broken, or did not answer in time. Its words are not kept: they may hold what was sent."""


def find_keyring() -> Keyring | None:
    """The keyring of this system, if it has a real one. Slow, and may hang: call it by `PatientThread`."""
    import keyring  # noqa: PLC0415 - a fifth of a second, and only who signs in needs it
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415

    found = keyring.get_keyring()
    candidates = found.backends if isinstance(found, ChainerBackend) else (found,)
    for candidate in candidates:
        if candidate.priority >= _REAL and not type(candidate).__module__.startswith(_NOT_REAL):
            real: Keyring = candidate
            return real
    return None


class PatientThread:
    """Does one thing after the other in threads that nobody has to wait for, also not at the end of the process."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = asyncio.Lock()
        self._has_ended: Event | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` gives. KeyringFailed: it failed, did not end in time, or one before it still hangs."""
        async with self._lock:
            if self._has_ended is not None and not self._has_ended.is_set():
                raise KeyringFailed("it still does not answer")
            outcome: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            self._has_ended = Event()
            words = (work, outcome, outcome.get_loop(), self._has_ended)
            Thread(target=_carry_out, args=words, daemon=True).start()
            try:
                async with asyncio.timeout(self._seconds):
                    return await outcome
            except TimeoutError as error:
                raise KeyringFailed("it does not answer") from error


def _carry_out(
    work: Callable[[], T], outcome: asyncio.Future[T], loop: asyncio.AbstractEventLoop, has_ended: Event
) -> None:
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - keyrings raise what they like; all of it means the same, and is told
        failure = KeyringFailed(type(error).__name__)
        has_ended.set()
        _tell(loop, lambda: None if outcome.done() else outcome.set_exception(failure))
    else:
        has_ended.set()
        _tell(loop, lambda: None if outcome.done() else outcome.set_result(result))


def _tell(loop: asyncio.AbstractEventLoop, news: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the loop has ended: nobody waits any more
        loop.call_soon_threadsafe(news)
