"""The sidebar: opened, closed, over the chat or beside it, and how it is left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from javari_tui.commands import sidebar as commands
from javari_tui.commands.application import TOGGLE_SIDEBAR
from javari_tui.commands.shown_files import OPEN_FILE
from javari_tui.commands.transcript import OPEN_BLOCK
from javari_tui.domain.blocks import SourceBlock
from javari_tui.i18n import _
from javari_tui.screens.base import Handler, let_keys_go
from javari_tui.screens.chat.blocks import Blocks
from javari_tui.screens.chat.diffs_beside import DiffsBeside
from javari_tui.screens.chat.editing_beside import EditingBeside
from javari_tui.screens.chat.files_beside import FilesBeside
from javari_tui.screens.chat.growing import goes_on
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.chat.patches_beside import PatchesBeside
from javari_tui.screens.chat.shown_beside import ShownBeside
from javari_tui.screens.chat.sidebar_state import KeptState, state_of
from javari_tui.widgets.transcript.sources import is_fold

if TYPE_CHECKING:
    from javari_tui.widgets.prompt.prompt import Prompt
    from javari_tui.widgets.sidebar.sidebar import Sidebar

_ANY_TIME = (TOGGLE_SIDEBAR.id, OPEN_BLOCK.id, OPEN_FILE.id, commands.FOCUS_SIDEBAR.id)


class Beside:
    """Commands on the sidebar, and on blocks that go into it."""

    def __init__(self, page: ChatPage, blocks: Blocks) -> None:
        self._page, self._blocks = page, blocks
        self._kept = KeptState(page)
        diffs, shown = DiffsBeside(page, self.remember), ShownBeside(page, blocks, self.remember)
        files, patches = FilesBeside(page, self.show), PatchesBeside(page)
        self._within = (diffs, patches, shown, files, EditingBeside(page, blocks))
        """What can be done with what is shown."""
        self._turn = asyncio.Lock()
        """What opens and closes it goes one after the other, in the order of the keys."""
        self._came_from_chat = False
        """Whether the keys go back to the chat, rather than to the prompt."""
        self.was_closed = False
        """Whether the user closed it since this was last put back."""

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with it."""
        handlers: dict[str, Handler] = {
            TOGGLE_SIDEBAR.id: _in_turn(self._turn, self.toggle),
            OPEN_BLOCK.id: _in_turn(self._turn, self.open_block),
            commands.FOCUS_SIDEBAR.id: _in_turn(self._turn, self.focus),
            commands.CLOSE_SIDEBAR.id: _in_turn(self._turn, self.close),
            commands.MAXIMISE_SIDEBAR.id: _in_turn(self._turn, self.maximise),
            commands.RESTORE_SIDEBAR.id: _in_turn(self._turn, self.maximise),
            commands.WIDEN_SIDEBAR.id: partial(_step_width, self._page, 1),
            commands.NARROW_SIDEBAR.id: partial(_step_width, self._page, -1),
        }
        for topic in self._within:
            handlers.update(topic.handlers())
        return handlers

    def is_available(self, command_id: str) -> bool:
        """Most need it open, some need something in it."""
        if command_id in _ANY_TIME:
            return True
        sidebar = self._page.open_sidebar
        if sidebar is None:
            return False
        if (topic := next((topic for topic in self._within if command_id in topic.handlers()), None)) is not None:
            return topic.is_available(command_id)
        is_maximised, prompt = sidebar.widths.is_maximised, self._page.prompt
        return {
            commands.CLOSE_SIDEBAR.id: not is_maximised if sidebar.has_keys else _is_in_the_way(sidebar, prompt),
            commands.RESTORE_SIDEBAR.id: is_maximised,
            commands.MAXIMISE_SIDEBAR.id: is_maximised or (sidebar.block is not None and not sidebar.is_overlay),
        }.get(command_id, not sidebar.is_overlay)

    async def restore(self) -> None:
        """Bring it back as it was left, as far as what it showed is found again."""
        try:
            await self._kept.read()
            if self._page.open_sidebar is not None:
                await self._bring_back(self._page.open_sidebar)
        finally:
            if self._page.open_sidebar is not None:
                self._page.open_sidebar.remove_class("-waits")

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
        self.was_closed = True
        if sidebar.has_keys:
            self._give_keys_back()
        _put_away(sidebar)
        await self._remember_open()

    async def tuck_away(self) -> None:
        """Let the chat be seen where it lay over it: something was sent."""
        sidebar = self._page.open_sidebar
        if sidebar is not None and _is_over_chat(sidebar):
            _put_away(sidebar)
            await self._remember_open()

    async def maximise(self) -> None:
        """Over the chat with all the room there is, or beside it again."""
        sidebar = self._page.open_sidebar
        if sidebar is not None:
            sidebar.maximise(not sidebar.widths.is_maximised)
            self._page.screen.refresh_bindings()

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

    async def show(self, block: SourceBlock) -> None:
        """Show something that the user asked for by a key of theirs, and give it the keys."""
        async with self._turn:
            sidebar = await self._open()
            sidebar.show(block)
            self._focus(sidebar)
            await self._remember_open()
            await self.remember()

    async def offer(self, block: SourceBlock, *, may_open: bool, may_replace: bool) -> bool:
        """Show something nobody asked for, or keep it behind what is being read; False: the sidebar is not to be seen.

        The keys, the place in the chat and the place in what is read stay. It never lies over the chat by itself.
        """
        async with self._turn:
            sidebar = await self._ready()
            if sidebar.is_open:
                if may_replace and not _is_read(sidebar):
                    sidebar.show(block)
                else:
                    sidebar.put_behind(block)
            elif not may_open or sidebar.pinned:
                sidebar.put_behind(block)
            else:
                sidebar.show(block)
                if sidebar.widths.width(self._page.screen.size.width) is not None:
                    await self._open()
                    await self._remember_open()
            self._page.screen.refresh_bindings()
            await self.remember()
            return sidebar.is_open

    async def remember(self) -> None:
        """Note how it is."""
        let_keys_go(self._page.app)
        if self._page.sidebar.is_attached:
            await self._kept.write(state_of(self._page.sidebar))

    async def save(self) -> None:
        """Note where the reader is, as Javari ends; nothing where it was never opened."""
        if self._page.open_sidebar is not None and self._page.services_now is not None:
            await self.remember()

    async def _ready(self) -> Sidebar:
        """Make it, as it was left; that does not open it."""
        page, sidebar = self._page, self._page.sidebar
        if not sidebar.is_attached:
            await page.screen.query_one("#middle").mount(sidebar, before=0)
        await self._bring_back(sidebar)
        return sidebar

    async def _open(self) -> Sidebar:
        """Open it where it is closed."""
        page, sidebar = self._page, await self._ready()
        if not sidebar.is_open:
            page.name_keys(sidebar)
            sidebar.fit(page.screen.size.width)
            sidebar.set_class(True, "-open")
            sidebar.slide_in()
            page.screen.refresh_bindings()
        return sidebar

    async def _bring_back(self, sidebar: Sidebar) -> None:
        """As it was left when Javari ended, once."""
        left = await self._kept.take()
        if left is None:
            return
        sidebar.widths.chosen.update(left.widths)
        sidebar.wrap, sidebar.pane.split, sidebar.pinned = left.wrap, left.split, left.pinned
        sidebar.fit(self._page.screen.size.width)
        found = await self._kept.found(left.things)
        sidebar.bring_back([(block, thing.line, thing.cursor, thing.is_shown) for block, thing in found])

    def _focus(self, sidebar: Sidebar) -> None:
        if not sidebar.has_keys:
            self._came_from_chat = self._page.transcript.has_focus
        sidebar.take_keys()

    def _give_keys_back(self) -> None:
        if self._came_from_chat:
            self._page.transcript.focus()
        else:
            self._page.prompt.focus_text()

    async def _remember_open(self) -> None:
        is_open = self._page.open_sidebar is not None
        self._page.screen.refresh_bindings()
        let_keys_go(self._page.app)
        await (await self._page.services()).view.set_flag("sidebar_open", "1" if is_open else "")


