"""Bring the file to the form this Javari knows, or refuse it unharmed. No Alembic unless there is something to do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from javari_tui import __version__
from javari_tui.domain.errors import DatabaseBroken, DatabaseTooNew
from javari_tui.storage.backup import KEPT_AT_LEAST, refuse_where_one_was
from javari_tui.storage.connections import connect, create_private
from javari_tui.storage.file_locks import only_process
from javari_tui.storage.migrating import upgrade
from javari_tui.storage.reading_connection import connect_reading
from javari_tui.storage.revision import KNOWN, REVISION, revision_of
from javari_tui.storage.sqlite_errors import translating
from javari_tui.storage.sqlite_library import sqlite

SNAPSHOT = Path(__file__).with_name("schema.sql")
"""What all migrations together make of an empty file; a test runs them and compares."""

_READONLY = 8


def prepare(file: Path, backups: Path, keep: int = KEPT_AT_LEAST) -> None:
    """Create the database, or upgrade it, or do nothing; refuse a broken or newer one as it is.

    `keep` says how many copies are kept of those that upgrades make.
    """
    with translating(file):
        refuse_where_one_was(file)
        revision = _checked_revision(file)
        create_private(file)
        if revision != REVISION:
            with only_process(file):
                _bring_up_to_date(file, backups, keep)


def run_script(connection: sqlite.Connection, script: str) -> None:
    """Carry out statements inside the transaction that is open (`executescript` would commit it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def dump_schema(connection: sqlite.Connection) -> str:
    """The script that makes an empty file into this one's form, as `schema.sql` holds it."""
    sql = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    found = connection.execute(sql).fetchall()
    # A full-text index keeps its content in tables of its own, which come with it.
    made_by_sqlite = ("sqlite_", *(f"{name}_" for _, name, sql in found if sql.startswith("CREATE VIRTUAL")))
    parts = [f"{sql};" for kind, name, sql in found if not (kind == "table" and name.startswith(made_by_sqlite))]
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    parts.append(f"INSERT INTO alembic_version (version_num) VALUES ('{revision}');")  # noqa: S608 - our own
    return f"PRAGMA application_id = {application_id};\n\n" + "\n\n".join(parts) + "\n"


def _checked_revision(file: Path) -> str | None:
    """The file's revision, one we know; None when there is no database in it yet."""
    if not file.exists() or file.stat().st_size == 0:
        return None
    with translating(file):
        revision = _read_revision(file)
    if revision == "":
        raise DatabaseBroken(path=file, detail="not a database of Javari's")
    if revision is not None and revision not in KNOWN:
        raise DatabaseTooNew(revision=revision, version=__version__)
    return revision


def _read_revision(file: Path) -> str | None:
    """Ask without the right to write, so that what we refuse stays as it is."""
    try:
        with closing(connect_reading(file)) as connection:
            return revision_of(connection)
    except sqlite.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != _READONLY:
            raise
    # A process that was killed left something to be rolled back first, which takes the right to write.
    with closing(connect(file)) as connection:
        return revision_of(connection)


def _bring_up_to_date(file: Path, backups: Path, keep: int) -> None:
    """By the one process that may: make what is not there, upgrade what is older."""
    revision = _checked_revision(file)
    if revision is None:
        _create(file)
    elif revision != REVISION:
        upgrade(file, backups, revision, keep=keep)


def _create(file: Path) -> None:
    with translating(file), closing(connect(file)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        run_script(connection, SNAPSHOT.read_text(encoding="utf-8"))
        connection.execute("COMMIT")
