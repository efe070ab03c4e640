"""Which models each provider has: its server's own list, kept for a while, else what is known of it."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import Failure, FailureKind, ModelInfo, ModelRef
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.clock import Clock

FRESH = 600.0
"""Seconds a list is good for."""
FRESH_FAILURE = 30.0
"""Seconds until a server that gave no list is asked again."""
LONGEST_WAIT = 8.0
"""Seconds a server has to give its list."""

_log = logging.getLogger(__name__)


class ModelCatalogue:
    """Lists of models, by provider."""

    def __init__(self, registry: ProviderRegistry, clock: Clock) -> None:
        self._registry = registry
        self._clock = clock
        self._lists: dict[str, tuple[float, tuple[ModelInfo, ...]]] = {}
        self._times_forgotten: defaultdict[str, int] = defaultdict(int)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def known(self, name: str) -> tuple[ModelInfo, ...]:
        """The models of a provider as far as they are known without asking."""
        if name in self._lists and self._lists[name][1]:
            return self._lists[name][1]
        return next((info.known_models for info in self._registry.infos() if info.name == name), ())

    def info(self, ref: ModelRef) -> ModelInfo:
        """What is known of a model; of one that nobody listed only its name."""
        for known in self.known(ref.provider):
            if known.ref == ref:
                return known
        return ModelInfo(ref=ref, title=ref.model)

    async def listed(self, name: str) -> tuple[ModelInfo, ...]:
        """The models of a provider: from its server, or as known where it gives no list now."""
        async with self._locks[name]:
            if self._clock.now() >= self._lists.get(name, (0.0, ()))[0]:
                times = self._times_forgotten[name]
                answered = await self._ask(name)
                if times == self._times_forgotten[name]:
                    self._lists[name] = answered
        return self.known(name)

    def forget(self, name: str) -> None:
        """Ask the server again next time: its address or the key changed."""
        self._times_forgotten[name] += 1
        self._lists.pop(name, None)

    async def _ask(self, name: str) -> tuple[float, tuple[ModelInfo, ...]]:
        """A server's list and until when it is good."""
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                models = await self._registry.get(name).list_models()
        except (ModelError, TimeoutError) as error:
            failure = error.failure if isinstance(error, ModelError) else Failure(kind=FailureKind.TIMED_OUT)
            _log.info("no list of models from %s: %s %s", name, failure.kind, failure.detail)
            return self._clock.now() + FRESH_FAILURE, ()
        return self._clock.now() + FRESH, models
