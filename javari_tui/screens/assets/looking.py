"""The preview: what the marked row holds, read while the mark rests on it."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from javari_tui.commands.assets import ASSETS_EXPORT
from javari_tui.domain.assets import Asset, AssetType, AssetVersion
from javari_tui.domain.errors import AssetRefused, FileRefused, JavariError, NotFound
from javari_tui.domain.images import FittedImage, ImageForm, ImageWish
from javari_tui.i18n import _
from javari_tui.screens.assets.words import KeyOf
from javari_tui.settings import Images
from javari_tui.terminal.images.asking import ImageAsking
from javari_tui.widgets.assets.list import asset_of
from javari_tui.widgets.assets.preview import AssetPreview, facts_of
from javari_tui.widgets.assets.section import Row
from javari_tui.widgets.sidebar.image_paper import ImagePaper
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.transcript.chrome import size_text

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services

LARGEST = 2_000_000
"""Bytes of a text that is read while the mark moves."""
_REST = 0.04
"""Seconds the mark has to rest on a row."""


class Looking:
    """Reads for the preview, one thing at a time. Cancelled when another row is marked."""

    def __init__(self, screen: Screen[Any], services: Services, preview: AssetPreview, key_of: KeyOf) -> None:
        self._screen, self._services, self._preview, self._key_of = screen, services, preview, key_of
        self._chats: dict[int, str] = {}
        """Titles of chats by their ids; empty for those that are gone."""
        self._asking: ImageAsking | None = None
        self._shown: tuple[int, int, int, int] | None = None
        """Of what the pane shows: asset, version, and how it was."""

    def forget(self) -> None:
        """Read it again, even if it is shown."""
        self._shown = None

    async def look(self, row: Row | None, of: Asset | None, bare: str) -> None:
        """Show what a row holds; `of` is the asset whose versions are listed, `bare` said where there is nothing."""
        asset = of if isinstance(row, AssetVersion) else asset_of(row)
        if asset is None:
            self._shown = None
            self._preview.tell(None, bare)
            return
        version = row if isinstance(row, AssetVersion) else None
        await asyncio.sleep(_REST)
        facts = facts_of(asset, chat=await self._chat_of(asset), version=version)
        size = asset.size if version is None else version.size
        number = asset.version if version is None else version.number
        wanted = asset.id, number, size, hash(asset.updated_at)
        if wanted == self._shown:
            self._preview.renew(facts)
            return
        self._shown = None
        if size > LARGEST and asset.type is not AssetType.IMAGE:
            text = _("It has {size}: too much to be shown while you look through the list. Enter opens it.")
            self._preview.tell(facts, text.format(size=size_text(size)))
            return
        try:
            block = await self._services.assets.block(asset.id, number)
        except AssetRefused:
            text = _("It is neither text nor a picture, so it is not shown. {key} writes it to a file.")
            self._preview.tell(facts, text.format(key=self._key_of(ASSETS_EXPORT.id)))
            return
        except JavariError as error:
            self._preview.tell(facts, str(error))
            return
        self._preview.show(facts, block)
        self._shown = wanted

    async def _chat_of(self, asset: Asset) -> str:
        """The title of the chat it came from; empty where there is none any more."""
        if asset.chat_id is None:
            return ""
        if asset.chat_id not in self._chats:
            with suppress(NotFound):
                chat = await self._services.chats.get(asset.chat_id)
                self._chats[asset.chat_id] = chat.title or _("New chat")
        return self._chats.get(asset.chat_id, "")

    async def picture(self, paper: Paper) -> None:
        """Read the picture of a paper for its room. In half blocks: only the sidebar holds pictures in the terminal."""
        if not isinstance(paper, ImagePaper) or paper.room is None:
            return
        from javari_tui.services.images.reading import read_image  # noqa: PLC0415 - only where there is a picture

        if self._asking is None:
            self._asking = ImageAsking(self._screen.app, os.environ)
        room, chosen = paper.room, self._services.settings.settings.images
        drawing = await self._asking.find(chosen if chosen is Images.NONE else Images.BLOCKS)
        form = ImageForm.NONE if drawing.images is Images.NONE else ImageForm.DOTS
        wish = ImageWish(path=paper.path, form=form, room=room, cell=drawing.cell, colours=drawing.colours)
        image: FittedImage | FileRefused
        try:
            image = await read_image(wish)
        except FileRefused as error:
            image = error
        pane = self._preview.pane
        if paper.take(room, image) and pane.paper is paper:
            pane.show(paper, keep_place=True)
