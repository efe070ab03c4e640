"""Trees and tables in the sidebar: their source, what is copied from them, and folding."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import partial
from typing import TYPE_CHECKING

from javari_tui.commands import sidebar as commands
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage

if TYPE_CHECKING:
    from javari_tui.widgets.sidebar.cursor_paper import CursorPaper
    from javari_tui.widgets.sidebar.sidebar import Sidebar

_FOLDING = (commands.FOLD_ALL.id, commands.UNFOLD_ALL.id)


class DataShown:
    """Commands on what has a cursor or a source of its own."""

    def __init__(self, page: ChatPage, copy: Callable[[str], Awaitable[None]]) -> None:
        self._page, self._copy = page, copy
        self._turn = asyncio.Lock()

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with it."""
        return {
            commands.SHOW_SOURCE.id: self.show_source,
            commands.COPY_VALUE.id: self.copy_value,
            commands.COPY_PLACE.id: self.copy_place,
            commands.FOLD_ALL.id: self.fold_all,
            commands.UNFOLD_ALL.id: self.unfold_all,
        }

    def is_available(self, command_id: str) -> bool:
        """They need a tree or a table; folding needs a tree."""
        sidebar = self._page.open_sidebar
        if sidebar is None:
            return False
        if command_id == commands.SHOW_SOURCE.id:
            return sidebar.pane.has_source
        paper = sidebar.pane.pointed
        return paper is not None and (paper.can_fold or command_id not in _FOLDING)

    def show_source(self) -> None:
        """As it was written, or as it is drawn."""
        if (sidebar := self._sidebar) is not None:
            sidebar.pane.toggle_source()
            self._page.screen.refresh_bindings()

    def copy_value(self) -> Coroutine[object, object, None] | None:
        """What is at the cursor now, wherever that goes before it is copied."""
        sidebar = self._sidebar
        paper = None if sidebar is None else sidebar.pane.pointed
        return None if paper is None else self._copy_made(_as_it_is(paper, paper.copied_value))

    def copy_place(self) -> Coroutine[object, object, None] | None:
        """A path, or a row."""
        sidebar = self._sidebar
        paper = None if sidebar is None else sidebar.pane.pointed
        return None if paper is None else self._copy_made(_as_it_is(paper, paper.copied_place))

    async def _copy_made(self, make: Callable[[], str]) -> None:
        """Writing much as JSON takes a while; what was asked for last is copied last all the same."""
        async with self._turn:
            await self._copy(await asyncio.to_thread(make))

    def fold_all(self) -> None:
        """Only the first level is left."""
        if (sidebar := self._sidebar) is not None:
            sidebar.pane.unfold(1)

    def unfold_all(self) -> None:
        """All levels, or as much as one key may."""
        if (sidebar := self._sidebar) is not None and not sidebar.pane.unfold(None):
            self._page.tell(_("This is very long: a part of it is unfolded. Once more unfolds more."))

    @property
    def _sidebar(self) -> Sidebar | None:
        return self._page.open_sidebar


def _as_it_is(paper: CursorPaper, copied: Callable[[int | None], str]) -> Callable[[], str]:
    """What makes the text later, for the row where the cursor is now. Cells of a table are at hand at once."""
    if paper.can_fold:
        return partial(copied, paper.cursor)
    text = copied(None)
    return lambda: text
