"""Opening everything Javari can do, and closing it in order."""

from __future__ import annotations

import getpass
import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from javari_tui import i18n
from javari_tui.domain.conversation import ConversationUpdate
from javari_tui.domain.models import GUIDE
from javari_tui.domain.preferences import Preferences
from javari_tui.paths import Folders, shipped
from javari_tui.providers.discovery import discover
from javari_tui.providers.guide.provider import GuideProvider
from javari_tui.providers.presets import Preset
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.assets.assets import Assets
from javari_tui.services.chats.library import ChatLibrary
from javari_tui.services.clock import Clock, SystemClock
from javari_tui.services.conversation.answering import Surroundings
from javari_tui.services.conversation.conversation import Conversation
from javari_tui.services.conversation.desk import Desk
from javari_tui.services.disk import DiskThread
from javari_tui.services.files.files import Files
from javari_tui.services.guide_library import GuideShelf
from javari_tui.services.help.help import Help
from javari_tui.services.keys.keys import Keys
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.listeners import Listeners
from javari_tui.services.logging import start_logging
from javari_tui.services.models.catalogue import ModelCatalogue
from javari_tui.services.models.models import Models
from javari_tui.services.models.provider_setup import make_registry, own_names
from javari_tui.services.owed import Owed
from javari_tui.services.preferences import PreferencesService
from javari_tui.services.prompts import Prompts
from javari_tui.services.stored import Stored
from javari_tui.services.view import View
from javari_tui.settings import SettingsStore
from javari_tui.storage.asset_files import AssetFiles
from javari_tui.storage.database import Database
from javari_tui.storage.help_interactions import record_interaction
from javari_tui.storage.preferences import read_preferences
from javari_tui.storage.users import local_user_id

DELETED_FOR = timedelta(days=30)
"""How long a deleted chat or asset can be brought back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What Javari can do."""

    chats: ChatLibrary
    conversation: Conversation
    models: Models
    prompts: Prompts
    preferences: PreferencesService
    help: Help
    keys: Keys
    view: View
    files: Files
    assets: Assets
    settings: SettingsStore
    folders: Folders
    user_name: str
    """The account's name on this machine."""
    _ending: _Ending

    async def close(self) -> None:
        """End what runs, write it down, give everything back. May be called again."""
        await self.conversation.close()
        await self.assets.close()
        await self._ending.close()


@dataclass(slots=True)
class _Ending:
    """What is given back at the end, once."""

    registry: ProviderRegistry
    owed: Owed
    stored: Stored
    end_logging: Callable[[], None]
    is_over: bool = field(default=False)

    async def close(self) -> None:
        """What is owed to the disk, then the database with its thread, then connections, then the log."""
        if self.is_over:
            return
        self.is_over = True
        try:
            await self.owed.close()
            await self.stored.disk.close(self.stored.database.close)
            await self.registry.close()
        finally:
            self.end_logging()


@dataclass(frozen=True, slots=True)
class _Opened:
    """What was read when the database was opened."""

    stored: Stored
    user_id: int
    preferences: Preferences


