"""A PostgreSQL of our own: made for the tests, on a socket in their folder, gone with them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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


@contextmanager
def cluster(where: Path) -> Iterator[str]:
    """A running one; its address."""
    user = _user()
    # A socket's path has a limit that the folders of tests are often beyond.
    folder = Path(tempfile.mkdtemp(prefix="javari-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    run = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, "user": user}
    data, log = folder / "data", folder / "log"
    try:
        subprocess.run([where / "initdb", "-D", data, "-U", "javari", "-A", "trust", "--no-sync"], **run)  # type: ignore[call-overload]
        options = f"-c listen_addresses= -c unix_socket_directories={folder}"
        control = [where / "pg_ctl", "-D", data, "-l", log, "-w"]
        subprocess.run([*control, "-o", options, "start"], **run)  # type: ignore[call-overload]
        try:
            yield f"postgresql://javari@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
