"""What the Guide, Javari's offline responder, may ask the rest of Javari."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from javari_tui.domain.chat import SearchHit
from javari_tui.domain.help import HelpHit, HelpPage
from javari_tui.domain.models import ModelInfo, ProviderInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Credits as far as they are known. Unknown figures are None, never guessed."""

    remaining: int | None = None
    total: int | None = None
    plan: str = ""
    remarks: tuple[str, ...] = ()
    """What else is to be known of the figure: how old it is, who charges; sentences in the language in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShown:
    """A file the user named, read and cleaned."""

    name: str
    """As the user gave it, cleaned."""
    text: str
    language: str
    """For a fenced code block, such as `python`; empty when unknown."""
    size: int
    """Bytes on disk."""


class GuideLibrary(Protocol):
    """What the Guide knows of this Javari. Reads only; what it changes, it asks for by commands."""

    @property
    def can_act(self) -> bool:
        """Whether commands asked for are carried out; on the command line nobody does."""

    async def is_introduced(self) -> bool:
        """Whether this user was told what the Guide is."""

    async def note_introduced(self) -> None:
        """Remember that this user was told."""

    async def search_help(self, words: str, language: str) -> tuple[HelpHit, ...]:
        """Sections of the help, best first."""

    async def help_page(self, slug: str, language: str) -> HelpPage | None:
        """A page by its slug."""

    async def search_chats(self, words: str, language: str) -> tuple[SearchHit, ...]:
        """Messages of the user’s chats, best first, but for the Guide’s own.

        Words that tell nothing in `language` are left out.
        """

    async def words_in_chats(self, words: str, language: str) -> str:
        """Those of the words that messages were found by, as `search_chats` finds them; empty where none were."""

    async def read_file(self, path: str) -> FileShown:
        """A text file. FileRefused says why it is not shown."""

    async def found_servers(self) -> tuple[ProviderInfo, ...]:
        """Local model servers that answer right now."""

    async def models(self) -> tuple[ModelInfo, ...]:
        """The models that can be used now."""

    async def balance(self) -> Balance:
        """The user's credits."""

    def languages(self) -> tuple[str, ...]:
        """Codes of the languages the interface can speak."""

    def themes(self) -> tuple[str, ...]:
        """Names of the themes that can be chosen."""

    def keys_of(self, command_id: str) -> str:
        """The keys of a command, as they are now; its id where there are none."""
