"""What every read needs: the rows of a query, and the values of closed lists in them. Knows no domain value."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from javari_tui.storage.sqlite_library import sqlite

Parameter = str | int | None

_Choice = TypeVar("_Choice", bound=StrEnum)


def rows(
    connection: sqlite.Connection, sql: str, parameters: dict[str, Parameter] | tuple[Parameter, ...] = ()
) -> list[sqlite.Row]:
    """The rows of a query, with their columns by name."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite.Row
    try:
        return cursor.execute(sql, parameters).fetchall()
    finally:
        cursor.close()


def choice(kind: type[_Choice], text: str, otherwise: _Choice) -> _Choice:
    """A value of a closed list; one that this version does not know becomes `otherwise`."""
    try:
        return kind(text)
    except ValueError:
        return otherwise
