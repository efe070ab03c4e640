"""The database: there, sound, of a revision this Javari knows, with copies."""

from __future__ import annotations

from collections.abc import Iterator

from javari_tui.domain.errors import StorageError
from javari_tui.domain.findings import Finding, Severity
from javari_tui.i18n import N_
from javari_tui.paths import Folders
from javari_tui.storage import backup
from javari_tui.storage.asset_files import AssetFiles
from javari_tui.storage.asset_names import content_files
from javari_tui.storage.examination import Examination, examine

LARGE_LOG = 64 * 1024 * 1024
"""Bytes of write-ahead log that no healthy use leaves behind."""


def database(folders: Folders) -> Iterator[Finding]:
    """Everything about the file and its copies."""
    file = folders.database
    if not file.exists():
        text = N_("There is no database yet; it is made at the first start.")
        yield Finding(id="database", severity=Severity.NOTE, text=text)
        return
    try:
        examined = examine(file)
    except StorageError as error:
        yield Finding(
            id="database",
            severity=Severity.PROBLEM,
            text=N_("The database {file} cannot be read: {detail}"),
            cure=N_("Restore a copy with “javari restore”, or start with an empty one by moving the file away."),
            values={"file": file, "detail": error.detail or error.title},
        )
    else:
        values = {"file": file, "revision": examined.revision or "—", "size": max(1, examined.size // 1024)}
        yield _state(examined, values)
        yield from _log(examined)
    yield from _content_files(folders)
    yield from _copies(folders)


def _state(examined: Examination, values: dict[str, object]) -> Finding:
    """How the file itself is."""
    restore = N_("Restore a copy with “javari restore”, or start with an empty one by moving the file away.")
    if examined.revision == "":
        text, cure = N_("{file} is not a database of Javari's."), restore
    elif examined.damage:
        values["damage"] = examined.damage
        text, cure = N_("The database {file} is damaged: {damage}"), restore
    elif not examined.is_known:
        text = N_("The database was written by a newer Javari (revision {revision}).")
        cure = N_("Upgrade Javari, or restore an older copy with “javari restore”.")
    else:
        text = N_("The database {file} is sound (revision {revision}, {size} KB)")
        return Finding(id="database", severity=Severity.FINE, text=text, values=values)
    return Finding(id="database", severity=Severity.PROBLEM, text=text, cure=cure, values=values)


def _log(examined: Examination) -> Iterator[Finding]:
    """What the write-ahead log holds."""
    if not examined.log_size:
        return
    is_large = examined.log_size > LARGE_LOG
    yield Finding(
        id="database.log",
        severity=Severity.WARNING if is_large else Severity.NOTE,
        text=N_("{size} KB of the newest changes wait beside the database; they are part of it."),
        cure=N_("Close every Javari and open it once: that takes them in.") if is_large else "",
        values={"size": max(1, examined.log_size // 1024)},
    )


def _content_files(folders: Folders) -> Iterator[Finding]:
    """Whether the files are there that assets are kept in. What is in them is looked at when they are read."""
    files = AssetFiles(folders.assets)
    missing = sum(not files.holds(digest, size) for digest, size in content_files(folders.database))
    if missing:
        yield Finding(
            id="database.files",
            severity=Severity.PROBLEM,
            text=N_("Files that assets are kept in are missing or damaged in {folder}: {count}."),
            cure=N_("Put them back from a copy of that folder, such as “javari-assets” beside a copy of the database."),
            values={"folder": folders.assets, "count": missing},
        )


def _copies(folders: Folders) -> Iterator[Finding]:
    """When the last copy was made."""
    made = [moment for copy in backup.list_backups(folders.backups) if (moment := backup.made_at(copy))]
    if made:
        text = N_("The last copy of the database is from {date}.")
        values = {"date": f"{max(made):%Y-%m-%d %H:%M} UTC"}
        yield Finding(id="database.copies", severity=Severity.FINE, text=text, values=values)
    else:
        text, cure = N_("There is no copy of the database."), N_("Make one with “javari backup”.")
        yield Finding(id="database.copies", severity=Severity.NOTE, text=text, cure=cure)
