"""What the sidebar shows: copied, kept, searched, pinned, and what it showed before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from javari_tui.commands import sidebar as commands
from javari_tui.domain.blocks import SourceBlock
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.blocks import Blocks
from javari_tui.screens.chat.growing import bring
from javari_tui.screens.chat.page import ChatPage

if TYPE_CHECKING:
    from javari_tui.widgets.sidebar.sidebar import Sidebar


class ShownBeside:
    """Commands on whatever is shown."""

    def __init__(self, page: ChatPage, blocks: Blocks, remember: Callable[[], Awaitable[None]]) -> None:
        self._page, self._blocks, self._remember = page, blocks, remember

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with it."""
        return {
            commands.COPY_SHOWN.id: self.copy,
            commands.SAVE_SHOWN.id: self.save,
            commands.WRAP_SHOWN.id: self.toggle_wrap,
            commands.PREVIOUS_SHOWN.id: partial(self._step, -1),
            commands.NEXT_SHOWN.id: partial(self._step, 1),
            commands.PIN_SHOWN.id: self.toggle_pin,
            commands.SEARCH_SHOWN.id: self.search,
            commands.GO_TO_LINE.id: self.go_to_line,
        }

    def is_available(self, command_id: str) -> bool:
        """By what it is, and what was shown before."""
        sidebar = self._page.open_sidebar
        if sidebar is None or sidebar.block is None:
            return False
        match command_id:
            case commands.WRAP_SHOWN.id:
                return sidebar.pane.paper is not None and sidebar.pane.paper.can_wrap
            case commands.PREVIOUS_SHOWN.id | commands.NEXT_SHOWN.id:
                return len(sidebar.history.entries) > 1
            case commands.SEARCH_SHOWN.id:
                return sidebar.ask_line.can_search
            case commands.GO_TO_LINE.id:
                return sidebar.ask_line.can_go_to_line
        return True

    async def save(self) -> None:
        """Keep what is shown."""
        if (block := self._block) is not None:
            await self._blocks.keep(block)

    async def copy(self) -> None:
        """Copy what is shown."""
        if (block := self._block) is not None:
            await self._blocks.copy_of(block)

    async def toggle_wrap(self) -> None:
        """Let long lines go on below, or not; remembered."""
        if (sidebar := self._sidebar) is not None:
            sidebar.wrap = not sidebar.wrap
            await self._remember()

    async def toggle_pin(self) -> None:
        """Hold on to what is shown, or let it go; remembered."""
        if (sidebar := self._sidebar) is None:
            return
        sidebar.pinned = not sidebar.pinned
        if sidebar.pinned:
            self._page.tell(_("Pinned: what opens by itself waits behind it."))
        await self._remember()

    async def _step(self, step: int) -> None:
        """What was shown before, or next."""
        if (sidebar := self._sidebar) is None:
            return
        if not sidebar.step_shown(step):
            first = _("This is the first thing the sidebar showed.")
            self._page.tell(first if step < 0 else _("This is the last thing the sidebar showed."))
            return
        bring(self._page)
        self._page.screen.refresh_bindings()
        await self._remember()

    def search(self) -> None:
        """Ask what to look for."""
        if (sidebar := self._sidebar) is not None:
            sidebar.ask_line.ask_words()

    def go_to_line(self) -> None:
        """Ask for a number."""
        if (sidebar := self._sidebar) is not None:
            sidebar.ask_line.ask_number()

    @property
    def _sidebar(self) -> Sidebar | None:
        return self._page.open_sidebar

    @property
    def _block(self) -> SourceBlock | None:
        sidebar = self._page.open_sidebar
        return None if sidebar is None else sidebar.block
