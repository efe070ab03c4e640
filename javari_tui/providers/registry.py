"""Every provider by its name, made when first asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import ProviderInfo
from javari_tui.providers.anthropic_messages import AnthropicMessages
from javari_tui.providers.base import Provider
from javari_tui.providers.openai_chat import OpenAIChat
from javari_tui.providers.patience import Patience
from javari_tui.providers.presets import Preset, Protocol

KeyFor = Callable[[str], Awaitable[str | None]]
"""Finds the key of a provider, at each request: it may be pasted, changed or forgotten in between."""


_MAKERS: dict[Protocol, Callable[..., Provider]] = {
    Protocol.ANTHROPIC: AnthropicMessages,
    Protocol.OPENAI: OpenAIChat,
}


class ProviderRegistry:
    """The providers that can be named in `provider/model`."""

    def __init__(self, presets: Iterable[Preset], key_for: KeyFor, *, patience: Patience | None = None) -> None:
        self._presets = {preset.name: preset for preset in presets}
        self._key_for, self._patience = key_for, patience or Patience()
        self._made: dict[str, Provider] = {}
        self._registered: dict[str, Provider] = {}
        self._replaced: list[Provider] = []

    def get(self, name: str) -> Provider:
        """The provider of this name. Raises NotFound when there is none."""
        if (provider := self._registered.get(name) or self._made.get(name)) is not None:
            return provider
        if (preset := self._presets.get(name)) is None:
            raise NotFound(detail=name)
        provider = _MAKERS[preset.protocol](preset, lambda: self._key_for(name), patience=self._patience)
        self._made[name] = provider
        return provider

    def infos(self) -> tuple[ProviderInfo, ...]:
        """What is known of each, the registered ones first."""
        presets = (preset.info for preset in self._presets.values() if preset.name not in self._registered)
        return (*(provider.info for provider in self._registered.values()), *presets)

    def add(self, preset: Preset) -> None:
        """Add a server, or replace what was known of it. Answers that run keep the old connection."""
        if self._presets.get(preset.name) == preset:
            return
        self._presets[preset.name] = preset
        if (provider := self._made.pop(preset.name, None)) is not None:
            self._replaced.append(provider)

    def register(self, provider: Provider) -> None:
        """Add a provider made elsewhere, under its own name."""
        self._registered[provider.info.name] = provider

    async def close(self) -> None:
        """Give back every connection."""
        providers = [*self._made.values(), *self._replaced, *self._registered.values()]
        self._made, self._replaced, self._registered = {}, [], {}
        for provider in providers:
            await provider.close()
