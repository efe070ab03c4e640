"""Drafts and the prompt history, without waiting for the disk."""

from __future__ import annotations

from javari_tui.domain.chat import Draft, QueuedMessage
from javari_tui.services.stored import Stored


class Prompts:
    """What is typed, and what was sent before. Chat 0 is the one that does not exist yet."""

    def __init__(self, stored: Stored) -> None:
        self._disk = stored.disk
        self._store = stored.prompts

    async def draft(self, chat_id: int) -> Draft:
        """What stands in a chat's prompt."""
        return await self._disk.run(self._store.draft, chat_id)

    async def save_draft(self, chat_id: int, draft: Draft) -> None:
        """Keep what stands in a chat's prompt."""
        await self._disk.run(self._store.save_draft, chat_id, draft)

    async def queue(self, chat_id: int) -> tuple[QueuedMessage, ...]:
        """What waits in a chat."""
        return await self._disk.run(self._store.queue, chat_id)

    async def remember(self, text: str) -> None:
        """Put a text at the top of the history."""
        if text.strip():
            await self._disk.run(self._store.remember, text)

    async def history(self, limit: int = 500) -> tuple[str, ...]:
        """What was sent before, newest first, nothing twice."""
        return await self._disk.run(self._store.history, limit)
