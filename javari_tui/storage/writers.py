"""Which Javari processes live: each that writes an answer holds a locked file, which the kernel unlocks at its end.

Process numbers would do only within one container and until the next restart; a lock is right in all of them.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from javari_tui.storage.file_locks import try_lock
from javari_tui.storage.sqlite_errors import translating


class Writers:
    """The marks of the processes that write into one database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._token = ""
        self._descriptor: int | None = None

    def token(self) -> str:
        """This process's mark, made on first use."""
        if self._descriptor is None:
            with translating(self._folder):
                self._folder.mkdir(mode=0o700, exist_ok=True)
                while self._descriptor is None:
                    self._token = secrets.token_hex(8)
                    self._descriptor = _claim(self._folder / self._token)
        return self._token

    def living(self) -> frozenset[str]:
        """The marks of processes that still live; those of the dead are cleared away."""
        with translating(self._folder):
            marks = list(self._folder.iterdir()) if self._folder.is_dir() else []
            return frozenset(mark.name for mark in marks if mark.name == self._token or _is_held(mark))

    def close(self) -> None:
        """Give the mark back."""
        if self._descriptor is not None:
            with suppress(OSError):
                (self._folder / self._token).unlink(missing_ok=True)
            os.close(self._descriptor)
            self._token, self._descriptor = "", None


def _claim(mark: Path) -> int | None:
    """A lock on a new file; None when another process took it for a dead one's before it was locked."""
    descriptor = os.open(mark, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    if try_lock(descriptor) and mark.exists():
        return descriptor
    os.close(descriptor)
    return None


def _is_held(mark: Path) -> bool:
    """Whether the process that made this mark lives; if not, the mark is removed."""
    try:
        descriptor = os.open(mark, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        if not try_lock(descriptor):
            return True
        mark.unlink(missing_ok=True)
        return False
    finally:
        os.close(descriptor)
