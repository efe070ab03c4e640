"""Other processes on the same database: real ones, that can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO

_PRELUDE = """
import os, signal, sys
from pathlib import Path
from javari_tui.domain.chat import Draft, MessageState, Role
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.migrating import migrate, upgrade
from javari_tui.storage.prompts import PromptStore
file, backups = Path(sys.argv[1]), Path(sys.argv[2])
"""

PATIENCE = 60
ROOT = Path(__file__).parents[2]

# Importing what the database needs takes half a second of the processor: one process does it, the others come from it.
_FAMILY = get_context("forkserver")
_STORES = [f"javari_tui.storage.{name}" for name in ("chats", "messages", "migrating", "prompts")]
_FAMILY.set_forkserver_preload(["tests.storage.processes", *_STORES])


@dataclass
class Other:
    """A process that speaks through its output and hears through its input."""

    process: BaseProcess
    stdin: IO[str]
    stdout: IO[str]
    stderr: IO[str]

    @property
    def returncode(self) -> int | None:
        """What it ended with."""
        return self.process.exitcode

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()

    def communicate(self, timeout: float) -> tuple[str, str]:
        """What it says until it ends, and its complaints."""
        self.stdin.close()
        with self.stdout, self.stderr:
            said = self.stdout.read()
            self.process.join(timeout)
            assert self.returncode is not None
            self.stderr.seek(0)
            return said, self.stderr.read()


def start(code: str, *arguments: object) -> Other:
    """Start a process that runs `code` over the storage."""
    hears, stdin = _FAMILY.Pipe(duplex=False)
    stdout, says = _FAMILY.Pipe(duplex=False)
    complaints = tempfile.TemporaryFile("w+")  # noqa: SIM115 - `communicate` closes it
    complains = Connection(os.dup(complaints.fileno()))
    lines = (hears, says, complains)
    words = ["-c", *map(str, arguments)]
    process = _FAMILY.Process(target=_run, args=(_PRELUDE + code, words, dict(os.environ), lines), daemon=True)
    process.start()
    for line in lines:
        line.close()
    opened = [os.fdopen(os.dup(pipe.fileno()), mode) for pipe, mode in ((stdin, "w"), (stdout, "r"))]
    for pipe in (stdin, stdout):
        pipe.close()
    return Other(process, opened[0], opened[1], complaints)


def _run(code: str, words: list[str], environ: dict[str, str], lines: tuple[Connection, ...]) -> None:
    """What such a process does: as a fresh Python would, only that everything is imported already."""
    for number, line in enumerate(lines):
        os.dup2(line.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
    sys.argv = words
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(ROOT)
    exec(compile(code, "<other process>", "exec"), {"__name__": "__main__"})


def fresh(code: str, *arguments: object, prelude: str = _PRELUDE) -> str:
    """What a Python prints that has imported nothing yet."""
    run = [sys.executable, "-c", prelude + code, *map(str, arguments)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout


def finish(process: Other) -> str:
    """Wait for a process to end well; returns what it said."""
    said, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaints
    return said


def line_from(process: Other) -> str:
    """The next line a process says; its complaint when it died instead."""
    line = process.stdout.readline()
    if not line:
        _, complaints = process.communicate(timeout=PATIENCE)
        raise AssertionError(complaints)
    return line.strip()


def kill(process: Other) -> str:
    """End a process as a power cut would; returns what it had said and nobody had read."""
    process.kill()
    said, _ = process.communicate(timeout=PATIENCE)
    return said
