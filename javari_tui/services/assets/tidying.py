"""Removing content files that nothing names any more."""

from __future__ import annotations

import asyncio
import logging
import threading
from itertools import takewhile

from javari_tui.domain.assets import Tidied
from javari_tui.domain.errors import StorageError
from javari_tui.services.stored import Stored
from javari_tui.storage.asset_files import AssetFiles
from javari_tui.storage.asset_names import names_in_copies

_log = logging.getLogger(__name__)


class Tidying:
    """One look through the content files."""

    def __init__(self, stored: Stored, files: AssetFiles) -> None:
        self._stored = stored
        self._files = files
        self._is_over = threading.Event()

    async def run(self) -> Tidied:
        """Remove those that neither the database nor a copy of it beside it names, after a day."""
        if not self._files.folder.is_dir():
            return Tidied(files=0, size=0)
        # The database is asked first: what it learns of later is younger than a day, and stays for that.
        named = await self._stored.disk.look(self._stored.assets.named_files)
        return await asyncio.to_thread(self._tidy, named)

    async def run_quietly(self) -> None:
        """The same when nobody asked for it: what goes wrong is only logged, and the next start tries again."""
        try:
            await self.run()
        except StorageError:
            _log.exception("content files could not be tidied")

    def end(self) -> None:
        """Leave the rest for another time."""
        self._is_over.set()

    def _tidy(self, named: frozenset[str]) -> Tidied:
        loose = self._files.loose(named)
        # Copies are only read where there is something that they might need.
        needed = names_in_copies(self._stored.database.file) if loose else frozenset()
        unneeded = (path for path in loose if path.name not in needed)
        return self._files.remove(takewhile(lambda _path: not self._is_over.is_set(), unneeded))
