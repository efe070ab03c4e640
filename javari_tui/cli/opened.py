"""Javari without a screen, opened for one command."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from javari_tui.domain.start import StartOptions
from javari_tui.services.launch import Launch, prepare_launch

if TYPE_CHECKING:  # brings the database with it; help and usage errors must not wait for that
    from javari_tui.services import Services

T = TypeVar("T")


def launch(environ: Mapping[str, str] | None = None) -> Launch:
    """Folders, settings and preferences as they count now; puts the language in force, that of `--language` first."""
    from javari_tui.commands.keymap import keymap_rules  # noqa: PLC0415 - help and usage errors tell no keys

    context = click.get_current_context(silent=True)
    asked = context.find_root().params.get("language") if context is not None else None
    known = prepare_launch(StartOptions(language=asked or ""), environ)
    known.settings.use_keymap_rules(keymap_rules)
    return known


def run(work: Coroutine[object, object, T]) -> T:
    """Run a command's work to its end; Ctrl+C cancels it, and what it opened is closed in order."""
    return asyncio.run(work)


@asynccontextmanager
async def javari() -> AsyncIterator[Services]:
    """The services, closed at the end."""
    from javari_tui.commands.catalogue import ALL_COMMANDS  # noqa: PLC0415 - help and usage errors tell no keys
    from javari_tui.commands.key_names import CommandKeys  # noqa: PLC0415
    from javari_tui.services.opening import open_services  # noqa: PLC0415 - see above

    known = launch()
    services = await open_services(known.folders, known.settings, environ=dict(os.environ), can_act=False)
    services.help.use_key_names(CommandKeys(ALL_COMMANDS, known.settings.settings.keymap))
    try:
        yield services
    finally:
        await services.close()
