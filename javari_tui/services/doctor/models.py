"""Which keys are found, and which models' servers can be reached. No key is ever shown."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from javari_tui.domain.errors import ModelError
from javari_tui.domain.failure_texts import FAILURE_TEXTS
from javari_tui.domain.findings import Finding, Severity
from javari_tui.domain.keys import KEY_SOURCE_TITLES, KeySource
from javari_tui.domain.models import Failure, FailureKind, ProviderInfo
from javari_tui.i18n import N_, _
from javari_tui.providers.discovery import discover
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.keys.keys import Keys
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.models.provider_setup import make_registry, own_names
from javari_tui.settings import Settings

PATIENCE = 8.0
"""Seconds for a server to list its models."""


async def models(settings: Settings, environ: Mapping[str, str]) -> tuple[Finding, ...]:
    """Every server that has a key, is the user's own, or runs on this machine."""
    commands = {name: server.key_command for name, server in settings.providers.items()}
    keys = Keys(environ, lambda name: commands.get(name, ""), redactor=Redactor())

    async def key_for(name: str) -> str | None:
        key = await keys.find(registry.get(name).info)
        return key.reveal() if key is not None else None

    registry = make_registry(settings, environ, key_for)
    here = await discover(environ) if settings.discovery else ()
    for preset in here:
        registry.add(preset)
    sure = {*own_names(settings), *(preset.name for preset in here)}
    asked = [info for info in registry.infos() if info.name in sure or keys.source(info) is not KeySource.NONE]
    try:
        servers = await asyncio.gather(*(_server(info, registry) for info in asked))
    finally:
        await registry.close()
    found = (*(_key(info, keys.source(info)) for info in asked if info.needs_key), *servers)
    return found or (_nothing(),)


def _nothing() -> Finding:
    return Finding(
        id="models",
        severity=Severity.NOTE,
        text=N_("There is no key and no local model server, so the offline Guide answers."),
        cure=N_("Set ANTHROPIC_API_KEY, or start Ollama, LM Studio or llama.cpp."),
    )


def _key(info: ProviderInfo, source: KeySource) -> Finding:
    """Whether there is a key, and where it comes from."""
    values: dict[str, object] = {"provider": info.title, "source": _(KEY_SOURCE_TITLES[source])}
    if source is KeySource.NONE:
        text, cure = N_("There is no key for {provider}."), N_("Set {variable}, or “key_command” in the settings.")
        values["variable"] = info.key_variable
        return Finding(id=f"key.{info.name}", severity=Severity.WARNING, text=text, cure=cure, values=values)
    text = N_("Key for {provider}: {source}")
    return Finding(id=f"key.{info.name}", severity=Severity.FINE, text=text, values=values)


async def _server(info: ProviderInfo, registry: ProviderRegistry) -> Finding:
    """Whether one server answers."""
    values: dict[str, object] = {"provider": info.title, "url": info.base_url}
    try:
        async with asyncio.timeout(PATIENCE):
            listed = await registry.get(info.name).list_models()
    except TimeoutError:
        failure = Failure(kind=FailureKind.TIMED_OUT)
    except ModelError as error:
        failure = error.failure
    else:
        names = [str(model.ref) for model in listed]
        values["models"] = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
        text = N_("{provider} at {url} answers: {models}")
        return Finding(id=f"server.{info.name}", severity=Severity.FINE, text=text, values=values)
    values["reason"] = " ".join(part for part in (_(FAILURE_TEXTS[failure.kind].title), failure.detail) if part)
    return Finding(
        id=f"server.{info.name}",
        severity=Severity.WARNING,
        text=N_("{provider} at {url} does not answer as it should: {reason}"),
        cure=N_("Check the network, the key and the address; “javari config list” shows the settings."),
        values=values,
    )
