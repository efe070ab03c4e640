"""The opened database: one connection, one write transaction at a time, our own errors."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from javari_tui.storage.backup import KEPT_AT_LEAST
from javari_tui.storage.connections import connect
from javari_tui.storage.revision import REVISION
from javari_tui.storage.schema import prepare
from javari_tui.storage.sqlite_errors import is_busy, translated, translating
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.writers import Writers

_TRIES = 3
"""How often a write transaction is begun; each try waits for SQLite's own time limit."""
_WRITES = "javari_writes"


class Database:
    """The opened file. Used by one thread at a time.

    Blocks may stand inside each other and then are one transaction: what several stores write inside one
    `writing()` block is on disk together or not at all.
    """

    def __init__(self, file: Path, connection: sqlite.Connection) -> None:
        self.file = file
        self.revision = REVISION
        self.writers = Writers(file.parent / "writers")
        self._plain = connection
        self._engine = create_engine("sqlite://", creator=lambda: connection, module=sqlite, poolclass=StaticPool)
        self._writing_engine = self._engine.execution_options(**{_WRITES: True})
        self._session: Session | None = None
        self._is_writing = False
        self._is_closed = False
        event.listen(self._engine, "begin", self._begin)

    @classmethod
    def open(cls, file: Path, *, backups: Path, keep: int = KEPT_AT_LEAST) -> Database:
        """Open the file, made and upgraded as needed; `keep` so many of the copies made before upgrades.

        Raises DatabaseBroken, DatabaseTooNew, DatabaseBusy, DiskFull or StorageError and leaves the file as it was.
        """
        prepare(file, backups, keep)
        return cls(file, connect(file))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A block that sees one state of the database."""
        if self._session is not None:
            yield self._session
            return
        with self._transaction(writes=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A block that is on disk when it ends, or undone when it raises."""
        if self._session is None:
            with self._transaction(writes=True) as session:
                yield session
            return
        if not self._is_writing:
            raise RuntimeError("a writing block inside a reading one")
        with self._errors(), self._session.begin_nested():
            yield self._session

    def plain(self, session: Session) -> sqlite.Connection:
        """The plain connection below a session, in the same transaction, for the reads written in SQL."""
        session.flush()
        session.connection()
        return self._plain

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file, as far as other processes let us, and empty it."""
        with translating(self.file):
            self._plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Move the write-ahead log into the file and let go of it."""
        if self._is_closed:
            return
        self._is_closed = True
        self.writers.close()
        with translating(self.file):
            try:
                # Leaving is never held up: what stays in the log is as safe there.
                self._plain.execute("PRAGMA busy_timeout = 100")
                self.checkpoint()
            finally:
                self._engine.dispose()
                self._plain.close()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Session]:
        engine = self._writing_engine if writes else self._engine
        with self._errors(), Session(engine, expire_on_commit=False) as session:
            self._session, self._is_writing = session, writes
            try:
                session.connection()
                yield session
                if writes:
                    session.commit()
            finally:
                self._session, self._is_writing = None, False

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Errors of SQLite and SQLAlchemy leave this block as ours."""
        try:
            yield
        except DBAPIError as error:
            raise translated(error.orig, self.file) from error
        except sqlite.Error as error:
            raise translated(error, self.file) from error

    def _begin(self, connection: Connection) -> None:
        """Take the write lock at once: a transaction that starts by reading cannot wait for it later."""
        if not connection.get_execution_options().get(_WRITES):
            self._plain.execute("BEGIN")
            return
        for tries_left in reversed(range(_TRIES)):
            try:
                self._plain.execute("BEGIN IMMEDIATE")
            except sqlite.Error as error:
                if not (tries_left and is_busy(error)):
                    raise
                time.sleep(random.uniform(0.01, 0.1))  # noqa: S311 - so that two waiters do not meet again
            else:
                return
