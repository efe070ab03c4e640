"""A real terminal for tests: the program in tmux, driven by keys, read by what stands on the screen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0
"""Seconds until a screen that never comes fails a test; nothing waits longer than it must."""


def require_tmux() -> None:
    """Skip, with the reason, where there is no tmux."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")


def wait_until(reached: Callable[[], bool], describe: Callable[[], str], *, seconds: float = PATIENCE) -> None:
    """Poll until a condition holds; fail with a description when it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if reached():
            return
        time.sleep(0.02)
    raise AssertionError(describe())


class Tmux:
    """One tmux server of our own with one window."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def run(self, *words: str) -> str:
        """A tmux command's output."""
        done = subprocess.run(
            ["tmux", "-L", self._socket, "-f", "/dev/null", *words], capture_output=True, text=True, timeout=20
        )
        if done.returncode:
            raise AssertionError(f"tmux {words}: {done.stderr}")
        return done.stdout

    def keys(self, *keys: str) -> None:
        """Press keys by tmux's names, such as `Enter`, `C-n`, `F9`."""
        self.run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type letters as they are."""
        self.run("send-keys", "-l", text)

    def screen(self, *, colours: bool = False) -> str:
        """What stands on the screen now."""
        return self.run("capture-pane", "-p", *(["-e"] if colours else []))

    def resize(self, columns: int, rows: int) -> None:
        """Another size for the window."""
        self.run("resize-window", "-x", str(columns), "-y", str(rows))

    def wait_for(self, pattern: str) -> str:
        """The screen, as soon as the pattern stands on it."""
        wait_until(
            lambda: re.search(pattern, self.screen(), re.MULTILINE) is not None,
            lambda: f"{pattern!r} never came:\n{self.screen()}",
        )
        return self.screen()

    def wait_gone(self, pattern: str) -> str:
        """The screen, as soon as the pattern stands on it no more."""
        wait_until(
            lambda: re.search(pattern, self.screen(), re.MULTILINE) is None,
            lambda: f"{pattern!r} never went:\n{self.screen()}",
        )
        return self.screen()

    @property
    def program_pid(self) -> int:
        """The program's process."""
        return int(self.run("display-message", "-p", "#{pane_pid}").strip())

    @property
    def ended(self) -> bool:
        """Whether the program has ended."""
        return self.run("list-panes", "-F", "#{pane_dead}").strip() == "1"

    @property
    def exit_code(self) -> int:
        """The ended program's exit code; tmux learns it a moment after the terminal was closed."""
        wait_until(lambda: self._status != "", lambda: f"no exit code came:\n{self.screen()}")
        return int(self._status)

    @property
    def _status(self) -> str:
        return self.run("list-panes", "-F", "#{pane_dead_status}").strip()


@contextmanager
def javari_in_tmux(
    home: Path,
    *arguments: str,
    columns: int = 80,
    rows: int = 24,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[Tmux]:
    """Javari in a terminal of its own; whatever it started ends with it."""
    require_tmux()
    socket = f"javari-test-{uuid.uuid4().hex[:12]}"
    tmux = Tmux(socket)
    variables = {
        "JAVARI_HOME": str(home),
        "JAVARI_DISCOVERY": "off",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "HOME": os.environ.get("HOME", "/"),
        "PATH": os.environ["PATH"],
        "COLORTERM": "truecolor",
        **(environ or {}),
    }
    command = ["env", "-i", *(f"{name}={value}" for name, value in variables.items()), "TERM=tmux-256color"]
    program = [sys.executable, "-m", "javari_tui", *arguments]
    tmux.run(
        *("start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";"),
        *("new-session", "-d", "-x", str(columns), "-y", str(rows), "-c", str(folder or home.parent)),
        *("-s", "javari", "--", *command, *program),
    )
    try:
        yield tmux
    finally:
        subprocess.run(["tmux", "-L", socket, "kill-server"], capture_output=True, timeout=20)
