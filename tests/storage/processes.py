"""Other processes on the same database: real ones, that can be killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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


def start(code: str, *arguments: object, prelude: str = _PRELUDE) -> subprocess.Popen[str]:
    """Start a Python process that runs `code`; it speaks through its output and hears through its input."""
    return subprocess.Popen(
        [sys.executable, "-c", prelude + code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for a process to end well; returns what it said."""
    said, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaints
    return said


def line_from(process: subprocess.Popen[str]) -> str:
    """The next line a process says; its complaint when it died instead."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        _, complaints = process.communicate(timeout=PATIENCE)
        raise AssertionError(complaints)
    return line.strip()


def kill(process: subprocess.Popen[str]) -> str:
    """End a process as a power cut would; returns what it had said and nobody had read."""
    process.kill()
    said, _ = process.communicate(timeout=PATIENCE)
    return said
