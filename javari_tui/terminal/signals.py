"""Ends that come from outside: a hung-up line, a terminated process, a terminal that went away."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

_ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


def on_ending_signals(leave: Callable[[int], None]) -> None:
    """Call `leave(signal number)` on the running loop when the process is asked to end."""
    loop = asyncio.get_running_loop()
    for number in _ENDING:
        loop.add_signal_handler(number, leave, number)


def terminal_is_gone(descriptor: int) -> bool:
    """Whether the terminal behind a descriptor was closed while a signal handler stood in the way (nohup)."""
    try:
        os.tcgetpgrp(descriptor)
    except OSError:
        return True
    return False
