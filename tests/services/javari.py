"""Javari without a screen, for tests: real storage, scripted models, a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import os
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from javari_tui.domain.chat import Message
from javari_tui.domain.conversation import (
    AnswerGrew,
    AnswerQuiet,
    AnswerWaits,
    ConversationUpdate,
    MessageAdded,
    MessageChanged,
)
from javari_tui.domain.models import ModelRequest
from javari_tui.paths import folders
from javari_tui.providers.base import Provider
from javari_tui.providers.scripted import Script, Scripted
from javari_tui.services.conversation.tool_rounds import Toolbox
from javari_tui.services.models.provider_setup import make_registry
from javari_tui.services.opening import Services, open_services
from javari_tui.settings import SettingsStore

U = TypeVar("U")
PATIENCE = 10.0


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._numbers), future))
        await future

    def sleepers(self) -> int:
        """How many wait for time to pass."""
        return sum(not future.done() for *_when, future in self._sleepers)

    async def move(self, seconds: float) -> None:
        """Let time pass; everyone who slept until then has done what follows, as far as it needs no disk."""
        end = self._now + seconds
        await turns()
        while self._sleepers and self._sleepers[0][0] <= end + 1e-9:
            self._now, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                future.set_result(None)
            await turns()
        self._now = end


async def turns(count: int = 20) -> None:
    """Let the loop turn."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(condition: Callable[[], object]) -> None:
    """Wait for a condition, at most ten seconds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.002)


@dataclass
class Javari:
    """Opened services with what a test wants to see of them."""

    services: Services
    clock: HandClock
    model: Scripted
    updates: list[ConversationUpdate] = field(default_factory=list)

    def told(self, kind: type[U]) -> list[U]:
        return [update for update in self.updates if isinstance(update, kind)]

    def requests(self) -> list[ModelRequest]:
        return self.model.requests

    def shown(self, message_id: int) -> str:
        """The text of an answer as a screen would show it by the updates alone."""
        text = ""
        for update in self.updates:
            match update:
                case MessageAdded(message=message) | MessageChanged(message=message) if message.id == message_id:
                    text = message.text
                case AnswerGrew(message_id=number, text=piece) if number == message_id:
                    text += piece
        return text

    async def idle(self, chat_id: int) -> None:
        """Wait until nothing is written in a chat, and everyone was told."""
        await until(lambda: not self.services.conversation.is_running(chat_id))
        await turns()

    async def path(self, chat_id: int) -> tuple[Message, ...]:
        """The shown branch, from disk."""
        return (await self.services.chats.open(chat_id)).messages

    async def ask(self, text: str, chat_id: int | None = None) -> int:
        """Send, and wait for the end of the answer."""
        chat = await self.services.conversation.send(chat_id, text)
        await self.idle(chat.id)
        return chat.id

    async def say(self, chat_id: int) -> list[tuple[str, str, str]]:
        """The shown branch as role, state and text."""
        return [(message.role.value, message.state.value, message.text) for message in await self.path(chat_id)]

    def waits(self) -> list[tuple[int, int]]:
        return [(update.seconds, update.attempt) for update in self.told(AnswerWaits)]

    def quiet(self) -> list[int]:
        return [update.seconds for update in self.told(AnswerQuiet)]


async def no_key(name: str) -> str | None:
    """Nobody has a key."""
    return None


def change_desk(services: Services, **fields: object) -> None:
    """Lay other things on the desk that all of a conversation's work shares."""
    for name, value in fields.items():
        object.__setattr__(services.conversation._desk, name, value)


async def open_javari(
    answers: Iterable[Script] | Callable[[ModelRequest], Script],
    *,
    context_tokens: int | None = 200_000,
    others: Iterable[Provider] = (),
    toolbox: Toolbox | None = None,
) -> Javari:
    """Javari in this test's home, whose usual model is scripted; `toolbox` in place of the tools there are: none."""
    clock = HandClock()
    model = Scripted(answers, models=("script", "other"), context_tokens=context_tokens, sleep=clock.sleep)
    settings = SettingsStore.load(folders().config_file, os.environ)
    registry = make_registry(settings.settings, os.environ, no_key)
    for provider in (model, *others):
        registry.register(provider)
    services = await open_services(folders(), settings, environ=os.environ, providers=registry, clock=clock)
    change_desk(services, toolbox=toolbox)
    await services.preferences.change(model="scripted/script")
    javari = Javari(services, clock, model)
    services.conversation.listen(javari.updates.append)
    return javari


Opener = Callable[..., Awaitable[Javari]]
