"""A PostgreSQL of our own: made for the tests, on a socket in their folder, gone with them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 30
"""Seconds until a new one must have started over the remains of the old one."""


def programs() -> Path | None:
    """Where its programs are; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    chosen = found[-1] if found else (Path(on_path) if on_path else None)
    return None if chosen is None else chosen.parent


def _user() -> str | None:
    """It refuses to run as root."""
    if os.getuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


class Cluster:
    """One in a folder."""

    def __init__(self, where: Path, folder: Path) -> None:
        self._where, self._folder, self._data = where, folder, folder / "data"
        self.address = f"postgresql://javari@/postgres?host={folder}"

    @property
    def pid(self) -> int:
        """The process that all others of it come from."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def make(self) -> None:
        """Put its files there."""
        done = self._run("initdb", "-A", "trust", "--no-sync", "-U", "javari")
        assert done.returncode == 0, done.stdout

    def start(self) -> None:
        """Let it run. What is left of one that was killed goes within moments; until then it cannot."""
        options = f"-c listen_addresses= -c unix_socket_directories={self._folder}"
        until = time.monotonic() + _PATIENCE
        while self._control("start", "-l", self._folder / "log", "-o", options).returncode:
            assert time.monotonic() < until, (self._folder / "log").read_text()

    def crash(self) -> None:
        """Kill it, without a chance to write anything."""
        os.kill(self.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End it."""
        self._control("stop", "-m", "immediate")

    def _control(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self._run("pg_ctl", "-w", *words)

    def _run(self, program: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
        run = [self._where / program, "-D", self._data, *words]
        # Its output goes to nobody: what it starts keeps the other end open.
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(run, cwd=self._folder, user=_user(), text=True, **quiet)  # type: ignore[call-overload,no-any-return]


@contextmanager
def cluster(where: Path) -> Iterator[Cluster]:
    """A running one."""
    # A socket's path has a limit that the folders of tests are often beyond.
    folder = Path(tempfile.mkdtemp(prefix="javari-pg-"))
    user = _user()
    if user is not None:
        shutil.chown(folder, user)
    running = Cluster(where, folder)
    try:
        running.make()
        running.start()
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
