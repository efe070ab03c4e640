"""A plain connection that changes nothing, for looks at a database: every start takes one."""

from __future__ import annotations

from pathlib import Path

from javari_tui.storage.sqlite_library import sqlite

_SPECIAL = {ord("%"): "%25", ord("?"): "%3f", ord("#"): "%23"}
"""What means something in an address."""


def connect_reading(file: Path) -> sqlite.Connection:
    """A connection that cannot change the file in any way; FileNotFoundError becomes SQLite's own error."""
    # By hand: what `as_uri` brings with it takes longer than all that is read at the start.
    path = str(file.absolute()).translate(_SPECIAL)
    connection = sqlite.connect(f"file://{path}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 250")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection
