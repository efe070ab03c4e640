"""Which keys are found, and which models' servers can be reached. No key is ever shown."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from javari_tui.domain.errors import ModelError
from javari_tui.domain.failure_texts import FAILURE_TEXTS
from javari_tui.domain.findings import Finding, Severity
from javari_tui.domain.keys import KEY_SOURCE_TITLES, KeySource
from javari_tui.domain.models import Failure, FailureKind
from javari_tui.i18n import N_, _
from javari_tui.providers.discovery import discover
from javari_tui.providers.presets import Preset, custom_preset, presets
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.keys import Keys
from javari_tui.services.redaction import Redactor
from javari_tui.settings import Settings

PATIENCE = 8.0
"""Seconds for a server to list its models."""


async def models(settings: Settings, environ: Mapping[str, str]) -> tuple[Finding, ...]:
    """Every server that has a key, is the user's own, or runs on this machine."""
    own = {name: server for name, server in settings.providers.items() if server.base_url}
    custom = tuple(
        custom_preset(
            name=name,
            title=server.title,
            protocol=server.protocol,
            base_url=server.base_url,
            key_variable=server.key_variable,
        )
        for name, server in own.items()
    )
    commands = {name: server.key_command for name, server in settings.providers.items()}
    keys = Keys(environ, lambda name: commands.get(name, ""), redactor=Redactor())
    known = presets(environ, custom)
    local = await discover(environ) if settings.discovery else ()
    asked = {preset.name: preset for preset in known if keys.source(preset.info) is not KeySource.NONE}
    asked.update({preset.name: preset for preset in known if preset.name in own})
    asked.update({preset.name: preset for preset in local})
    findings = [_key(preset, keys.source(preset.info)) for preset in asked.values() if preset.needs_key]
    findings += await _reachable(tuple(asked.values()), keys)
    return tuple(findings) or (_nothing(),)


def _nothing() -> Finding:
    return Finding(
        id="models",
        severity=Severity.NOTE,
        text=N_("There is no key and no local model server, so the offline Guide answers."),
        cure=N_("Set ANTHROPIC_API_KEY, or start Ollama, LM Studio or llama.cpp."),
    )


def _key(preset: Preset, source: KeySource) -> Finding:
    """Whether there is a key, and where it comes from."""
    values: dict[str, object] = {"provider": preset.title, "source": _(KEY_SOURCE_TITLES[source])}
    if source is KeySource.NONE:
        text, cure = N_("There is no key for {provider}."), N_("Set {variable}, or “key_command” in the settings.")
        values["variable"] = preset.key_variable
        return Finding(id=f"key.{preset.name}", severity=Severity.WARNING, text=text, cure=cure, values=values)
    text = N_("Key for {provider}: {source}")
    return Finding(id=f"key.{preset.name}", severity=Severity.FINE, text=text, values=values)


async def _reachable(asked: tuple[Preset, ...], keys: Keys) -> list[Finding]:
    """Ask each server for its models, all at once."""
    infos = {preset.name: preset.info for preset in asked}

    async def key_for(name: str) -> str | None:
        key = await keys.find(infos[name])
        return key.reveal() if key is not None else None

    registry = ProviderRegistry(asked, key_for)
    try:
        return list(await asyncio.gather(*(_server(preset, registry) for preset in asked)))
    finally:
        await registry.close()


async def _server(preset: Preset, registry: ProviderRegistry) -> Finding:
    """Whether one server answers."""
    values: dict[str, object] = {"provider": preset.title, "url": preset.base_url}
    try:
        async with asyncio.timeout(PATIENCE):
            listed = await registry.get(preset.name).list_models()
    except TimeoutError:
        failure = Failure(kind=FailureKind.TIMED_OUT)
    except ModelError as error:
        failure = error.failure
    else:
        names = [str(model.ref) for model in listed]
        values["models"] = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
        text = N_("{provider} at {url} answers: {models}")
        return Finding(id=f"server.{preset.name}", severity=Severity.FINE, text=text, values=values)
    values["reason"] = " ".join(part for part in (_(FAILURE_TEXTS[failure.kind].title), failure.detail) if part)
    return Finding(
        id=f"server.{preset.name}",
        severity=Severity.WARNING,
        text=N_("{provider} at {url} does not answer as it should: {reason}"),
        cure=N_("Check the network, the key and the address; “javari config list” shows the settings."),
        values=values,
    )
