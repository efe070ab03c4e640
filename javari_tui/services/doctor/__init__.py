"""Looking at this installation for what is wrong. Changes nothing, except `repair`, which does what is safe."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from javari_tui.domain.findings import Finding
from javari_tui.paths import Folders
from javari_tui.services.doctor import configuration, credits, database, libraries, places, surroundings
from javari_tui.services.doctor.models import models
from javari_tui.settings import SettingsStore


async def examine(folders: Folders, store: SettingsStore, environ: Mapping[str, str]) -> tuple[Finding, ...]:
    """Everything worth knowing, the most basic first."""
    return (
        *libraries.libraries(),
        *libraries.sqlite_library(),
        *places.places(folders),
        *await asyncio.to_thread(lambda: tuple(database.database(folders))),
        *await asyncio.to_thread(lambda: tuple(credits.credits(folders))),
        *configuration.configuration(store),
        *configuration.crashes(folders),
        *surroundings.locale_findings(environ),
        *surroundings.terminal(environ),
        *await surroundings.tmux(environ),
        *surroundings.clipboard(environ),
        *await models(store.settings, environ),
    )


async def repair(folders: Folders) -> None:
    """Put right what is safe: make the folders, close them and the private files to others."""
    await asyncio.to_thread(places.repair, folders)
