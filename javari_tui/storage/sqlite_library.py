"""Which SQLite library is used: the newer of Python's own and the one that comes with Javari."""

from __future__ import annotations

import sqlite3 as _python_own
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3 as sqlite
else:
    try:
        import pysqlite3 as _shipped
    except ImportError:
        _shipped = _python_own
    sqlite = _shipped if _shipped.sqlite_version_info > _python_own.sqlite_version_info else _python_own

VERSION: tuple[int, int, int] = sqlite.sqlite_version_info
"""The version of the library in use."""

_BACK_PORTED = {(3, 50): 7, (3, 44): 6}
"""Release lines that got the repair later than they began, and from which release on."""


def has_wal_reset_bug(version: tuple[int, int, int] = VERSION) -> bool:
    """Whether a library may damage a database that two connections write and checkpoint at once."""
    if not (3, 7, 0) <= version < (3, 51, 3):
        return False
    repaired = _BACK_PORTED.get(version[:2])
    return repaired is None or version[2] < repaired


__all__ = ["VERSION", "has_wal_reset_bug", "sqlite"]
