"""Diffs in the sidebar: from change to change, from file to file, side by side or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from javari_tui.commands import sidebar as commands
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage

if TYPE_CHECKING:
    from javari_tui.widgets.sidebar.pane import Pane
    from javari_tui.widgets.sidebar.paper import Stop


class DiffsBeside:
    """Commands that only diffs have."""

    def __init__(self, page: ChatPage, remember: Callable[[], Awaitable[None]]) -> None:
        self._page, self._remember = page, remember

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with a diff."""
        return {
            commands.NEXT_HUNK.id: partial(self._go, "hunk", 1),
            commands.PREVIOUS_HUNK.id: partial(self._go, "hunk", -1),
            commands.NEXT_FILE.id: partial(self._go, "file", 1),
            commands.PREVIOUS_FILE.id: partial(self._go, "file", -1),
            commands.SPLIT_DIFF.id: self._toggle_split,
        }

    def is_available(self, command_id: str) -> bool:
        """Where there is somewhere to go, or room for both sides."""
        pane = self._pane
        if pane is None or pane.paper is None:
            return False
        if command_id == commands.SPLIT_DIFF.id:
            return pane.paper.can_split
        is_of_hunks = command_id in (commands.NEXT_HUNK.id, commands.PREVIOUS_HUNK.id)
        return len(pane.paper.stops("hunk" if is_of_hunks else "file")) > 1

    @property
    def _pane(self) -> Pane | None:
        sidebar = self._page.open_sidebar
        return None if sidebar is None else sidebar.pane

    def _go(self, stop: Stop, step: int) -> None:
        pane = self._pane
        if pane is not None and pane.paper is not None and not pane.stepping.go(pane, pane.paper, stop, step):
            self._page.tell(_("There is nothing more that way."))

    async def _toggle_split(self) -> None:
        if self._pane is not None:
            self._pane.split = not self._pane.split
            await self._remember()
