"""Keeping things, and giving them back exactly as they were, without waiting for the disk."""

from __future__ import annotations

from javari_tui.domain.assets import Asset, AssetType, KeptAsset, NewAsset
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.untrusted_text import clean
from javari_tui.services.stored import Stored

LONGEST_TITLE = 200


class Assets:
    """All that was kept."""

    def __init__(self, stored: Stored) -> None:
        self._disk = stored.disk
        self._store = stored.assets

    async def keep(self, new: NewAsset) -> KeptAsset:
        """Keep something; the same content is kept once."""
        return await self._disk.run(self._store.keep, new)

    async def keep_block(self, block: SourceBlock) -> KeptAsset:
        """Keep a block of a message."""
        return await self.keep(asset_of(block))

    async def get(self, asset_id: int) -> Asset:
        """One asset. Raises NotFound."""
        return await self._disk.run(self._store.get, asset_id)

    async def content(self, asset_id: int) -> str:
        """What an asset holds, exactly. Raises NotFound."""
        return await self._disk.run(self._store.content, asset_id)

    async def list(self, *, type: AssetType | None = None, limit: int | None = None) -> tuple[Asset, ...]:
        """Assets without their content, the newest first."""
        return await self._disk.run(self._store.list, type=type, limit=limit)


def asset_of(block: SourceBlock) -> NewAsset:
    """What is kept of a block: a text file, so its last line ends too."""
    is_code = block.kind is BlockKind.CODE
    return NewAsset(
        type=AssetType.CODE if is_code else AssetType.DOCUMENT,
        title=" ".join(clean(block.title).split())[:LONGEST_TITLE],
        content=block.text if block.text.endswith("\n") else f"{block.text}\n",
        language=clean(block.language) if is_code else "",
        mime_type="text/plain" if is_code else "text/markdown",
        chat_id=block.chat_id,
        message_id=block.message_id,
    )
