"""What providers over both protocols have in common: a preset, a key for each request, a client built once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Generic, TypeVar

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import Failed, FailureKind, ModelEvent, ModelInfo, ModelRequest, ProviderInfo
from javari_tui.providers.answer import guarded, refused
from javari_tui.providers.built_once import BuiltOnce
from javari_tui.providers.exchange import usable_key
from javari_tui.providers.patience import Patience
from javari_tui.providers.presets import Preset

Client = TypeVar("Client")
KeyNow = Callable[[], Awaitable[str | None]]
"""Finds the key, at each request."""


class ServerProvider(ABC, Generic[Client]):
    """A provider at a server; each protocol says how its client is built and how it asks."""

    def __init__(self, preset: Preset, key: KeyNow, *, patience: Patience = Patience()) -> None:  # noqa: B008 - frozen
        self._preset, self._key, self._patience = preset, key, patience
        self._models = {model.ref.model: model for model in preset.known_models}
        self._client = BuiltOnce(self._build)

    @property
    def info(self) -> ProviderInfo:
        """What can be told without asking the server."""
        return self._preset.info

    async def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        """The answer, piece by piece; see `Provider.stream`."""
        key: str | None = None
        try:
            key = await self._usable_key()
        except ModelError as error:
            answer = refused(error)
        else:
            answer = self._ask(request, key)
        async with aclosing(guarded(answer, secret=key)) as events:
            async for event in events:
                yield event if request.tools else _told_without_tools(event)

    async def warm_up(self) -> None:
        """Import and build in a thread what the first request needs. Asks for no key."""
        await self._client.prepare()

    @abstractmethod
    async def list_models(self) -> tuple[ModelInfo, ...]:
        """The server's list. Raises ModelError when it cannot be had."""

    @abstractmethod
    async def close(self) -> None:
        """Give back connections."""

    @abstractmethod
    def _build(self) -> Client:
        """The client, with its imports; called in a thread."""

    @abstractmethod
    def _ask(self, request: ModelRequest, key: str | None) -> AsyncGenerator[ModelEvent]:
        """One request's events; errors of the network leave it as ModelError."""

    async def _usable_key(self) -> str | None:
        """The key of this moment, fit for a header. Raises ModelError when there must be one and is none."""
        return usable_key(self._preset, await self._key())

    def _keep(self, found: tuple[ModelInfo, ...]) -> tuple[ModelInfo, ...]:
        """Remember what the server told of its models."""
        self._models.update({model.ref.model: model for model in found})
        return found


def _told_without_tools(event: ModelEvent) -> ModelEvent:
    """The event of a request without tools: to refuse those cannot be what was meant."""
    if isinstance(event, Failed) and event.failure.kind is FailureKind.NO_TOOLS:
        return Failed(replace(event.failure, kind=FailureKind.BAD_REQUEST))
    return event
