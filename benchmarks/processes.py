"""What a program and all it started have cost so far, as Linux tells it."""

from __future__ import annotations

import os
import time
from pathlib import Path

_TICK_NANOSECONDS = 10**9 // os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and all below it that are alive."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            waiting.extend(int(child) for child in _read_text(children).split())
    return found


def cpu_nanoseconds(pid: int) -> int:
    """Processor time of a program and all it started, whether its threads and children still live or not."""
    return sum(_own_nanoseconds(one) + ended_children_nanoseconds(_stat(one)) for one in family(pid))


def memory_kib(pid: int) -> int:
    """Memory of a program and all it started, shared pages divided by their sharers."""
    return sum(shared_out_kib(_read_text(Path(f"/proc/{one}/smaps_rollup"))) for one in family(pid))


def cpu_clock(pid: int) -> int:
    """The number of the clock that runs while a process computes."""
    # What clock_getcpuclockid(3) makes of a process id, which Python offers only for threads. `/proc/PID/stat`
    # counts in hundredths of a second, and `/proc/PID/task/*/schedstat` forgets threads that have ended.
    return (~pid << 3) | 2


def ended_children_nanoseconds(stat: str) -> int:
    """From `/proc/PID/stat`: the time of children that ended, to the hundredth of a second. Ours do little."""
    fields = stat.rpartition(")")[2].split()
    return sum(int(field) for field in fields[13:15]) * _TICK_NANOSECONDS


def shared_out_kib(smaps: str) -> int:
    """From `/proc/PID/smaps_rollup`: the proportional set size."""
    return sum(int(line.split()[1]) for line in smaps.splitlines() if line.startswith("Pss:"))


def _own_nanoseconds(pid: int) -> int:
    try:
        return time.clock_gettime_ns(cpu_clock(pid))
    except OSError:
        return 0  # it has just ended; its parent counts it now


def _stat(pid: int) -> str:
    return _read_text(Path(f"/proc/{pid}/stat"))


def _read_text(file: Path) -> str:
    """What a file of /proc says; nothing when its process has just ended."""
    try:
        return file.read_text()
    except (OSError, ProcessLookupError):
        return ""