def _step_width(page: ChatPage, step: int) -> None:
    """A step wider or narrower; remembered."""
    if (sidebar := page.open_sidebar) is not None:
        sidebar.step_width(step)


def _is_over_chat(sidebar: Sidebar) -> bool:
    """Whether it lies there for want of room, rather than because the user gave it all."""
    return sidebar.is_overlay and not sidebar.widths.is_maximised


def _is_in_the_way(sidebar: Sidebar, prompt: Prompt) -> bool:
    """Whether it lies over the chat while the keys are in a prompt with nothing to lose."""
    return _is_over_chat(sidebar) and prompt.has_focus_within and prompt.draft.is_empty


def _put_away(sidebar: Sidebar) -> None:
    sidebar.ask_line.close()
    sidebar.remove_class("-open", "-waits")
    sidebar.maximise(False)


def _is_read(sidebar: Sidebar) -> bool:
    """Whether the user holds on to what is shown: pinned, with the keys in it, over the chat, or read further down."""
    return sidebar.pinned or sidebar.has_keys or sidebar.is_overlay or sidebar.pane.scroll_offset.y > 0


def _in_turn(lock: asyncio.Lock, work: Callable[[], Awaitable[None]]) -> Handler:
    """The work, as soon as what was asked for before is done."""

    async def turn() -> None:
        async with lock:
            await work()

    return turn
