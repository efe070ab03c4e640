"""The protocol every model provider answers to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from javari_tui.domain.models import ModelEvent, ModelInfo, ModelRequest, ProviderInfo


class Provider(Protocol):
    """A source of answers. Holds at most one connection pool; makes none before the first use."""

    @property
    def info(self) -> ProviderInfo:
        """What can be told without asking the server."""

    def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        """The answer, piece by piece.

        Never raises for what a server or network does: that is a `Failed` event, always the last.
        Tries once; whoever calls decides about retries. Closing the iterator ends the request at once.
        """

    async def list_models(self) -> tuple[ModelInfo, ...]:
        """The server's own list, else the known ones. Raises ModelError when it cannot be had."""

    async def warm_up(self) -> None:
        """Import and build what the first request needs, off the event loop's thread."""

    async def close(self) -> None:
        """Give back connections."""
