"""The providers of this Javari: those known by name, as the settings change and add to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from javari_tui.providers.patience import Patience
from javari_tui.providers.presets import Preset, custom_preset, presets
from javari_tui.providers.registry import KeyFor, ProviderRegistry
from javari_tui.settings import AnswerSettings, ProviderSettings, Settings


def make_registry(settings: Settings, environ: Mapping[str, str], key_for: KeyFor) -> ProviderRegistry:
    """Every provider that can be named."""
    custom = tuple(_own(name, wanted) for name, wanted in settings.providers.items() if wanted.base_url)
    known = (_changed(preset, settings.providers.get(preset.name)) for preset in presets(environ, custom))
    silence = settings.answers.silence_seconds
    # Where the user says nothing each server has its own patience: a local one may read a long prompt for minutes.
    chosen = None if silence == AnswerSettings().silence_seconds else float(silence)
    patience = Patience(silence=chosen, connect=float(settings.answers.connect_seconds))
    return ProviderRegistry(known, key_for, patience=patience)


def own_names(settings: Settings) -> tuple[str, ...]:
    """The names of the servers that the settings add."""
    return tuple(name for name, wanted in settings.providers.items() if wanted.base_url)


def _own(name: str, wanted: ProviderSettings) -> Preset:
    return custom_preset(
        name=name,
        title=wanted.title,
        protocol=wanted.protocol.value,
        base_url=wanted.base_url,
        key_variable=wanted.key_variable,
    )


def _changed(preset: Preset, wanted: ProviderSettings | None) -> Preset:
    """A preset with the title and the key's variable that the settings give it."""
    if wanted is None or wanted.base_url:
        return preset
    return replace(preset, title=wanted.title or preset.title, key_variable=wanted.key_variable or preset.key_variable)
