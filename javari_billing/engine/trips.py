"""Several statements in one trip to PostgreSQL. SQLite, which is no trip away, takes them one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects.postgresql import psycopg as postgresql
from sqlalchemy.exc import OperationalError

_DIALECT: Any = postgresql.dialect()  # type: ignore[no-untyped-call]

Values = Mapping[str, Any]


class Statement:
    """A statement, put together once for either database: that takes longer than carrying it out."""

    def __init__(
        self,
        clause: Any,  # noqa: ANN401 - any kind
        *columns: str,
        on_postgresql: Any = None,  # noqa: ANN401 - as above
        rows_of: Table | None = None,
    ) -> None:
        self.clause: Executable = clause
        self.many = "" if rows_of is None else _insert_of_many(rows_of)
        """The same for many rows at once, on PostgreSQL."""
        compiled = (clause if on_postgresql is None else on_postgresql).compile(
            dialect=_DIALECT, column_keys=list(columns) or None
        )
        self.text = str(compiled)


Question = tuple[Statement, Values]
Write = tuple[Statement, Sequence[Values]]


def ask(connection: Connection, *questions: Question) -> list[list[Any]]:
    """The rows that answer each question. What one of them locks, the next ones see as it is then."""
    line = _line(connection)
    if line is None:
        return [list(connection.execute(one.clause, values)) for one, values in questions]
    with _told_as_ours(connection), line.pipeline():
        cursors = [line.execute(one.text, values, prepare=True) for one, values in questions]
        return [cursor.fetchall() for cursor in cursors]


def tell(connection: Connection, *writes: Write) -> None:
    """Write rows; each must be there to be written."""
    line = _line(connection)
    if line is None:
        for one, rows in writes:
            if connection.execute(one.clause, list(rows)).rowcount not in {len(rows), -1}:
                raise RuntimeError("A row was not there to be written.")
        return
    with _told_as_ours(connection):
        with line.pipeline():
            written = [_written(line, *write) for write in writes]
        for (_, rows), cursors in zip(writes, written, strict=True):
            if sum(cursor.rowcount for cursor in cursors) != len(rows):
                raise RuntimeError("A row was not there to be written.")


def _written(line: Any, one: Statement, rows: Sequence[Values]) -> list[Any]:  # noqa: ANN401 - as below
    if one.many and len(rows) > 1:
        return [line.execute(one.many, {"rows": json.dumps(rows)}, prepare=True)]
    return [line.execute(one.text, row, prepare=True) for row in rows]


def _insert_of_many(table: Table) -> str:
    # One parameter: the driver takes longer for each of a thousand than the database for all of them.
    rows = f"json_populate_recordset(NULL::{table.name}, %(rows)s::json)"
    return f"INSERT INTO {table.name} SELECT * FROM {rows}"  # noqa: S608 - a name of our own


def _line(connection: Connection) -> Any:  # noqa: ANN401 - the driver is there only where it is wanted
    """The driver's own connection, where it can send before it was answered."""
    if connection.dialect.name != "postgresql":
        return None
    from psycopg.rows import namedtuple_row  # noqa: PLC0415 - as above

    line: Any = connection.connection.driver_connection
    line.row_factory = namedtuple_row
    return line


@contextmanager
def _told_as_ours(connection: Connection) -> Iterator[None]:
    """The driver's errors as SQLAlchemy tells them; the pool learns of a connection that is gone."""
    error_of_driver: Any = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except error_of_driver as error:
        gone = bool(getattr(connection.connection.driver_connection, "broken", False))
        if gone:
            connection.invalidate(error)
        raise OperationalError("", {}, error, connection_invalidated=gone) from error
