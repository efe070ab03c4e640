"""Copies of the database as a whole. They work on the file, so they help when it cannot be opened any more."""

from __future__ import annotations

import asyncio
from pathlib import Path

from javari_tui.domain.errors import NotFound
from javari_tui.i18n import N_
from javari_tui.paths import Folders, private_folder
from javari_tui.storage import backup


async def make_backup(folders: Folders, to: Path | None = None) -> Path:
    """Copy the database to a file or into a folder, the backups folder by default; returns the copy."""
    if not folders.database.exists():
        raise NotFound(N_("There is no database yet, so there is nothing to copy."))
    if to is None:
        to = private_folder(folders.backups)
    return await asyncio.to_thread(backup.back_up, folders.database, to)


async def restore_backup(copy: Path, folders: Folders) -> Path | None:
    """Put a copy in the database's place; returns where the replaced one is kept, None when there was none."""
    return await asyncio.to_thread(backup.restore, copy, folders.database)


def known_backups(folders: Folders) -> tuple[Path, ...]:
    """The copies in the backups folder, newest first."""
    return backup.list_backups(folders.backups)
