"""What every full-text index of ours needs beside its triggers."""

from __future__ import annotations

from javari_tui.storage.sqlite_library import sqlite


def forget_words(connection: sqlite.Connection, index: str, column: str) -> None:
    """Drop the words of removed rows, which a full-text index otherwise only marks as removed.

    Merging all of it keeps the marks of what it merges for the first time; after any change the next merge,
    which starts from that one's result, drops them. A rebuild would take ten times as long.
    """
    merge = f"INSERT INTO {index} ({index}) VALUES ('optimize')"  # noqa: S608 - our own names
    connection.execute(merge)
    connection.execute(f"INSERT INTO {index} (rowid, {column}) VALUES (-1, 'x')")  # noqa: S608
    connection.execute(merge)
    connection.execute(f"INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', -1, 'x')")  # noqa: S608
