"""What can be done with the chosen chat of the list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from textual.screen import Screen

from javari_tui.commands import chat_list as commands
from javari_tui.domain.chat import Chat
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.dialogs.ask_text import AskText

if TYPE_CHECKING:  # the library brings the database with it; the first picture must not wait for that
    from typing import Any

    from javari_tui.services.chats.library import ChatLibrary


class ChosenChat:
    """Title, tags, pin, archive, delete and its undo; the list is read anew after each."""

    def __init__(
        self,
        screen: Screen[Any],
        library: ChatLibrary,
        chosen: Callable[[], Chat | None],
        read: Callable[[], Awaitable[None]],
    ) -> None:
        self._screen, self._library, self._chosen, self._read = screen, library, chosen, read
        self._deleted: list[int] = []

    @property
    def can_undo(self) -> bool:
        """Whether a chat was deleted here."""
        return bool(self._deleted)

    @property
    def deleted(self) -> frozenset[int]:
        """Ids of the chats that were deleted here and not brought back."""
        return frozenset(self._deleted)

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what carries it out."""
        return {
            commands.LIST_RENAME.id: self._rename,
            commands.LIST_TAG.id: self._tag,
            commands.LIST_PIN.id: self._pin,
            commands.LIST_ARCHIVE.id: self._archive,
            commands.LIST_DELETE.id: self._delete,
            commands.LIST_UNDO.id: self._undo,
        }

    async def _rename(self) -> None:
        chat = self._chosen()
        if chat and (
            title := await self._screen.app.push_screen_wait(AskText(_("Title of the chat"), text=chat.title))
        ):
            await self._library.rename(chat.id, clean(title))
            await self._read()

    async def _tag(self) -> None:
        chat = self._chosen()
        if not chat:
            return
        words = await self._screen.app.push_screen_wait(
            AskText(_("Tags, separated by spaces"), text=" ".join(chat.tags), placeholder=_("work nginx"))
        )
        if words is not None:
            await self._library.tag(chat.id, tuple(clean(words).split()))
            await self._read()

    async def _pin(self) -> None:
        if chat := self._chosen():
            await self._library.pin(chat.id, not chat.pinned)
            await self._read()

    async def _archive(self) -> None:
        if chat := self._chosen():
            await self._library.archive(chat.id, not chat.archived)
            await self._read()

    async def _delete(self) -> None:
        if chat := self._chosen():
            await self._library.delete(chat.id)
            self._deleted.append(chat.id)
            await self._read()

    async def _undo(self) -> None:
        await self._library.undo_delete(self._deleted.pop())
        await self._read()
