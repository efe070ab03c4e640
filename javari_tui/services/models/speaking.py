"""Who is spoken to: the models there are, their servers, and the keys those want."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from javari_tui.domain.conversation import ConversationUpdate
from javari_tui.providers.discovery import discover
from javari_tui.providers.presets import Preset
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.clock import Clock
from javari_tui.services.keys.keys import Keys
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.listeners import Listeners
from javari_tui.services.models.catalogue import ModelCatalogue
from javari_tui.services.models.models import Models
from javari_tui.services.models.provider_setup import make_registry, own_names
from javari_tui.services.preferences import PreferencesService
from javari_tui.services.stored import Stored
from javari_tui.settings import SettingsStore


@dataclass(frozen=True, slots=True)
class Speaking:
    """The models, and what is needed to speak to them."""

    keys: Keys
    registry: ProviderRegistry
    models: Models


def make_speaking(
    settings: SettingsStore,
    environ: Mapping[str, str],
    stored: Stored,
    updates: Listeners[ConversationUpdate],
    clock: Clock,
    *,
    preferences: PreferencesService,
    redactor: Redactor,
    given: ProviderRegistry | None,
) -> Speaking:
    """By the settings and the environment; `given` is a registry that is there already."""
    keys = Keys(environ, partial(_key_command, settings), redactor=redactor)
    registry = given or _registry_with_keys(settings, environ, keys)
    models = Models(
        *(registry, ModelCatalogue(registry, clock), keys, preferences),
        stored=stored,
        updates=updates,
        look=partial(_look, settings, environ),
        own=own_names(settings.settings) if given is None else (),
    )
    return Speaking(keys, registry, models)


def _registry_with_keys(settings: SettingsStore, environ: Mapping[str, str], keys: Keys) -> ProviderRegistry:
    """The registry, whose providers ask `keys` at each request."""

    async def key_for(name: str) -> str | None:
        key = await keys.find(registry.get(name).info)
        return None if key is None else key.reveal()

    registry = make_registry(settings.settings, environ, key_for)
    return registry


def _key_command(settings: SettingsStore, name: str) -> str:
    wanted = settings.settings.providers.get(name)
    return wanted.key_command if wanted is not None else ""


async def _look(settings: SettingsStore, environ: Mapping[str, str]) -> tuple[Preset, ...]:
    return await discover(environ) if settings.settings.discovery else ()
