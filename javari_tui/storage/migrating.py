"""Upgrade an older database: copy it, then all steps in one transaction, which is checked before it counts."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from javari_tui.domain.errors import StorageError
from javari_tui.storage.backup import KEPT_AT_LEAST, copy_before, thin
from javari_tui.storage.connections import connect
from javari_tui.storage.revision import REVISION
from javari_tui.storage.sqlite_errors import translating
from javari_tui.storage.sqlite_library import sqlite

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(file: Path, backups: Path, revision: str, *, migrations: Path = MIGRATIONS, target: str = REVISION) -> None:
    """Bring a database from `revision` to `target`, or leave it exactly as it was.

    Whoever calls holds the lock of `file_locks.only_process`.
    """
    with translating(file), closing(connect(file)) as connection:
        # Taken before the copy is made, so that nobody writes between the copy and the upgrade.
        connection.execute("BEGIN IMMEDIATE")
        try:
            copy_before(file, backups, revision)
            migrate(connection, target, migrations)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    thin(backups, KEPT_AT_LEAST)


def migrate(connection: sqlite.Connection, target: str = REVISION, migrations: Path = MIGRATIONS) -> None:
    """Carry out every step up to `target` in the transaction that is open, check the result and commit."""
    # Half a second of imports, wanted once after an upgrade of Javari and never again.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415
    from sqlalchemy.pool import StaticPool  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    engine = create_engine("sqlite://", creator=lambda: connection, module=sqlite, poolclass=StaticPool)
    try:
        with engine.begin() as alchemy:
            config.attributes["connection"] = alchemy
            command.upgrade(config, target)
            _check_references(connection)
    except SQLAlchemyError as error:
        raise getattr(error, "orig", None) or StorageError(detail=str(error)) from error


def _check_references(connection: sqlite.Connection) -> None:
    """No row may point to one that is not there."""
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StorageError(detail=f"the upgrade left a row of {broken[0]} without its {broken[2]}")
