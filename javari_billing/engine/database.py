"""The opened database: SQLite in one file, or PostgreSQL; the same tables, the same transactions."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Dialect, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from javari_billing.engine.refusals import DatabaseUnusable

_T = TypeVar("_T")

_MIGRATIONS = Path(__file__).with_name("migrations")
_WRITES = "javari_billing_writes"
_TRIES = 5
_AGAIN = ("40001", "40P01", "55P03")
"""PostgreSQL: serialization failure, deadlock, lock not available."""
_RESTS = "javari_billing_rests"
_RESTED = 1.0
"""After how many seconds without work a connection may be gone."""
_PRAGMAS = {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "trusted_schema": 0, "mmap_size": 0}


class Ledgers:
    """All accounts. Work is done in transactions: one for each request, whole or not at all."""

    def __init__(self, engine: Engine, clock: Callable[[], int]) -> None:
        self.engine = engine
        self.clock = clock
        """Milliseconds since 1970."""
        self._writing = engine.execution_options(**{_WRITES: True})
        is_sqlite = engine.dialect.name == "sqlite"
        self._reading = engine if is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")

    @classmethod
    def open(cls, address: str, *, clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> Ledgers:
        """Open `sqlite:///path`, `sqlite://` (in memory) or `postgresql://…`; make and upgrade the tables."""
        url = make_url(address)
        engine = _postgresql(url) if url.get_backend_name() == "postgresql" else _sqlite(url)
        ledgers = cls(engine, clock)
        ledgers.upgrade()
        return ledgers

    def write(self, work: Callable[[Connection], _T]) -> _T:
        """Do some work in a transaction that is on disk when this returns; again, when another one was in its way."""
        for tries_left in reversed(range(_TRIES)):
            try:
                with self._writing.begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not tries_left or not _may_try_again(error):
                    raise
            time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - only to keep out of step
        raise AssertionError("not reached")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A block that sees one state of the database."""
        with self._reading.begin() as connection:
            yield connection

    def upgrade(self) -> None:
        """Bring the tables up to date in one transaction, whoever else starts at the same time."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}

        def steps(connection: Connection) -> None:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(74617661)"))
            if inspect(connection).has_table("alembic_version"):
                found = set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
                if found - known:
                    raise DatabaseUnusable(f"It was written by a newer version (revision {found.pop()}).")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

        self.write(steps)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _sqlite_library() -> ModuleType:
    """The one that comes along where there is one: older ones may damage a log that two processes write."""
    with suppress(ImportError):
        return import_module("pysqlite3")
    return sqlite3


def _sqlite(url: URL) -> Engine:
    library = _sqlite_library()
    if url.database in (None, "", ":memory:"):
        shared = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        engine = create_engine("sqlite://", module=library, **shared)
    else:
        _create_private(Path(str(url.database)))
        several = {"poolclass": QueuePool, "pool_size": 8, "connect_args": {"check_same_thread": False}}
        engine = create_engine(url, module=library, **several)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _create_private(file: Path) -> None:
    """For nobody else to read; SQLite gives the files beside it the same mode."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))


def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - either library's
    """Set what durability stands on, and see that it holds: SQLite ignores what it does not know."""
    connection.isolation_level = None
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
        answer = connection.execute(f"PRAGMA {name}").fetchone()
        if answer is not None and answer[0] != value:
            raise DatabaseUnusable(f"PRAGMA {name} is {answer[0]}, not {value}")
    (mode,) = connection.execute("PRAGMA journal_mode = wal").fetchone()
    if mode not in {"wal", "memory"}:
        raise DatabaseUnusable(f"its disk does not allow a write-ahead log (journal_mode is {mode})")


def _begin(connection: Connection) -> None:
    """A transaction that starts by reading cannot wait for the write lock later, so take it at once."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_size=16)
    # Else each size of a number would make another prepared statement.
    wide = import_module("psycopg.types.numeric").Int8Dumper
    event.listen(engine, "connect", lambda line, _record: line.adapters.register_dumper(int, wide))
    event.listen(engine, "checkin", lambda _line, record: record.info.update({_RESTS: time.monotonic()}))
    event.listen(engine, "checkout", lambda line, record, _: _see_whether_it_lives(engine.dialect, line, record))
    return engine


def _see_whether_it_lives(dialect: Dialect, line: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - a driver's
    """Ask a connection that has rested for a while whether it is still there: not each one before each request."""
    if time.monotonic() - record.info.get(_RESTS, time.monotonic()) < _RESTED:
        return
    try:
        dialect.do_ping(line)
    except dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def _may_try_again(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlstate", None) in _AGAIN:
        return True
    return "database is locked" in str(error.orig)
