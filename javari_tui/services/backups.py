"""Copies of the database as a whole. They work on the file, so they help when it cannot be opened any more.

Large and binary content is in files beside the database. Copies in the backups folder share them with it: none is
removed that a copy there names. A copy elsewhere gets them beside itself, in `javari-assets`, which copies share too.
"""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

from javari_tui.domain.errors import NotFound, StorageError
from javari_tui.i18n import N_
from javari_tui.paths import Folders, private_folder
from javari_tui.storage import backup
from javari_tui.storage.asset_files import AssetFiles
from javari_tui.storage.asset_names import content_files

FILES_BESIDE = "javari-assets"
"""The folder of content files beside a copy that is not in the backups folder."""


async def make_backup(folders: Folders, to: Path | None = None) -> Path:
    """Copy the database to a file or into a folder, the backups folder by default; returns the copy."""
    if not folders.database.exists():
        raise NotFound(N_("There is no database yet, so there is nothing to copy."))
    if to is None:
        to = private_folder(folders.backups)
    return await asyncio.to_thread(backup.back_up, folders.database, to)


async def copy_files(copy: Path, folders: Folders) -> int:
    """Put the content files that a copy names beside it; how many are missing, or not what was kept."""
    return await asyncio.to_thread(_bring, copy, AssetFiles(folders.assets), AssetFiles(copy.parent / FILES_BESIDE))


async def restore_backup(copy: Path, folders: Folders) -> Path | None:
    """Put a copy in the database's place; returns where the replaced one is kept, None when there was none."""
    kept = await asyncio.to_thread(backup.restore, copy, folders.database)
    beside, files = AssetFiles(copy.absolute().parent / FILES_BESIDE), AssetFiles(folders.assets)
    await asyncio.to_thread(_bring, copy, beside, files)
    return kept


def known_backups(folders: Folders) -> tuple[Path, ...]:
    """The copies in the backups folder, newest first."""
    return backup.list_backups(folders.backups)


def _bring(copy: Path, source: AssetFiles, target: AssetFiles) -> int:
    """Bring the content files that a copy names from one folder into another; how many could not be had."""
    missing = 0
    for digest, size in content_files(copy):
        if target.holds(digest, size):
            continue
        try:
            data = source.read(digest, size)
        except StorageError:
            missing += 1
            continue
        target.put(io.BytesIO(data))
    return missing
