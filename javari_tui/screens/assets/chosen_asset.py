"""What changes the chosen thing: title, tags, description, folder, favourite, versions, deleting."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from textual.app import App

from javari_tui.commands import assets as commands
from javari_tui.domain.assets import ROOT_FOLDER, Asset, AssetVersion
from javari_tui.domain.errors import JavariError
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _, number_text
from javari_tui.screens.base import Handler
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.picker import Choice, Picker
from javari_tui.widgets.assets.rows import short_title
from javari_tui.widgets.assets.section import one_row

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from typing import Any

    from javari_tui.services import Services

_NEW, _NONE = "new", "none"


class AssetPage(Protocol):
    """What the topics of the page ask of it."""

    @property
    def app(self) -> App[Any]:
        """The app, for windows and notices."""

    @property
    def services(self) -> Services:
        """What there is to work with."""

    @property
    def asset(self) -> Asset | None:
        """The chosen one, also where its versions are listed."""

    @property
    def version(self) -> AssetVersion | None:
        """The chosen version, where versions are listed."""

    def tell(self, text: str, *, warning: bool = False) -> None:
        """A short notice."""

    async def read(self) -> None:
        """Read everything anew."""


class ChosenAsset:
    """Everything is read anew after each."""

    def __init__(self, page: AssetPage) -> None:
        self._page = page
        self._deleted: list[Asset] = []
        self._turn = asyncio.Lock()
        """What is taken away is gone before it is brought back."""

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what carries it out."""
        return {
            commands.ASSETS_RENAME.id: self._rename,
            commands.ASSETS_TAG.id: self._tag,
            commands.ASSETS_DESCRIBE.id: self._describe,
            commands.ASSETS_MOVE.id: self._move,
            commands.ASSETS_FAVOURITE.id: self._favourite,
            commands.ASSETS_RESTORE.id: self._restore,
            commands.ASSETS_DELETE.id: self._delete,
            commands.ASSETS_UNDO.id: self._undo,
        }

    def is_available(self, command_id: str) -> bool:
        """Undo needs a deletion, restoring an older version, all else a chosen asset."""
        if command_id == commands.ASSETS_UNDO.id:
            return bool(self._deleted)
        if command_id == commands.ASSETS_RESTORE.id:
            return self._page.version is not None and not self._page.version.is_newest
        return self._page.asset is not None

    async def _rename(self) -> None:
        page, asset = self._page, self._page.asset
        if asset and (title := await page.app.push_screen_wait(AskText(_("Its title"), text=asset.title))):
            await page.services.assets.rename(asset.id, clean(title))
            await page.read()

    async def _tag(self) -> None:
        page, asset = self._page, self._page.asset
        if not asset:
            return
        written = ", ".join(asset.tags)
        ask = AskText(_("Tags, separated by commas or spaces"), text=written, placeholder=_("work nginx"))
        words = await page.app.push_screen_wait(ask)
        if words is not None and words != written:
            await page.services.assets.tag(asset.id, tuple(clean(words).split("," if "," in words else None)))
            await page.read()

    async def _describe(self) -> None:
        page, asset = self._page, self._page.asset
        if not asset:
            return
        text = await page.app.push_screen_wait(AskText(_("What it is for"), text=one_row(asset.description)))
        if text is not None:
            await page.services.assets.describe(asset.id, clean(text).strip())
            await page.read()

    async def _move(self) -> None:
        """Into one of the folders there are, or a new one."""
        page, asset = self._page, self._page.asset
        if not asset:
            return
        folders = [found for found in await page.services.assets.folders() if found[0] != ROOT_FOLDER]
        choices = [
            Choice(key=_NEW, title=_("A new folder…")),
            Choice(key=_NONE, title=_("Not in a folder")),
            *(Choice(key=f"={name}", title=one_row(name), hint=number_text(count)) for name, count in folders),
        ]
        current = _NONE if asset.folder == ROOT_FOLDER else f"={asset.folder}"
        picked = await page.app.push_screen_wait(Picker(_("Move to a folder"), choices, current=current))
        folder: str | None = None
        if picked == _NEW:
            folder = await page.app.push_screen_wait(AskText(_("Name of the new folder")))
        elif picked:
            folder = ROOT_FOLDER if picked == _NONE else picked[1:]
        if folder:
            moved = await page.services.assets.move(asset.id, folder)
            await page.read()
            place = _("Not in a folder") if moved.folder == ROOT_FOLDER else one_row(moved.folder)
            page.tell(_("Moved: {folder}").format(folder=place))

    async def _favourite(self) -> None:
        page, asset = self._page, self._page.asset
        if asset:
            await page.services.assets.favourite(asset.id, not asset.is_favourite)
            await page.read()

    async def _restore(self) -> None:
        page, version = self._page, self._page.version
        if version is not None:
            asset = await page.services.assets.restore(version.asset_id, version.number)
            await page.read()
            text = _("Version {old} is the newest again, as version {new}.")
            page.tell(text.format(old=version.number, new=asset.version))

    async def _delete(self) -> None:
        page, asset = self._page, self._page.asset
        if asset:
            self._deleted.append(asset)  # at once: Ctrl+Z right behind it means this, not the shell
            async with self._turn:
                try:
                    await page.services.assets.delete(asset.id)
                except JavariError:
                    self._deleted.remove(asset)
                    raise
            await page.read()
            page.tell(_("Deleted “{title}”. Ctrl+Z brings it back.").format(title=short_title(asset)))

    async def _undo(self) -> None:
        page = self._page
        async with self._turn:
            asset = await page.services.assets.undo_delete(self._deleted[-1].id)
            self._deleted.pop()
        await page.read()
        page.tell(_("“{title}” is back.").format(title=short_title(asset)))
