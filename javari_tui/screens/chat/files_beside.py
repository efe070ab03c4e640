"""Files on disk in the sidebar: opened by name, and followed while they are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from textual.worker import Worker

from javari_tui.commands.shown_files import OPEN_FILE
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage

if TYPE_CHECKING:
    from javari_tui.widgets.sidebar.sidebar import Sidebar


class FilesBeside:
    """Reads a file that the user names, and brings what changes on disk."""

    def __init__(self, page: ChatPage, show: Callable[[SourceBlock], Awaitable[None]]) -> None:
        self._page, self._show = page, show
        self._path = ""
        """Of the file that is followed."""
        self._following: Worker[None] | None = None
        page.when_sidebar(self._attach)

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with files."""
        return {OPEN_FILE.id: self.open}

    def is_available(self, command_id: str) -> bool:
        """Files can always be opened."""
        return True

    async def open(self, written: str = "") -> None:
        """Show a file, at the line that is named with it."""
        page = self._page
        if not written.strip():
            if page.prompt.draft.is_empty:
                page.prompt.insert(f"/{OPEN_FILE.slash} ")
                page.prompt.focus_text()
            page.tell(_("Write the name of the file behind /open, and “:12” behind it for a line."))
            return
        await self._show(await (await page.services()).files.show(written))

    def _attach(self, sidebar: Sidebar) -> None:
        """Learn what is shown."""
        self._page.screen.watch(sidebar.title_line, "block", self._turned_to)

    def _turned_to(self, block: SourceBlock | None) -> None:
        """Follow this file, and no other any more."""
        path = "" if block is None or block.kind is BlockKind.IMAGE else block.path
        if path == self._path:
            return
        self._path = path
        if self._following is not None:
            self._following.cancel()
            self._following = None
        if block is not None and path:
            self._following = self._page.screen.run_worker(self._follow(block), group="file")

    async def _follow(self, block: SourceBlock) -> None:
        """Show every change; the place stays."""
        files = (await self._page.services()).files
        async for found in files.changes_of(block, self._rest):
            sidebar = self._page.sidebar
            if sidebar.block is None or sidebar.block.path != block.path:
                return
            if found.text == sidebar.block.text:
                sidebar.title_line.block = found
            else:
                sidebar.show(found, keep_place=True)

    async def _rest(self, seconds: float) -> None:
        """Until the next look; as long as nobody sees the file there is none."""
        await asyncio.sleep(seconds)
        while self._page.open_sidebar is None:
            await asyncio.sleep(seconds)
