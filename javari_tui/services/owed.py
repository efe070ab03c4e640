"""Answers that are on the screen and could not be written down: written as soon as the disk takes them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Protocol, Unpack

from javari_tui.domain.chat import Message
from javari_tui.domain.conversation import ConversationUpdate, MessageChanged
from javari_tui.domain.errors import NotFound, StorageError
from javari_tui.services.clock import Clock
from javari_tui.services.listeners import Listeners
from javari_tui.services.stored import Payment
from javari_tui.storage.message_writes import MessageChanges

AGAIN = 1.0
"""Seconds until the next try."""


class SaveAnswer(Protocol):
    """Writes the fields of a message down, and what it came to."""

    def __call__(
        self, message_id: int, payments: tuple[Payment, ...] = (), **changes: Unpack[MessageChanges]
    ) -> Awaitable[Message]:
        """The message as it is then."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What a message still has to be given on disk."""

    changes: MessageChanges = field(default_factory=MessageChanges)
    payments: tuple[Payment, ...] = ()
    """Each to be made once, whatever becomes of the changes."""

    def __bool__(self) -> bool:
        return bool(self.changes or self.payments)


class Owed:
    """What each message still has to be given on disk."""

    def __init__(self, save: SaveAnswer, updates: Listeners[ConversationUpdate], clock: Clock) -> None:
        self._save, self._updates, self._clock = save, updates, clock
        self._owing: dict[int, Owing] = {}
        self._trying: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def add(self, message_id: int, owing: Owing) -> None:
        """Write this down when it can be, in place of what was owed before; whoever listens is told then."""
        before = self._owing.get(message_id, Owing())
        self._owing[message_id] = Owing(owing.changes, before.payments + owing.payments)
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._try_again(), name="owed")

    async def take(self, message_id: int) -> Owing:
        """What a message is owed; whoever takes it writes it down, or adds it again."""
        async with self._writing:
            return self._owing.pop(message_id, Owing())

    async def settle(self) -> None:
        """Write down what can be written now."""
        async with self._writing:
            await self._settle()

    async def _settle(self) -> None:
        for message_id in tuple(self._owing):
            owing = self._owing.pop(message_id)
            try:
                message = await self._save(message_id, owing.payments, **owing.changes)
            except NotFound:
                continue  # the chat was deleted meanwhile
            except StorageError:
                newer = self._owing.get(message_id)
                changes = owing.changes if newer is None else newer.changes
                self._owing[message_id] = Owing(changes, owing.payments + (newer.payments if newer else ()))
                return
            self._updates.tell(MessageChanged(message.chat_id, message))

    async def close(self) -> None:
        """The last try."""
        if self._trying is not None:
            self._trying.cancel()
        await self.settle()

    async def _try_again(self) -> None:
        while self._owing:
            await self._clock.sleep(AGAIN)
            await self.settle()
