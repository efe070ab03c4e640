"""A plain connection that changes nothing, for looks at a database: every start takes one."""

from __future__ import annotations

from pathlib import Path

from javari_tui.storage.sqlite_library import sqlite


def connect_reading(file: Path) -> sqlite.Connection:
    """A connection that cannot change the file in any way; FileNotFoundError becomes SQLite's own error."""
    connection = sqlite.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 250")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
