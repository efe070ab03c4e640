"""A program run to its end, or killed with everything it started: when its time is over, or when nobody waits."""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from javari_tui.domain.cutting import without_first_word, without_last_word
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import CommandEnding, left_out
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_

MOST_WRITTEN = 64 * 1024 * 1024
"""Bytes after which a program is taken to write without end."""
GRACE = 0.3
"""Seconds between asking a program to end and killing it."""

_LOOK = 0.02
"""Seconds between two looks at whether it has ended."""
_REAP_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to run, where, and its bounds."""

    command: Sequence[str]
    folder: Path
    environ: Mapping[str, str]
    seconds: float
    most_bytes: int
    """Of the output, half of its head and half of its tail; both streams are one."""
    stdin: bytes = b""
    stdin_file: int | None = None
    """A descriptor to read from instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended, and what it wrote."""

    ending: CommandEnding
    exit_code: int
    head: bytes
    tail: bytes
    """Empty where everything is in the head."""
    missing: int
    """Bytes left out between them."""
    seconds: float

    @property
    def output(self) -> str:
        """As text, without what a terminal would obey."""
        head, tail = (part.decode("utf-8", "replace").replace("\r\n", "\n") for part in (self.head, self.tail))
        if not self.missing:
            return reveal(head + tail)
        head, tail = without_last_word(head), without_first_word(tail)
        return reveal(f"{head}\n{left_out(self.missing)}\n{tail}")


async def run(job: Job) -> Ended:
    """Run a program without a terminal, in a process group of its own; ToolRefused when it cannot be started.

    Cancelling kills the group before the cancellation goes on.
    """
    stop = threading.Event()
    running = asyncio.ensure_future(asyncio.to_thread(_run, job, stop))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        stop.set()
        # What it came to interests nobody any more; that it is gone does.
        await asyncio.wait([running])
        if not running.cancelled():
            running.exception()
        raise


@dataclass(slots=True)
class _Output:
    """The head and the tail of what was written."""

    half: int
    head: bytearray = field(default_factory=bytearray)
    tail: bytearray = field(default_factory=bytearray)
    written: int = 0

    def take(self, data: bytes) -> None:
        self.written += len(data)
        room = self.half - len(self.head)
        self.head += data[:room]
        self.tail += data[room:]
        del self.tail[: -self.half]


def _run(job: Job, stop: threading.Event) -> Ended:
    began = time.monotonic()
    with tempfile.TemporaryFile() as stdin:
        stdin.write(job.stdin)
        stdin.seek(0)
        process = _start(job, stdin if job.stdin else job.stdin_file)
    output = _Output(job.most_bytes // 2)
    pipe = process.stdout
    assert pipe is not None
    try:
        ending = _follow(process, pipe, output, began + job.seconds, stop)
    finally:
        _kill(process)
        _drain(pipe, output)
        pipe.close()
    return Ended(
        ending=ending,
        exit_code=-signal.SIGKILL if process.returncode is None else process.returncode,
        head=bytes(output.head),
        tail=bytes(output.tail),
        missing=output.written - len(output.head) - len(output.tail),
        seconds=time.monotonic() - began,
    )


def _start(job: Job, stdin: IO[bytes] | int | None) -> subprocess.Popen[bytes]:
    try:
        process = subprocess.Popen(  # noqa: S603 - a list of arguments, never a shell
            list(job.command),
            cwd=job.folder,
            env=dict(job.environ),
            stdin=subprocess.DEVNULL if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        said = error.strerror or "" if isinstance(error, OSError) else str(error)
        raise ToolRefused(
            N_("“{name}” could not be started."), detail=said, name=reveal(job.command[0])[:200]
        ) from error
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    return process


def _follow(
    process: subprocess.Popen[bytes], pipe: IO[bytes], output: _Output, until: float, stop: threading.Event
) -> CommandEnding:
    """Read what it writes until it ends or must end. Its children may hold the pipe longer: they do not count."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while not _has_ended(process):
            if stop.is_set() or time.monotonic() > until:
                return CommandEnding.OUT_OF_TIME
            if output.written > MOST_WRITTEN:
                return CommandEnding.TOO_MUCH
            if selector.get_map() and selector.select(_LOOK):
                if not _read(pipe, output):
                    selector.unregister(pipe)
            elif not selector.get_map():
                stop.wait(_LOOK)
    return CommandEnding.EXITED


def _read(pipe: IO[bytes], output: _Output) -> bool:
    """Take what can be read now; False at the end of the pipe."""
    data = pipe.read(65536)
    output.take(data or b"")
    return data != b""


def _drain(pipe: IO[bytes], output: _Output) -> None:
    """What was written and not read yet; somebody who left the group may hold the pipe, and is not waited for."""
    while output.written <= MOST_WRITTEN:
        data = pipe.read(65536)
        if not data:
            return
        output.take(data)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it ended. It is not reaped yet: until then nobody else can get the number of its group."""
    if not hasattr(os, "waitid"):
        return process.poll() is not None
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: asked first where the program still runs, killed in any case."""
    with suppress(ProcessLookupError, PermissionError):
        if not _has_ended(process):
            os.killpg(process.pid, signal.SIGTERM)
            until = time.monotonic() + GRACE
            while not _has_ended(process) and time.monotonic() < until:
                time.sleep(_LOOK)
        os.killpg(process.pid, signal.SIGKILL)
    # A program that became somebody else cannot be killed by us; it is not waited for.
    with suppress(subprocess.TimeoutExpired):
        process.wait(_REAP_SECONDS)