async def open_services(
    folders: Folders,
    settings: SettingsStore,
    *,
    environ: Mapping[str, str] = os.environ,
    providers: ProviderRegistry | None = None,
    clock: Clock | None = None,
    can_act: bool = True,
) -> Services:
    """Open the database and all that stands on it. Raises StorageError, and then leaves nothing open.

    `can_act` says whether somebody carries out the commands that an answer asks for.
    """
    redactor = Redactor.of_environment(environ)
    end_logging = start_logging(folders.log_file, redactor.redact)
    disk = DiskThread()
    try:
        opened = await disk.run(_open_database, folders, settings.settings.storage.backups, disk)
    except BaseException:
        await disk.close()
        end_logging()
        raise
    parts = _Parts(redactor, end_logging, providers, clock, can_act)
    services = _put_together(folders, settings, environ, opened, parts)
    if can_act:
        services.assets.start_tidying()
    return services


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was made or given before the database was there."""

    redactor: Redactor
    end_logging: Callable[[], None]
    registry: ProviderRegistry | None
    clock: Clock | None
    can_act: bool


def _open_database(folders: Folders, keep: int, disk: DiskThread) -> _Opened:
    """On the disk thread: open, tidy up after dead processes, read what is needed at once."""
    database = Database.open(folders.database, backups=folders.backups, keep=keep)
    stored = Stored.over(database, disk)
    stored.messages.close_interrupted()
    stored.chats.purge_deleted(DELETED_FOR)
    stored.assets.purge_deleted(DELETED_FOR)
    user_id = local_user_id(database)
    return _Opened(stored, user_id, read_preferences(database, user_id))


def _put_together(
    folders: Folders, settings: SettingsStore, environ: Mapping[str, str], opened: _Opened, parts: _Parts
) -> Services:
    stored, clock = opened.stored, parts.clock or SystemClock()
    updates: Listeners[ConversationUpdate] = Listeners()
    keys = Keys(environ, partial(_key_command, settings), redactor=parts.redactor)
    registry = parts.registry or _registry_with_keys(settings, environ, keys)
    preferences = PreferencesService(stored, settings, opened.user_id, opened.preferences)
    catalogue = ModelCatalogue(registry, clock)
    models = Models(
        *(registry, catalogue, keys, preferences),
        stored=stored,
        updates=updates,
        look=partial(_look, settings, environ),
        own=own_names(settings.settings) if parts.registry is None else (),
    )
    owed = Owed(stored.save_message, updates, clock)
    around = Surroundings(stored.save_message, owed, updates, clock, random.random)
    desk = Desk(stored, models, preferences.system_prompt, partial(_longest_answer, settings), around)
    conversation = Conversation(desk)
    chats = ChatLibrary(stored, updates, conversation.stop)
    help_pages, view = Help(shipped("help"), record=partial(_record_help, stored)), View(stored)
    shelf = _shelf(help_pages, chats, models, folders, view)
    registry.register(GuideProvider(replace(shelf, can_act=parts.can_act)))
    return Services(
        chats=chats,
        conversation=conversation,
        models=models,
        prompts=Prompts(stored),
        preferences=preferences,
        help=help_pages,
        keys=keys,
        view=view,
        files=Files(_working_folder(), limit_bytes=settings.settings.attachments.limit_kib * 1024),
        assets=Assets(stored, AssetFiles(folders.assets)),
        settings=settings,
        folders=folders,
        user_name=_account_name(),
        _ending=_Ending(registry, owed, stored, parts.end_logging),
    )


def _registry_with_keys(settings: SettingsStore, environ: Mapping[str, str], keys: Keys) -> ProviderRegistry:
    """The registry, whose providers ask `keys` at each request."""

    async def key_for(name: str) -> str | None:
        key = await keys.find(registry.get(name).info)
        return None if key is None else key.reveal()

    registry = make_registry(settings.settings, environ, key_for)
    return registry


def _shelf(help_pages: Help, chats: ChatLibrary, models: Models, folders: Folders, view: View) -> GuideShelf:
    """What the Guide may know."""
    return GuideShelf(
        help=help_pages,
        search=partial(chats.search, without=GUIDE),
        discover=models.discover,
        available=models.available,
        read_flag=view.flag,
        write_flag=view.set_flag,
        known_languages=partial(i18n.available_languages, shipped("locales")),
        theme_folders=(shipped("themes"), folders.themes),
        folder=_working_folder(),
    )


def _key_command(settings: SettingsStore, name: str) -> str:
    wanted = settings.settings.providers.get(name)
    return wanted.key_command if wanted is not None else ""


def _longest_answer(settings: SettingsStore) -> int:
    return settings.settings.answers.max_output_tokens


async def _look(settings: SettingsStore, environ: Mapping[str, str]) -> tuple[Preset, ...]:
    return await discover(environ) if settings.settings.discovery else ()


async def _record_help(stored: Stored, slug: str, kind: str, query: str, feedback: str) -> None:
    record = partial(record_interaction, page_slug=slug, kind=kind, query=query, feedback=feedback)
    await stored.disk.run(record, stored.database)


def _working_folder() -> Path:
    """The folder Javari was started in; the root when that is gone."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path("/")


def _account_name() -> str:
    """The account's name; empty where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
