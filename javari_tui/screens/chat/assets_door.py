"""The way from the chat to what was kept, and back with what was chosen there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from javari_tui.commands.application import OPEN_ASSETS
from javari_tui.domain.blocks import SourceBlock
from javari_tui.screens.assets.outcome import Outcome
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage

GoTo = Callable[[int, int | None], None]
"""Opens a chat at a message."""


class AssetsDoor:
    """Opens the page, and does in the chat what was asked for there."""

    def __init__(
        self,
        page: ChatPage,
        *,
        copy: Callable[[str], Awaitable[None]],
        show: Callable[[SourceBlock], Awaitable[None]],
        go_to: GoTo,
    ) -> None:
        self._page, self._copy, self._show, self._go_to = page, copy, show, go_to

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what carries it out."""
        return {OPEN_ASSETS.id: self.open}

    def is_available(self, command_id: str) -> bool:
        """Always open."""
        return True

    async def open(self, words: str = "") -> None:
        """The page; a number goes to that asset, other words are looked for."""
        from javari_tui.screens.assets.screen import AssetsScreen  # noqa: PLC0415 - many widgets, seldom used

        services = await self._page.services()
        screen = AssetsScreen(services, copy=self._copy, key_of=self._page.key_of, query=words.strip())
        outcome: Outcome | None = await self._page.app.push_screen_wait(screen)
        if outcome is None:
            return
        if outcome.block is not None:
            await self._show(outcome.block)
        elif outcome.attachment is not None:
            self._page.prompt.attach(outcome.attachment)
            self._page.prompt.focus_text()
        elif outcome.chat_id is not None:
            self._go_to(outcome.chat_id, outcome.message_id)
