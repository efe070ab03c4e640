"""The sidebar: what is opened in it, what is kept from it, and how it is left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from javari_tui.commands import sidebar as commands
from javari_tui.commands.application import TOGGLE_SIDEBAR
from javari_tui.commands.transcript import OPEN_BLOCK
from javari_tui.domain.blocks import SourceBlock
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.blocks import Blocks
from javari_tui.screens.chat.diffs_beside import DiffsBeside
from javari_tui.screens.chat.growing import goes_on
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.chat.sidebar_state import KeptState, SidebarState
from javari_tui.widgets.transcript.cursor import BlockCursor
from javari_tui.widgets.transcript.sources import block_at, is_fold

if TYPE_CHECKING:
    from javari_tui.widgets.sidebar.sidebar import Sidebar

_ANY_TIME = (TOGGLE_SIDEBAR.id, OPEN_BLOCK.id, commands.FOCUS_SIDEBAR.id)
_OF_DIFFS = tuple(command.id for command in commands.DIFF_COMMANDS)
_RESIZING = (commands.WIDEN_SIDEBAR.id, commands.NARROW_SIDEBAR.id)


class Beside:
    """Commands on the sidebar, and on blocks that go into it."""

    def __init__(self, page: ChatPage, blocks: Blocks) -> None:
        self._page, self._blocks = page, blocks
        self._kept = KeptState(page)
        self._diffs = DiffsBeside(page, self.remember)
        self._turn = asyncio.Lock()
        """What opens and closes it goes one after the other, in the order of the keys."""
        self._came_from_chat = False
        """Whether the keys go back to the chat, rather than to the prompt."""

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with it."""
        return {
            TOGGLE_SIDEBAR.id: _in_turn(self._turn, self.toggle),
            OPEN_BLOCK.id: _in_turn(self._turn, self.open_block),
            commands.FOCUS_SIDEBAR.id: _in_turn(self._turn, self.focus),
            commands.CLOSE_SIDEBAR.id: _in_turn(self._turn, self.close),
            commands.COPY_SHOWN.id: self.copy_shown,
            commands.SAVE_SHOWN.id: self.save_shown,
            commands.WRAP_SHOWN.id: self.toggle_wrap,
            commands.WIDEN_SIDEBAR.id: lambda: self.step_width(1),
            commands.NARROW_SIDEBAR.id: lambda: self.step_width(-1),
            **self._diffs.handlers(),
        }

    def is_available(self, command_id: str) -> bool:
        """Most need it open, some need something in it."""
        if command_id in _ANY_TIME:
            return True
        sidebar = self._page.open_sidebar
        if sidebar is None or command_id == commands.CLOSE_SIDEBAR.id:
            return sidebar is not None
        if command_id in _OF_DIFFS:
            return self._diffs.is_available(command_id)
        if command_id == commands.WRAP_SHOWN.id:
            return sidebar.pane.paper is not None and sidebar.pane.paper.can_wrap
        return not sidebar.is_overlay if command_id in _RESIZING else sidebar.block is not None

    async def restore(self) -> None:
        """Bring it back as it was left, as far as the block it showed is in the open chat."""
        await self._kept.read()
        if self._page.open_sidebar is not None:
            await self._bring_back(self._page.open_sidebar)

    async def toggle(self) -> None:
        """Open or close it; remembered."""
        if self._page.open_sidebar is not None:
            await self.close()
            return
        sidebar = await self._open()
        if sidebar.is_overlay and sidebar.block is not None:
            self._focus(sidebar)
        await self._remember_open()

    async def close(self) -> None:
        """Close it; the keys go back to where they were."""
        sidebar = self._page.open_sidebar
        if sidebar is None:
            return
        if sidebar.has_keys:
            self._give_keys_back()
        sidebar.set_class(False, "-open")
        await self._remember_open()

    async def focus(self) -> None:
        """Give it the keys, or give them back."""
        sidebar = self._page.open_sidebar
        if sidebar is not None and sidebar.has_keys:
            self._give_keys_back()
            return
        sidebar = await self._open()
        if sidebar.block is None:
            self._page.tell(_("Nothing is shown in the sidebar yet."))
        else:
            self._focus(sidebar)
        await self._remember_open()

    async def open_block(self) -> None:
        """Show the chosen blocks; a folded row unfolds instead. The keys stay, unless the chat is covered."""
        transcript = self._page.transcript
        if not transcript.has_choice and is_fold(transcript.document, transcript.cursor):
            transcript.action_toggle_fold()
            return
        block = self._blocks.chosen()
        if block is None:
            return
        sidebar = await self._open()
        is_shown = sidebar.block == block or (sidebar.block is not None and goes_on(sidebar.block, block))
        if is_shown or sidebar.is_overlay:
            self._focus(sidebar)
        if sidebar.block != block:
            sidebar.show(block, keep_place=is_shown)
            self._page.screen.refresh_bindings()
        await self._remember_open()
        await self.remember()

    async def save_shown(self) -> None:
        """Keep what is shown."""
        if (block := self._shown) is not None:
            await self._blocks.keep(block)

    async def copy_shown(self) -> None:
        """Copy what is shown."""
        if (block := self._shown) is not None:
            await self._blocks.copy_of(block)

    async def toggle_wrap(self) -> None:
        """Let long lines go on below, or not; remembered."""
        if (sidebar := self._page.open_sidebar) is not None:
            sidebar.wrap = not sidebar.wrap
            await self.remember()

    def step_width(self, step: int) -> None:
        """A step wider or narrower; remembered."""
        if (sidebar := self._page.open_sidebar) is not None:
            sidebar.step_width(step)

    async def remember(self) -> None:
        """Note how it is."""
        sidebar = self._page.sidebar
        block = sidebar.block
        shown = None
        if block is not None and block.message_id is not None and block.block is not None:
            shown = BlockCursor(block.message_id, block.block, block.code)
        state = SidebarState(sidebar.widths.chosen, sidebar.wrap, sidebar.pane.split, shown)
        await self._kept.write(state)

    @property
    def _shown(self) -> SourceBlock | None:
        sidebar = self._page.open_sidebar
        return None if sidebar is None else sidebar.block

    async def _open(self) -> Sidebar:
        """Open it where it is closed."""
        page, sidebar = self._page, self._page.sidebar
        if not sidebar.is_attached:
            await page.screen.query_one("#middle").mount(sidebar, before=0)
        if not sidebar.is_open:
            page.name_keys(sidebar)
            sidebar.fit(page.screen.size.width)
            sidebar.set_class(True, "-open")
            await self._bring_back(sidebar)
            page.screen.refresh_bindings()
        return sidebar

    async def _bring_back(self, sidebar: Sidebar) -> None:
        """As it was left when Javari ended, once."""
        left = await self._kept.take()
        if left is None:
            return
        sidebar.widths.chosen.update(left.widths)
        sidebar.wrap, sidebar.pane.split = left.wrap, left.split
        sidebar.fit(self._page.screen.size.width)
        block = None if left.shown is None else block_at(self._page.transcript.document, left.shown)
        if block is not None and sidebar.block is None:
            sidebar.show(block)

    def _focus(self, sidebar: Sidebar) -> None:
        self._came_from_chat = self._page.transcript.has_focus
        sidebar.pane.focus()

    def _give_keys_back(self) -> None:
        if self._came_from_chat:
            self._page.transcript.focus()
        else:
            self._page.prompt.focus_text()

    async def _remember_open(self) -> None:
        is_open = self._page.open_sidebar is not None
        self._page.screen.refresh_bindings()
        await (await self._page.services()).view.set_flag("sidebar_open", "1" if is_open else "")


def _in_turn(lock: asyncio.Lock, work: Callable[[], Awaitable[None]]) -> Handler:
    """The work, as soon as what was asked for before is done."""

    async def turn() -> None:
        async with lock:
            await work()

    return turn
