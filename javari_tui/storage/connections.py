"""A plain connection to the database, with every setting that durability and privacy stand on."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from javari_tui.domain.errors import StorageError
from javari_tui.paths import private_folder
from javari_tui.storage.network_disks import is_network_disk
from javari_tui.storage.sqlite_errors import translating
from javari_tui.storage.sqlite_library import sqlite

BUSY_MILLISECONDS = 5000
"""How long SQLite itself waits for another connection."""

_PRAGMAS: dict[str, int] = {
    "synchronous": 2,  # FULL: with less, a power cut loses commits that were acknowledged
    "foreign_keys": 1,
    "busy_timeout": BUSY_MILLISECONDS,
    "secure_delete": 1,  # deleted text is overwritten, not left in free pages
    "trusted_schema": 0,
    "mmap_size": 0,
}


def create_private(file: Path) -> None:
    """Make the file (0600) and its folder (0700) when missing, and take others' rights away when not.

    SQLite gives the side files it makes the same mode.
    """
    with translating(file):
        private_folder(file.parent)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            with suppress(FileNotFoundError):
                status = path.stat()
                if status.st_mode & 0o077 and status.st_uid == os.getuid():
                    path.chmod(0o600)


def connect(file: Path) -> sqlite.Connection:
    """A connection for reading and writing; transactions are begun by whoever uses it."""
    with translating(file):
        # One thread uses it at a time, not always the one that opened it.
        connection = sqlite.connect(file, isolation_level=None, check_same_thread=False)
        try:
            _configure(connection, file)
        except BaseException:
            connection.close()
            raise
    return connection


def _configure(connection: sqlite.Connection, file: Path) -> None:
    """Set every pragma and make sure that it holds: SQLite ignores what it does not know."""
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
        answer = connection.execute(f"PRAGMA {name}").fetchone()
        if answer is not None and answer[0] != value:
            raise StorageError(detail=f"PRAGMA {name} is {answer[0]}, not {value}")
    # Write-ahead logging needs memory shared on one machine; elsewhere one process owns the file.
    mode = "delete" if is_network_disk(file.parent) else "wal"
    if mode == "delete":
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    answer = connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()
    if answer[0] != mode:
        raise StorageError(detail=f"PRAGMA journal_mode is {answer[0]}, not {mode}")
