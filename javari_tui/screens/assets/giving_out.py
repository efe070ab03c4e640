"""What gets the chosen thing out of the page, and files into it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from javari_tui.commands import assets as commands
from javari_tui.domain.assets import Asset, AssetType
from javari_tui.domain.attachments import attach_file
from javari_tui.domain.errors import AssetRefused, NotFound
from javari_tui.domain.file_names import proposed_name
from javari_tui.domain.untrusted_text import clean, reveal
from javari_tui.i18n import _
from javari_tui.screens.assets.ask_path import AskPath
from javari_tui.screens.assets.chosen_asset import AssetPage
from javari_tui.screens.assets.outcome import Outcome
from javari_tui.screens.base import Handler
from javari_tui.screens.dialogs.picker import Choice, Picker
from javari_tui.widgets.assets.rows import short_title

Copy = Callable[[str], Awaitable[None]]

_OTHER, _OVER = "other", "over"


class GivingOut:
    """To the sidebar, the clipboard, the message, a file, the chat it came from."""

    def __init__(self, page: AssetPage, copy: Copy, leave: Callable[[Outcome], None]) -> None:
        self._page, self._copy_text, self._leave = page, copy, leave

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what carries it out."""
        return {
            commands.ASSETS_COPY.id: self._copy,
            commands.ASSETS_COPY_COMMAND.id: self._copy_command,
            commands.ASSETS_INSERT.id: self._insert,
            commands.ASSETS_EXPORT.id: self._export,
            commands.ASSETS_JUMP.id: self._jump,
            commands.ASSETS_ADD.id: self._add,
        }

    def is_available(self, command_id: str) -> bool:
        """Adding always works, all else with a chosen asset."""
        return command_id == commands.ASSETS_ADD.id or self._page.asset is not None

    async def open(self) -> None:
        """Close the page and show it in the sidebar."""
        asset = self._page.asset
        if asset is not None:
            self._leave(Outcome(block=await self._page.services.assets.block(asset.id, self._number)))

    @property
    def _number(self) -> int | None:
        """Of the chosen version; none for the newest."""
        return None if self._page.version is None else self._page.version.number

    async def _copy(self) -> None:
        asset, assets = self._page.asset, self._page.services.assets
        if asset is None:
            return
        if asset.type is AssetType.IMAGE and not asset.is_text:
            await self._copy_text((await assets.block(asset.id, self._number)).path)
        else:
            await self._copy_text(await assets.content(asset.id, self._number))

    async def _copy_command(self) -> None:
        if self._page.asset is not None:
            number = "" if self._number is None else f" --version {self._number}"
            await self._copy_text(f"javari assets show {self._page.asset.id}{number}")

    async def _insert(self) -> None:
        asset = self._page.asset
        if asset is not None:
            data = await self._page.services.assets.open_content(asset.id, self._number)
            self._leave(Outcome(attachment=attach_file(proposed_name(asset), data)))

    async def _jump(self) -> None:
        """Open the chat at the message; say so when either is gone."""
        page, asset = self._page, self._page.asset
        if asset is None:
            return
        source = page.version or asset
        if source.chat_id is None:
            is_from_disk = asset.origin.value == "manual_upload"
            from_disk = _("It came from disk, not from a chat.")
            page.tell(from_disk if is_from_disk else _("The chat it came from is gone."), warning=True)
            return
        try:
            await page.services.chats.get(source.chat_id)
        except NotFound:
            page.tell(_("The chat it came from was deleted."), warning=True)
            return
        if source.message_id is None and asset.type is not AssetType.EXPORT:
            page.tell(_("The message it came from is gone; this is its chat."), warning=True)
        self._leave(Outcome(chat_id=source.chat_id, message_id=source.message_id))

    # Files

    async def _export(self) -> None:
        page, asset = self._page, self._page.asset
        if asset is None:
            return
        number, written = self._number, proposed_name(asset)
        explanation = _("“{title}” is written to this file, or into this folder.").format(title=short_title(asset))
        while True:
            ask = AskPath(_("Write it to"), text=written, explanation=explanation)
            answer = await page.app.push_screen_wait(ask)
            if not answer or not answer.strip():
                return
            written = answer.strip()
            found = await asyncio.to_thread(_there, Path(written), proposed_name(asset))
            over = found is not None and await self._may_write_over(found)
            if found is None or over:
                break
        exported = await page.services.assets.export_to(asset.id, Path(written), version=number, overwrite=over)
        page.tell(_("Written to {file}.").format(file=reveal(str(exported.path))))

    async def _may_write_over(self, file: Path) -> bool:
        """Ask; another name comes first, and is what leaving means."""
        title = _("{file} is there already").format(file=reveal(str(file)))
        choices = [
            Choice(key=_OTHER, title=_("Choose another name"), detail=_("The file stays as it is.")),
            Choice(key=_OVER, title=_("Write over it"), detail=_("What is in it now is lost.")),
        ]
        return await self._page.app.push_screen_wait(Picker(title, choices)) == _OVER

    async def _add(self) -> None:
        page, written = self._page, ""
        explanation = _("It is kept as it is now; the file itself stays where it is.")
        while True:
            ask = AskPath(_("Keep a file"), text=written, explanation=explanation, placeholder=_("~/notes.md"))
            answer = await page.app.push_screen_wait(ask)
            if not answer or not answer.strip():
                return
            written = answer.strip()
            try:
                kept = await page.services.assets.keep_file(Path(written))
            except AssetRefused as error:
                explanation = clean(str(error))
                continue
            break
        await page.read()
        self._say_kept(kept.asset, is_new=kept.is_new, is_version=kept.is_version)

    def _say_kept(self, asset: Asset, *, is_new: bool, is_version: bool) -> None:
        text = _("This is kept already, as asset {number}: “{title}”.")
        if is_new:
            text = _("Kept as asset {number}: “{title}”.")
        elif is_version:
            text = _("Kept as version {version} of asset {number}: “{title}”.")
        values = {"number": asset.id, "title": short_title(asset), "version": asset.version}
        self._page.tell(text.format(**values))


def _there(path: Path, name: str) -> Path | None:
    """The file that would be written over; none where nothing is."""
    try:
        whole = path.expanduser()
        whole = whole / name if whole.is_dir() else whole
        return whole if whole.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None  # writing it says what is wrong
