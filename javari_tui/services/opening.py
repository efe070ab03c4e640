"""Opening everything Javari can do, and closing it in order."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from javari_tui import i18n
from javari_tui.domain.billing import Account
from javari_tui.domain.conversation import ConversationUpdate
from javari_tui.domain.models import GUIDE
from javari_tui.domain.preferences import Preferences
from javari_tui.paths import Folders, shipped
from javari_tui.providers.guide.provider import GuideProvider
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.approvals.approvals import Approvals
from javari_tui.services.assets.assets import Assets
from javari_tui.services.billing.account import AccountService
from javari_tui.services.billing.making import make_billing
from javari_tui.services.billing.sync import Sync
from javari_tui.services.chats.library import ChatLibrary
from javari_tui.services.clock import Clock, SystemClock
from javari_tui.services.conversation.conversation import Conversation
from javari_tui.services.conversation.making import make_conversation
from javari_tui.services.disk import DiskThread
from javari_tui.services.files.files import Files
from javari_tui.services.files.patching import Patching
from javari_tui.services.guide_library import GuideShelf
from javari_tui.services.help.help import Help
from javari_tui.services.keys.keys import Keys
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.ledger.ledger import Ledger
from javari_tui.services.ledger.told import balance_teller
from javari_tui.services.listeners import Listeners
from javari_tui.services.logging import start_logging
from javari_tui.services.models.models import Models
from javari_tui.services.models.speaking import Speaking, make_speaking
from javari_tui.services.owed import Owed
from javari_tui.services.preferences import PreferencesService
from javari_tui.services.prompts import Prompts
from javari_tui.services.stored import Stored
from javari_tui.services.toolbox.making import Here, make_tools
from javari_tui.services.toolbox.toolbox import Toolbox
from javari_tui.services.view import View
from javari_tui.settings import SettingsStore
from javari_tui.storage.accounts import AccountStore
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
    approvals: Approvals
    toolbox: Toolbox
    patching: Patching
    ledger: Ledger
    sync: Sync
    account: AccountService
    settings: SettingsStore
    folders: Folders
    user_name: str
    """The account's name on this machine."""
    _ending: _Ending

    async def close(self) -> None:
        """End what runs, write it down, give everything back. May be called again."""
        await self.conversation.close()
        await self.assets.close()
        await self.sync.close()
        await self.account.close()
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
    account: Account | None


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
    parts = _Parts(redactor, end_logging, providers, clock or SystemClock(), can_act)
    services = _put_together(folders, settings, environ, opened, parts)
    await services.ledger.open()
    if can_act:
        services.assets.start_tidying()
        services.account.start()
        services.sync.start()
    return services


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was made or given before the database was there."""

    redactor: Redactor
    end_logging: Callable[[], None]
    registry: ProviderRegistry | None
    clock: Clock
    can_act: bool


def _open_database(folders: Folders, keep: int, disk: DiskThread) -> _Opened:
    """On the disk thread: open, tidy up after dead processes, read what is needed at once."""
    database = Database.open(folders.database, backups=folders.backups, keep=keep)
    stored = Stored.over(database, disk)
    stored.messages.close_interrupted()
    stored.chats.purge_deleted(DELETED_FOR)
    stored.assets.purge_deleted(DELETED_FOR)
    user_id = local_user_id(database)
    return _Opened(stored, user_id, read_preferences(database, user_id), AccountStore(database).current())


def _put_together(
    folders: Folders, settings: SettingsStore, environ: Mapping[str, str], opened: _Opened, parts: _Parts
) -> Services:
    stored, clock, redactor, updates = opened.stored, parts.clock, parts.redactor, Listeners[ConversationUpdate]()
    preferences, speaking = _speaking(settings, environ, opened, parts, updates)
    assets, view = Assets(stored, AssetFiles(folders.assets)), View(stored)
    help_pages = Help(shipped("help"), record=partial(_record_help, stored))
    here = Here(_working_folder(), folders, environ, parts.can_act, lambda: settings.settings.tools.enabled)
    tools = make_tools(stored, updates, clock, here, help_pages=help_pages, keep=assets.keep, mask=redactor.mask)
    talk = make_conversation(
        *(stored, updates, clock, settings, speaking),
        system_prompt=preferences.system_prompt,
        toolbox=tools.toolbox,
        mask=redactor.mask_known,
    )
    chats = ChatLibrary(stored, updates, talk.conversation.stop)
    _add_guide(speaking, help_pages, chats, folders, view, parts=parts, ledger=talk.ledger)
    billing = make_billing(settings, environ, folders, stored, redactor, account=opened.account)
    return Services(
        chats=chats,
        conversation=talk.conversation,
        models=speaking.models,
        prompts=Prompts(stored),
        preferences=preferences,
        help=help_pages,
        keys=speaking.keys,
        view=view,
        files=Files(_working_folder(), limit_bytes=settings.settings.attachments.limit_kib * 1024),
        assets=assets,
        approvals=tools.approvals,
        toolbox=tools.toolbox,
        patching=tools.patching,
        account=billing.account,
        sync=billing.sync(stored, talk.ledger),
        ledger=talk.ledger,
        settings=settings,
        folders=folders,
        user_name=_account_name(),
        _ending=_Ending(speaking.registry, talk.owed, stored, parts.end_logging),
    )


def _speaking(
    settings: SettingsStore,
    environ: Mapping[str, str],
    opened: _Opened,
    parts: _Parts,
    updates: Listeners[ConversationUpdate],
) -> tuple[PreferencesService, Speaking]:
    """The preferences, and the models that are spoken to by them."""
    preferences = PreferencesService(opened.stored, settings, opened.user_id, opened.preferences)
    return preferences, make_speaking(
        *(settings, environ, opened.stored, updates, parts.clock),
        preferences=preferences,
        redactor=parts.redactor,
        given=parts.registry,
    )


def _add_guide(
    speaking: Speaking,
    help_pages: Help,
    chats: ChatLibrary,
    folders: Folders,
    view: View,
    *,
    parts: _Parts,
    ledger: Ledger,
) -> None:
    """Let the Guide answer, and what it may know."""
    shelf = GuideShelf(
        help=help_pages,
        search=partial(chats.search, without=GUIDE),
        discover=speaking.models.discover,
        available=speaking.models.available,
        read_flag=view.flag,
        write_flag=view.set_flag,
        known_languages=partial(i18n.available_languages, shipped("locales")),
        theme_folders=(shipped("themes"), folders.themes),
        credits=balance_teller(ledger.refresh),
        folder=_working_folder(),
        can_act=parts.can_act,
    )
    speaking.registry.register(GuideProvider(shelf))


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
