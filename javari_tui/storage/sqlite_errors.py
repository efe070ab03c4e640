"""SQLite's and the system's errors, told as ours."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from javari_tui.domain.errors import DatabaseBroken, DatabaseBusy, DiskFull, StorageError
from javari_tui.i18n import N_
from javari_tui.storage.sqlite_library import sqlite

_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _PERM, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 3, 26
_CODES = {"database or disk is full": _FULL, "database disk image is malformed": _CORRUPT, "database is locked": _BUSY}
"""For the calls that do not tell their code: a backup's."""
_NO_ROOM = 64 * 1024
"""A disk with fewer free bytes counts as full: not even the write-ahead log's index finds room."""


def is_busy(error: BaseException | None) -> bool:
    """Whether another connection held the database."""
    return _code(error) in (_BUSY, _LOCKED)


def translated(error: BaseException | None, file: Path) -> StorageError:
    """Our error for one of SQLite's or the system's about this database file."""
    code, detail = _code(error), str(error)
    if code in (_BUSY, _LOCKED):
        return DatabaseBusy(detail=detail)
    if code in (_CORRUPT, _NOTADB):
        return DatabaseBroken(path=file, detail=detail)
    if code == _FULL or _is_full(error) or (code in (_IOERR, _CANTOPEN) and _has_no_room(file)):
        return DiskFull(detail=detail)
    if code in (_READONLY, _CANTOPEN, _PERM) or _is_forbidden(error):
        title = N_("Javari is not allowed to use {path}.")
        cure = N_("Check who owns the folder, its permissions, and that its disk is not mounted read-only.")
        return StorageError(title, cure=cure, detail=detail, path=file)
    return StorageError(detail=detail)


@contextmanager
def translating(file: Path) -> Iterator[None]:
    """Errors of SQLite and of the system leave this block as ours."""
    try:
        yield
    except (sqlite.Error, OSError) as error:
        raise translated(error, file) from error


def _code(error: BaseException | None) -> int:
    """SQLite's primary result code; 0 for anything else."""
    code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code or _CODES.get(str(error), 0)


def _is_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _is_forbidden(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)


def _has_no_room(file: Path) -> bool:
    """Whether the disk is full: some of SQLite's calls report that as a plain input/output error."""
    try:
        return shutil.disk_usage(file.parent).free < _NO_ROOM
    except OSError:
        return False
