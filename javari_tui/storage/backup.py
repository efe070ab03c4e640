"""Copies of the database: make, check, list, thin out, put back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from javari_tui import __version__
from javari_tui.domain.errors import DatabaseBroken, DatabaseTooNew, StorageError
from javari_tui.i18n import N_
from javari_tui.paths import private_folder
from javari_tui.storage.connections import connect
from javari_tui.storage.file_locks import only_process
from javari_tui.storage.reading_connection import connect_reading
from javari_tui.storage.revision import KNOWN, revision_of
from javari_tui.storage.sqlite_errors import translating
from javari_tui.storage.sqlite_library import sqlite

_STAMP = "%Y%m%dT%H%M%S%fZ"
_RESTORING, _REPLACED = ".*.restoring", "-replaced-*.db"
"""What follows a database's name: of the copy on its way into its place, and of the one that was there."""
KEPT_AT_LEAST = 5


def back_up(file: Path, to: Path) -> Path:
    """Copy the database, whoever else is using it, to a new file (0600), or into a folder under a dated name.

    The copy is checked and on disk when this returns; a copy that fails the check is removed.
    """
    target = to / f"javari-{_stamp()}.db" if to.is_dir() else to
    with translating(file), closing(connect_reading(file)) as source:
        return copy_checked(source, file, target)


def copy_before(file: Path, folder: Path, revision: str) -> Path:
    """The copy that is made before the database is upgraded from `revision`."""
    private_folder(folder)
    return back_up(file, folder / f"pre-{revision}-{_stamp()}.db")


def copy_checked(source: sqlite.Connection, file: Path, target: Path) -> Path:
    """Copy what a connection to a file sees into a new private file, then compare and flush it."""
    if target.exists():
        raise StorageError(N_("{path} is already there."), cure=N_("Give another name."), path=target)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    with translating(target):
        # Perhaps a folder of the user's own, such as a stick: its permissions are not ours to change.
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        try:
            with closing(sqlite.connect(part, isolation_level=None)) as copy:
                source.execute("BEGIN")  # so that both reads below see one state, whoever writes meanwhile
                source.execute("SELECT count(*) FROM sqlite_master")
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                _check(copy, file)
                _compare(source, copy, target)
                source.execute("COMMIT")
            _flush(part)
            part.rename(target)
            _flush(target.parent)
        finally:
            part.unlink(missing_ok=True)
    return target


def restore(backup: Path, file: Path) -> Path | None:
    """Put a copy in the database's place; returns where the replaced file is kept, None when there was none.

    Refuses a copy that is damaged, newer than this Javari or another program's, and a database in use.
    """
    _refuse_unless_ours(backup)
    private_folder(file.parent)
    with translating(file), only_process(file):
        kept = _put_in_place(backup, file)
        for left in set(file.parent.glob(f"{file.name}{_RESTORING}")) - {backup.absolute()}:
            left.unlink(missing_ok=True)  # of a restore that was killed: only one is carried out at a time
    return kept


def refuse_where_one_was(file: Path) -> None:
    """StorageError where a database is missing that a restore began to replace: an empty one would hide it."""
    patterns = (f"{file.name}{_RESTORING}", f"{file.stem}{_REPLACED}")
    found = sorted(path for pattern in patterns for path in file.parent.glob(pattern))
    if found and not file.exists():
        raise StorageError(
            N_("The database {path} is missing, but there is {kept}."),
            cure=N_("Put one in its place with “javari restore”, or move that file away to begin with an empty one."),
            path=file,
            kept=found[-1],
        )


def list_backups(folder: Path) -> tuple[Path, ...]:
    """The copies in a folder, newest first."""
    dated = [(made, path) for path in folder.glob("*.db") if (made := made_at(path)) is not None]
    return tuple(path for _, path in sorted(dated, reverse=True))


