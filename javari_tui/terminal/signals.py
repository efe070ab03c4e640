"""Ends that come from outside: a hung-up line, a terminated process, a terminal that went away."""

from __future__ import annotations

import os
import select
import signal
import termios
from collections.abc import Callable
from threading import Event, Thread
from types import FrameType

_ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
_LOOKS = 1.0
"""Seconds between two looks at a terminal whose system does not tell at once that it is gone."""


def on_ending_signals(asked: Callable[[int], None]) -> None:
    """Call `asked(signal number)` in the main thread, whatever that is doing, when the process is asked to end.

    Not through the loop: the terminal is taken before the loop hears of anything, and a loop may hang.
    """

    def came(number: int, _frame: FrameType | None) -> None:
        asked(number)

    for number in _ENDING:
        signal.signal(number, came)


def on_terminal_gone(descriptor: int, gone: Callable[[], None]) -> None:
    """Call `gone` once, from a thread, when the terminal is closed and no signal tells of it (nohup, setsid)."""
    Thread(target=_wait, args=(descriptor, gone), name="javari-terminal", daemon=True).start()


def is_gone(descriptor: int) -> bool:
    """Whether the terminal behind a descriptor was closed."""
    try:
        termios.tcgetattr(descriptor)
    except (termios.error, OSError):
        return True
    return False


def _wait(descriptor: int, gone: Callable[[], None]) -> None:
    poll, never = select.poll(), Event()
    poll.register(descriptor, 0)  # only hang-ups, which are always told
    while not is_gone(descriptor):
        if poll.poll(_LOOKS * 1000):
            never.wait(0 if is_gone(descriptor) else _LOOKS)  # systems that cannot poll terminals answer at once
    gone()


class Deadline:
    """Ends the process when the orderly end does not come in time."""

    def __init__(self, last: Callable[[], None]) -> None:
        self._last = last
        """What is done then, in a thread, before the process ends; must not wait for anything."""
        self._is_over = Event()
        self._is_set = False

    def start(self, seconds: float, code: Callable[[], int]) -> None:
        """End after so many seconds, with the exit code that is right then; the first call counts."""
        if not self._is_set:
            self._is_set = True
            Thread(target=self._watch, args=(seconds, code), name="javari-deadline", daemon=True).start()

    def met(self) -> None:
        """The orderly end came in time."""
        self._is_over.set()

    def _watch(self, seconds: float, code: Callable[[], int]) -> None:
        if not self._is_over.wait(seconds):
            try:
                self._last()
            finally:
                os._exit(code())
