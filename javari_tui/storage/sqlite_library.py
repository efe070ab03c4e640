"""Which SQLite library is used: the one that comes with Javari, unless Python's own is better."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

_BACK_PORTED = {(3, 50): 7, (3, 44): 6}
"""Release lines that got the repair later than they began, and from which release on."""


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """Whether a library may damage a database that two connections write and checkpoint at once."""
    if not (3, 7, 0) <= version < (3, 51, 3):
        return False
    repaired = _BACK_PORTED.get(version[:2])
    return repaired is None or version[2] < repaired


def _library() -> ModuleType:
    """The library that comes along, where there is one that is sound: to compare, both would have to be loaded."""
    shipped = _shipped()
    if shipped is not None and not has_wal_reset_bug(shipped.sqlite_version_info):
        return shipped
    import sqlite3 as own  # noqa: PLC0415 - see above

    return own if shipped is None or own.sqlite_version_info >= shipped.sqlite_version_info else shipped


def _shipped() -> ModuleType | None:
    try:
        return import_module("pysqlite3")
    except ImportError:
        return None


if TYPE_CHECKING:
    import sqlite3 as sqlite
else:
    sqlite = _library()

VERSION: tuple[int, int, int] = sqlite.sqlite_version_info
"""The version of the library in use."""

__all__ = ["VERSION", "has_wal_reset_bug", "sqlite"]