def made_at(backup: Path) -> datetime | None:
    """When a copy was made, by its name; None for a file that is not one of ours."""
    try:
        return datetime.strptime(backup.stem.rpartition("-")[2], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def thin(folder: Path, keep: int = KEPT_AT_LEAST) -> None:
    """Remove old copies, but keep the newest few, and the newest of each day, week and month for a while."""
    backups = list_backups(folder)
    now = datetime.now(UTC)
    kept = set(backups[: max(keep, KEPT_AT_LEAST)])
    kept.update(_newest_of_each(backups, "%Y-%j", now - timedelta(days=7)))
    kept.update(_newest_of_each(backups, "%G-%V", now - timedelta(weeks=5)))
    kept.update(_newest_of_each(backups, "%Y-%m", now - timedelta(days=366)))
    with translating(folder):
        for backup in backups:
            if backup not in kept:
                backup.unlink(missing_ok=True)


def _newest_of_each(backups: Iterable[Path], period: str, since: datetime) -> Iterable[Path]:
    newest: dict[str, Path] = {}
    for backup in backups:
        made = made_at(backup)
        if made is not None and made >= since:
            newest.setdefault(made.strftime(period), backup)
    return newest.values()


def _refuse_unless_ours(backup: Path) -> None:
    if not backup.is_file():
        raise StorageError(N_("There is no backup {path}."), cure=N_("Look into the backups folder."), path=backup)
    with translating(backup), closing(connect_reading(backup)) as connection:
        revision = revision_of(connection)
        if not revision:
            raise DatabaseBroken(path=backup, detail="not a database of Javari's")
        if revision not in KNOWN:
            raise DatabaseTooNew(revision=revision, version=__version__)
        _check(connection, backup)


def _put_in_place(backup: Path, file: Path) -> Path | None:
    """The one step that counts is the last rename: killed before it the old database is there, after it the new one."""
    fresh = file.with_name(f"{file.name}{_RESTORING.replace('*', _stamp())}")
    kept = file.with_name(f"{file.stem}{_REPLACED.replace('*', _stamp())}") if file.exists() else None
    try:
        with translating(backup), closing(connect_reading(backup)) as source:
            copy_checked(source, backup, fresh)
        if kept is not None:
            _keep(file, kept)
        fresh.replace(file)
        _flush(file.parent)
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _keep(file: Path, kept: Path) -> None:
    """Give the database a second name, with what its write-ahead log holds; no `-wal` or `-shm` of it may stay behind.

    A log left beside another file would be played into it.
    """
    with suppress(DatabaseBroken):  # a damaged one is kept as it is, its log beside it
        _empty_log(file)
    try:
        os.link(file, kept)
    except OSError:  # a disk that knows one name for each file
        _copy_whole(file, kept)
    for suffix in ("-wal", "-shm"):
        side = file.with_name(file.name + suffix)
        if side.exists():
            side.rename(kept.with_name(kept.name + suffix))
    _flush(file.parent)


def _copy_whole(file: Path, kept: Path) -> None:
    """Copy a file byte by byte, whatever is in it."""
    part = kept.with_name(f"{kept.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        shutil.copyfile(file, part)
        _flush(part)
        part.rename(kept)
    finally:
        part.unlink(missing_ok=True)


def _empty_log(file: Path) -> None:
    """Move the write-ahead log into the file; DatabaseBusy while somebody else has it open."""
    with translating(file):
        # First without the right to write: opening a file that SQLite cannot make sense of would eat its log.
        with closing(connect_reading(file)) as connection:
            revision_of(connection)
        with closing(connect(file)) as connection:
            connection.execute("PRAGMA busy_timeout = 500")
            # Leaving write-ahead mode works only for the last who has the file open.
            connection.execute("PRAGMA journal_mode = DELETE")


def _check(connection: sqlite.Connection, file: Path) -> None:
    """DatabaseBroken unless every page and every reference is sound."""
    answer = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if answer[0] != "ok":
        raise DatabaseBroken(path=file, detail=str(answer[0]))


def _compare(source: sqlite.Connection, copy: sqlite.Connection, target: Path) -> None:
    if (there := _row_counts(source)) != (here := _row_counts(copy)):
        raise StorageError(detail=f"{target} holds {here}, not {there}")


def _row_counts(connection: sqlite.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of the file's own
        for (name,) in names.fetchall()
    }


def _flush(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stamp() -> str:
    return datetime.now(UTC).strftime(_STAMP)
