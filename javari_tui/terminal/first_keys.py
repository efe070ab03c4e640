"""Keys typed while Python is still importing: the terminal is told at once to pass them as they are.

Until then it shows them, waits for whole lines and passes Enter as a line feed, which is the key for a new line.
Imports next to nothing: this runs before everything else. Signals that end the process give the terminal back.
"""

from __future__ import annotations

import os
import select
import signal
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

_ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)
_MOST = 64 * 1024


class _Held:
    """A terminal as it was, and what had been typed in it."""

    def __init__(self, descriptor: int, attributes: list[Any]) -> None:
        self.descriptor, self.attributes, self.keys = descriptor, attributes, b""


class _Hold:
    """The terminal that is held, from the first moment until the driver takes it over."""

    held: _Held | None = None


@contextmanager
def holding_terminal(descriptor: int) -> Iterator[None]:
    """Let keys through as they are typed until the driver takes over; at the end the terminal is as it was."""
    _hold(descriptor)
    try:
        yield
    finally:
        give_back()


def _hold(descriptor: int) -> None:
    """Do so; nothing happens where the terminal listens to somebody else."""
    try:
        if os.tcgetpgrp(descriptor) != os.getpgrp():
            return
        before = termios.tcgetattr(descriptor)
        _Hold.held = _Held(descriptor, before)
        for number in _ENDING:
            signal.signal(number, _end)
        termios.tcsetattr(descriptor, termios.TCSANOW, _passing(before))
        # What came before was cooked: its line feeds were Enter.
        _Hold.held.keys = _waiting(descriptor).replace(b"\n", b"\r")
    except (termios.error, OSError):
        give_back()


def take_over() -> tuple[list[Any], bytes] | None:
    """The terminal's own attributes and what was typed first, for the driver, which gives them back from now on."""
    held, _Hold.held = _Hold.held, None
    return (held.attributes, held.keys) if held is not None else None


def give_back() -> None:
    """Let the terminal be as it was, where nobody has taken it over."""
    held, _Hold.held = _Hold.held, None
    if held is not None:
        with suppress(termios.error):
            termios.tcsetattr(held.descriptor, termios.TCSANOW, held.attributes)


def _passing(attributes: list[Any]) -> list[Any]:
    """Attributes that pass every key as it is; those that interrupt still do."""
    changed = [*attributes[:6], [*attributes[6]]]
    changed[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    changed[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    changed[6][termios.VMIN], changed[6][termios.VTIME] = 1, 0
    return changed


def _waiting(descriptor: int) -> bytes:
    """What was typed already."""
    keys = b""
    while len(keys) < _MOST and select.select([descriptor], [], [], 0)[0]:
        more = os.read(descriptor, _MOST)
        if not more:
            break
        keys += more
    return keys


def _end(number: int, _frame: FrameType | None) -> None:
    """End as the signal wants it, with the terminal as it was."""
    give_back()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
