"""A program that runs on a terminal: begun, weighed, ended."""

from __future__ import annotations

import os
import signal
import time
import warnings
from collections.abc import Mapping, Sequence

from benchmarks.processes import cpu_nanoseconds, memory_kib


class TerminalProcess:
    """One program from its start to its end."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], terminal: int) -> None:
        """`terminal` is the program's end of it."""
        self.exit_code: int | None = None
        self.started = time.perf_counter()
        with warnings.catch_warnings():
            # Python warns of forks beside threads; this child does nothing before it becomes another program.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:  # pragma: no cover - the program's process
            _become(command, environ, terminal)

    def cpu_ms(self) -> float:
        """Milliseconds of processor time of the program and its children so far."""
        return cpu_nanoseconds(self.pid) / 10**6

    def memory_mib(self) -> float:
        """Memory of the program and its children, shared pages divided by their sharers."""
        return memory_kib(self.pid) / 1024

    def end(self) -> None:
        """End it: kindly, then firmly."""
        for kind in (signal.SIGTERM, signal.SIGKILL):
            if self.is_gone(0.0):
                break
            os.kill(self.pid, kind)
            if self.is_gone(3.0):
                break

    def is_gone(self, seconds: float) -> bool:
        """Whether it ended before the time was over."""
        until = time.perf_counter() + seconds
        while self.exit_code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)
            elif time.perf_counter() >= until:
                return False
            else:
                time.sleep(0.01)
        return True


def _become(command: Sequence[str], environ: Mapping[str, str], terminal: int) -> None:  # pragma: no cover
    """In the new process: take the terminal and turn into the program."""
    try:
        os.login_tty(terminal)
        os.execvpe(command[0], list(command), dict(environ))
    finally:
        os._exit(127)
