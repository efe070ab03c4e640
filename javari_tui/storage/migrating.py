"""Upgrade an older database: copy it, then all steps in one transaction, which is checked before it counts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from javari_tui.domain.errors import StorageError
from javari_tui.storage.backup import KEPT_AT_LEAST, copy_before, thin
from javari_tui.storage.connections import connect
from javari_tui.storage.revision import REVISION
from javari_tui.storage.sqlite_errors import translating
from javari_tui.storage.sqlite_library import sqlite

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(
    file: Path,
    backups: Path,
    revision: str,
    *,
    keep: int = KEPT_AT_LEAST,
    migrations: Path = MIGRATIONS,
    target: str = REVISION,
) -> None:
    """Bring a database from `revision` to `target`, or leave it exactly as it was; `keep` that many copies.

    Whoever calls holds the lock of `file_locks.only_process`.
    """
    with translating(file), closing(connect(file)) as connection:
        migrate(connection, target, migrations, first=lambda: copy_before(file, backups, revision))
    thin(backups, keep)


def migrate(
    connection: sqlite.Connection,
    target: str = REVISION,
    migrations: Path = MIGRATIONS,
    *,
    first: Callable[[], object] | None = None,
) -> None:
    """Carry out every step up to `target` in one transaction, check the result and commit.

    `first` is called when nobody else can write any more and nothing has been changed yet.
    """
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
        with engine.connect() as alchemy:
            # Not earlier: SQLAlchemy's first connection ends with a rollback.
            connection.execute("BEGIN IMMEDIATE")
            if first is not None:
                first()
            with alchemy.begin():
                config.attributes["connection"] = alchemy
                command.upgrade(config, target)
                _check(connection)
    except SQLAlchemyError as error:
        raise getattr(error, "orig", None) or StorageError(detail=str(error)) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _check(connection: sqlite.Connection) -> None:
    """It must still be one transaction, and no row may point to one that is not there."""
    if not connection.in_transaction:
        raise StorageError(detail="a step of the upgrade ended the transaction")
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StorageError(detail=f"the upgrade left a row of {broken[0]} without its {broken[2]}")
