"""Answers that are on the screen and could not be written down: written as soon as the disk takes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Protocol, Unpack

from javari_tui.domain.chat import Message
from javari_tui.domain.conversation import ConversationUpdate, MessageChanged
from javari_tui.domain.errors import NotFound, StorageError
from javari_tui.services.clock import Clock
from javari_tui.services.listeners import Listeners
from javari_tui.storage.message_writes import MessageChanges

AGAIN = 1.0
"""Seconds until the next try."""


class SaveAnswer(Protocol):
    """Writes the fields of a message down."""

    def __call__(self, message_id: int, **changes: Unpack[MessageChanges]) -> Awaitable[Message]:
        """The message as it is then."""


class Owed:
    """What each message still has to be given on disk."""

    def __init__(self, save: SaveAnswer, updates: Listeners[ConversationUpdate], clock: Clock) -> None:
        self._save, self._updates, self._clock = save, updates, clock
        self._changes: dict[int, MessageChanges] = {}
        self._trying: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def add(self, message_id: int, changes: MessageChanges) -> None:
        """Write this down when it can be; whoever listens is told then."""
        self._changes[message_id] = changes
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._try_again(), name="owed")

    async def take(self, message_id: int) -> MessageChanges:
        """What a message is owed; whoever takes it writes it down, or adds it again."""
        async with self._writing:
            return self._changes.pop(message_id, MessageChanges())

    async def settle(self) -> None:
        """Write down what can be written now."""
        async with self._writing:
            await self._settle()

    async def _settle(self) -> None:
        for message_id in tuple(self._changes):
            changes = self._changes.pop(message_id)
            try:
                message = await self._save(message_id, **changes)
            except NotFound:
                continue  # the chat was deleted meanwhile
            except StorageError:
                self._changes.setdefault(message_id, changes)
                return
            self._updates.tell(MessageChanged(message.chat_id, message))

    async def close(self) -> None:
        """The last try."""
        if self._trying is not None:
            self._trying.cancel()
        await self.settle()

    async def _try_again(self) -> None:
        while self._changes:
            await self._clock.sleep(AGAIN)
            await self.settle()
