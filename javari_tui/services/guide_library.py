"""What the Guide knows of this Javari: help, chats, files, servers, languages, themes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from javari_tui.domain.chat import SearchHit
from javari_tui.domain.errors import NotFound, StorageError
from javari_tui.domain.guide import Balance, FileShown
from javari_tui.domain.help import HelpHit, HelpPage
from javari_tui.domain.models import ModelInfo, ProviderInfo
from javari_tui.domain.preferences import ThemeChoice
from javari_tui.services.files.viewing import view_file
from javari_tui.services.help.help import Help

_log = logging.getLogger(__name__)

SearchChats = Callable[[str], Awaitable[tuple[SearchHit, ...]]]
ReadFlag = Callable[[str], Awaitable[str | None]]
WriteFlag = Callable[[str, str | None], Awaitable[None]]
Discover = Callable[[], Awaitable[tuple[ProviderInfo, ...]]]
INTRODUCED = "guide_introduced"
"""The flag that says that this user was told what the Guide is."""
_MOST_WORDS = 6
"""Words of a question that are looked for in the chats."""


async def _unknown_balance() -> Balance:
    return Balance()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideShelf:
    """The Guide's library, put together from the services; callables, because they know each other in a ring."""

    help: Help
    search: SearchChats
    """Messages by their words, such as `ChatLibrary.search`."""
    discover: Discover
    """Local model servers that answer now, such as `Models.discover`."""
    known_languages: Callable[[], tuple[str, ...]]
    available: Callable[[], Awaitable[tuple[ModelInfo, ...]]]
    """Models that can be used now, such as `Models.available`."""
    read_flag: ReadFlag
    write_flag: WriteFlag
    can_act: bool = True
    """Whether somebody carries out the commands that are asked for."""
    theme_folders: tuple[Path, ...] = ()
    credits: Callable[[], Awaitable[Balance]] = _unknown_balance
    folder: Path = field(default_factory=Path.cwd)
    """Where a file named without a folder is looked for."""

    async def is_introduced(self) -> bool:
        """Whether this user was told what the Guide is."""
        try:
            return await self.read_flag(INTRODUCED) is not None
        except StorageError:
            _log.exception("Whether the Guide was introduced could not be read")
            return False

    async def note_introduced(self) -> None:
        """Remember that this user was told; an answer is not lost when that cannot be written."""
        try:
            await self.write_flag(INTRODUCED, "1")
        except StorageError:
            _log.exception("That the Guide was introduced could not be written")

    async def search_help(self, words: str, language: str) -> tuple[HelpHit, ...]:
        """Sections of the help, best first."""
        return await asyncio.to_thread(self.help.search, words, language)

    async def help_page(self, slug: str, language: str) -> HelpPage | None:
        """A page by its slug."""
        try:
            return await asyncio.to_thread(self.help.page, slug, language)
        except NotFound:
            return None

    async def search_chats(self, words: str, language: str) -> tuple[SearchHit, ...]:
        """Messages that hold every telling word, else all of them but one; nothing when no word tells anything."""
        return (await self._found(words, language))[1]

    async def words_in_chats(self, words: str, language: str) -> str:
        """The telling words that those messages hold."""
        return (await self._found(words, language))[0]

    async def _found(self, words: str, language: str) -> tuple[str, tuple[SearchHit, ...]]:
        telling = self.help.telling_words(words, language)[:_MOST_WORDS]
        tries = [telling] if telling else []
        if len(telling) > 2:
            tries += [telling[:at] + telling[at + 1 :] for at in range(len(telling))]
        for wanted in map(" ".join, tries):
            if hits := await self.search(wanted):
                return wanted, hits
        return "", ()

    async def read_file(self, path: str) -> FileShown:
        """A text file. FileRefused says why it is not shown."""
        return await asyncio.to_thread(view_file, path, self.folder)

    async def found_servers(self) -> tuple[ProviderInfo, ...]:
        """Local model servers that answer right now."""
        return await self.discover()

    async def models(self) -> tuple[ModelInfo, ...]:
        """The models that can be used now."""
        return await self.available()

    async def balance(self) -> Balance:
        """The user's credits."""
        return await self.credits()

    def languages(self) -> tuple[str, ...]:
        """Codes of the languages the interface can speak."""
        return self.known_languages()

    def themes(self) -> tuple[str, ...]:
        """Names of the themes that can be chosen: one a file, the shipped ones without their first part."""
        files = {file.stem.removeprefix("javari-") for folder in self.theme_folders for file in folder.glob("*.yaml")}
        return tuple(dict.fromkeys((*(choice.value for choice in ThemeChoice), *sorted(files))))

    def keys_of(self, command_id: str) -> str:
        """The keys of a command, as they are now."""
        return self.help.keys_of(command_id)
