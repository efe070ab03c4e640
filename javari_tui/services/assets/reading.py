"""Looking at what was kept, without waiting for the disk."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from javari_tui.domain.assets import (
    Asset,
    AssetCounts,
    AssetHit,
    AssetOrder,
    AssetType,
    AssetVersion,
    Exported,
    is_text_type,
)
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import AssetRefused
from javari_tui.domain.file_names import proposed_name
from javari_tui.i18n import N_
from javari_tui.services.assets.contents import data_of
from javari_tui.services.assets.export_files import write_asset
from javari_tui.services.stored import Stored
from javari_tui.storage.asset_files import AssetFiles
from javari_tui.storage.asset_reads import AssetFilter, StoredContent
from javari_tui.storage.asset_search import search_assets


class AssetReading:
    """All that was kept, as far as looking goes. NotFound: there is no such asset, or version, or it was deleted."""

    def __init__(self, stored: Stored, files: AssetFiles) -> None:
        self._stored = stored
        self._disk = stored.disk
        self._store = stored.assets
        self._files = files

    async def get(self, asset_id: int) -> Asset:
        """One asset."""
        return await self._disk.run(self._store.get, asset_id)

    async def list(
        self,
        *,
        type: AssetType | None = None,
        folder: str | None = None,
        tag: str | None = None,
        favourites: bool = False,
        order: AssetOrder = AssetOrder.NEWEST,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Asset, ...]:
        """Assets without their content."""
        wanted = AssetFilter(type=type, folder=folder, tag=tag, favourites=favourites)
        return await self._disk.look(self._store.list, wanted, order=order, limit=limit, offset=offset)

    async def counts(self) -> AssetCounts:
        """What a dashboard tells."""
        return await self._disk.look(self._store.counts)

    async def folders(self) -> tuple[tuple[str, int], ...]:
        """Every folder with the number of assets in it, by name."""
        return await self._disk.look(self._store.folders)

    async def tags(self) -> tuple[tuple[str, int], ...]:
        """Every tag with the number of assets that have it, the most used first."""
        return await self._disk.look(self._store.tags)

    async def search(
        self,
        words: str,
        *,
        type: AssetType | None = None,
        folder: str | None = None,
        tag: str | None = None,
        favourites: bool = False,
        limit: int = 50,
    ) -> tuple[AssetHit, ...]:
        """Assets with all of these words in title, description, tags, file name or content."""
        wanted = AssetFilter(type=type, folder=folder, tag=tag, favourites=favourites)
        return await self._disk.look(search_assets, self._stored.database, words, wanted, limit=limit)

    async def versions(self, asset_id: int) -> tuple[AssetVersion, ...]:
        """Every content it has had, the newest first."""
        return await self._disk.look(self._store.versions, asset_id)

    async def content(self, asset_id: int, version: int | None = None) -> str:
        """What an asset holds, or held in a version, exactly. AssetRefused when that is no text."""
        stored = await self._disk.run(self._store.content, asset_id, version)
        return await self._text(asset_id, stored)

    async def open_content(self, asset_id: int, version: int | None = None) -> bytes:
        """The same as bytes, whatever it is. StorageError when its file is missing, or holds something else."""
        return await data_of(self._files, await self._disk.run(self._store.content, asset_id, version))

    async def block(self, asset_id: int, version: int | None = None) -> SourceBlock:
        """What the sidebar shows of it. AssetRefused for what is neither text nor a picture."""
        asset = await self.get(asset_id)
        stored = await self._disk.run(self._store.content, asset_id, version)
        if asset.type is AssetType.IMAGE and stored.in_file:
            await data_of(self._files, stored)
            path = str(self._files.path(stored.digest))
            kind, text = BlockKind.IMAGE, asset.title
        else:
            kind = BlockKind.DOCUMENT if stored.mime_type == "text/markdown" else BlockKind.CODE
            path, text = "", await self._text(asset_id, stored)
        return SourceBlock(
            kind=kind,
            text=text,
            language=asset.language,
            title=asset.title,
            chat_id=asset.chat_id,
            message_id=asset.message_id,
            path=path,
        )

    async def export_to(
        self, asset_id: int, path: Path, *, version: int | None = None, overwrite: bool = False
    ) -> Exported:
        """Write what an asset holds to a file, or into a folder under a name made from its title.

        Never over a file that is there, unless that is wanted; all of it or nothing.
        """
        asset = await self.get(asset_id)
        data = await self.open_content(asset_id, version)
        return await write_asset(path, proposed_name(asset), data, overwrite=overwrite)

    async def _text(self, asset_id: int, stored: StoredContent) -> str:
        if not stored.in_file:
            return stored.text
        if is_text_type(stored.mime_type):
            # Anyone may keep bytes under such a type.
            with suppress(UnicodeDecodeError):
                return (await data_of(self._files, stored)).decode()
        raise AssetRefused(
            N_("Asset {number} is no text."),
            cure=N_("“javari assets export {number}” writes it to a file."),
            number=asset_id,
        )
