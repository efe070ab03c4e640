"""Removing content files that nothing names any more."""

from __future__ import annotations

import asyncio

from javari_tui.domain.assets import Tidied
from javari_tui.services.stored import Stored
from javari_tui.storage.asset_files import AssetFiles
from javari_tui.storage.asset_names import names_in_copies


async def tidy_files(stored: Stored, files: AssetFiles) -> Tidied:
    """Remove those that neither the database nor a copy of it beside it names, after a day."""
    # The database is asked first: what it learns of later is younger than a day, and stays for that.
    named = await stored.disk.look(stored.assets.named_files)
    return await asyncio.to_thread(_tidy, stored, files, named)


def _tidy(stored: Stored, files: AssetFiles, named: frozenset[str]) -> Tidied:
    return files.tidy(named | names_in_copies(stored.database.file))
