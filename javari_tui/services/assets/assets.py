"""Keeping things, and giving them back exactly as they were, without waiting for the disk."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from javari_tui.domain.asset_kinds import BINARY, kind_of
from javari_tui.domain.assets import (
    ROOT_FOLDER,
    Asset,
    AssetOrigin,
    AssetType,
    ContentFile,
    KeptAsset,
    NewAsset,
    Tidied,
    is_text_type,
)
from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.chat import Chat
from javari_tui.domain.errors import AssetRefused
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_
from javari_tui.services.assets.contents import FoundContent, put, put_file
from javari_tui.services.assets.naming import (
    LONGEST_DESCRIPTION,
    asset_of,
    file_name_in,
    folder_from,
    identity_of_name,
    identity_of_path,
    one_line,
    tags_from,
)
from javari_tui.services.assets.reading import AssetReading
from javari_tui.services.assets.tidying import Tidying


class Assets(AssetReading):
    """All that was kept."""

    _tidying: tuple[Tidying, asyncio.Task[None]] | None = None

    async def keep(self, new: NewAsset) -> KeptAsset:
        """Keep something; the same content is kept once, the same thing with other content becomes a version."""
        title = one_line(new.title)
        content, mime_type = new.content, new.mime_type
        if not isinstance(content, ContentFile):
            found = await put(self._files, content, title)
            if isinstance(content, bytes) and not found.is_text and is_text_type(mime_type):
                mime_type = BINARY
            content = found.content
        named = replace(
            new,
            content=content,
            mime_type=mime_type,
            title=title,
            language=clean(new.language),
            file_name=one_line(new.file_name or file_name_in(title)),
            identity=new.identity or identity_of_name(new.chat_id, title),
            description=clean(new.description)[:LONGEST_DESCRIPTION],
            tags=tags_from(new.tags),
            folder=folder_from(new.folder),
        )
        return await self._disk.run(self._store.keep, named)

    async def keep_block(self, block: SourceBlock) -> KeptAsset:
        """Keep a block of a message, or a file or picture that the sidebar shows."""
        if not block.path:
            return await self.keep(asset_of(block))
        new = await self._from_disk(Path(block.path))
        return await self.keep(replace(new, chat_id=block.chat_id, message_id=block.message_id))

    async def keep_file(
        self,
        path: Path,
        *,
        title: str = "",
        type: AssetType | None = None,
        tags: tuple[str, ...] = (),
        folder: str = "",
    ) -> KeptAsset:
        """Keep a file on disk as it is now. AssetRefused says why it is not kept."""
        new = await self._from_disk(path, title, type)
        return await self._keep_sorted(new, tags, folder)

    async def keep_data(
        self,
        data: bytes,
        *,
        title: str,
        type: AssetType | None = None,
        tags: tuple[str, ...] = (),
        folder: str = "",
    ) -> KeptAsset:
        """Keep bytes that came from anywhere, under a title."""
        title = one_line(title)
        found = await put(self._files, data, title)
        new = _new(found, file_name_in(title), title=title, type=type, identity=f"title:{title}" if title else "")
        return await self._keep_sorted(new, tags, folder)

    async def keep_export(self, chat: Chat, text: str, *, as_markdown: bool) -> KeptAsset:
        """Keep a chat's export, written by `ChatLibrary`."""
        kind = "markdown" if as_markdown else "json"
        return await self.keep(
            NewAsset(
                type=AssetType.EXPORT,
                title=chat.title,
                content=text,
                language="" if as_markdown else "json",
                mime_type="text/markdown" if as_markdown else "application/json",
                origin=AssetOrigin.EXPORT,
                chat_id=chat.id,
                identity=f"export:{chat.uid}:{kind}",
            )
        )

    async def restore(self, asset_id: int, number: int) -> Asset:
        """Make a version the newest again, as a new one."""
        return await self._disk.run(self._store.restore_version, asset_id, number)

    async def rename(self, asset_id: int, title: str) -> Asset:
        """Give an asset another title."""
        return await self._disk.run(self._store.change, asset_id, title=one_line(title))

    async def describe(self, asset_id: int, text: str) -> Asset:
        """Say what an asset is for."""
        return await self._disk.run(self._store.change, asset_id, description=clean(text)[:LONGEST_DESCRIPTION])

    async def tag(self, asset_id: int, tags: tuple[str, ...]) -> Asset:
        """Give an asset these tags and no others."""
        return await self._disk.run(self._store.change, asset_id, tags=tags_from(tags))

    async def move(self, asset_id: int, folder: str) -> Asset:
        """Put an asset into a folder; into the root where none is named."""
        return await self._disk.run(self._store.change, asset_id, folder=folder_from(folder))

    async def favourite(self, asset_id: int, on: bool) -> Asset:
        """Mark an asset as a favourite, or not."""
        return await self._disk.run(self._store.change, asset_id, is_favourite=on)

    async def delete(self, asset_id: int) -> None:
        """Take an asset away, also one whose file is missing; it can be brought back."""
        await self._disk.run(self._store.delete, asset_id)

    async def undo_delete(self, asset_id: int) -> Asset:
        """Bring a deleted asset back."""
        return await self._disk.run(self._store.restore, asset_id)

    async def tidy(self) -> Tidied:
        """Remove content files that neither the database nor a copy of it names."""
        return await Tidying(self._stored, self._files).run()

    def start_tidying(self) -> None:
        """Tidy in the background, once; `close` ends that."""
        if self._tidying is None:
            tidying = Tidying(self._stored, self._files)
            self._tidying = tidying, asyncio.get_running_loop().create_task(tidying.run_quietly())

    async def close(self) -> None:
        """End what runs in the background."""
        if self._tidying is not None:
            tidying, task = self._tidying
            tidying.end()
            # Not awaited itself: whoever ends the loop may have cancelled it.
            await asyncio.wait({task})

    async def _from_disk(self, path: Path, title: str = "", type: AssetType | None = None) -> NewAsset:
        """A file as it is now."""
        shown = one_line(str(path))
        try:
            whole = path.expanduser().resolve()
        except (OSError, RuntimeError, ValueError) as error:
            sentence, cure = N_("{name} cannot be kept: there is no such file."), N_("Check the name.")
            raise AssetRefused(sentence, cure=cure, name=shown) from error
        found = await put_file(self._files, whole, shown)
        return _new(found, path.name or whole.name, title=title, type=type, identity=identity_of_path(whole))

    async def _keep_sorted(self, new: NewAsset, tags: tuple[str, ...], folder: str) -> KeptAsset:
        """Keep something with tags and a folder; what is there already gets them too."""
        kept = await self.keep(replace(new, tags=tags, folder=folder))
        if kept.is_new or not (tags or folder):
            return kept
        asset = kept.asset
        if tags:
            asset = await self.tag(asset.id, (*asset.tags, *tags))
        if folder:
            asset = await self.move(asset.id, folder)
        return replace(kept, asset=asset)


def _new(found: FoundContent, file_name: str, *, title: str, type: AssetType | None, identity: str) -> NewAsset:
    """Something from disk, of the type that it is."""
    kind = kind_of(file_name, found.beginning, is_text=found.is_text)
    return NewAsset(
        type=type or kind.type,
        title=title or file_name,
        content=found.content,
        language=kind.language,
        mime_type=kind.mime_type,
        origin=AssetOrigin.MANUAL_UPLOAD,
        file_name=file_name,
        identity=identity,
        folder=ROOT_FOLDER,
    )
