"""How the screen was left, without waiting for the disk."""

from __future__ import annotations

from javari_tui.domain.chat import ScrollPlace
from javari_tui.services.stored import Stored


class View:
    """The open chat, scroll places, small flags."""

    def __init__(self, stored: Stored) -> None:
        self._disk = stored.disk
        self._store = stored.view

    async def open_chat(self) -> int | None:
        """The chat that was open; none for a new one."""
        return await self._disk.run(self._store.open_chat)

    async def set_open_chat(self, chat_id: int | None) -> None:
        """Note which chat is open."""
        await self._disk.run(self._store.set_open_chat, chat_id)

    async def scroll(self, chat_id: int) -> ScrollPlace:
        """Where the reader was in a chat."""
        return await self._disk.run(self._store.scroll, chat_id)

    async def save_scroll(self, chat_id: int, place: ScrollPlace) -> None:
        """Note where the reader is in a chat."""
        await self._disk.run(self._store.save_scroll, chat_id, place)

    async def flag(self, name: str) -> str | None:
        """A small thing noted under a name."""
        return await self._disk.run(self._store.flag, name)

    async def set_flag(self, name: str, value: str | None) -> None:
        """Note a small thing under a name; None forgets it."""
        await self._disk.run(self._store.set_flag, name, value)
