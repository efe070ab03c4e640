"""Keeping chats: new, open, find, title, pin, tag, archive, delete, export, import."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from javari_tui.commands import chat as commands
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _, ngettext
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.moving import Moving
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.chats.screen import ChatPick, ChatsDialog
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.services.chats.export_files import read_export, write_export


class Keeping:
    """Commands on whole chats."""

    def __init__(self, page: ChatPage, moving: Moving) -> None:
        self._page, self._moving = page, moving
        self._deleted: list[int] = []

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with chats."""
        return {
            commands.NEW_CHAT.id: self.new_chat,
            commands.OPEN_CHATS.id: self.open_chats,
            commands.SEARCH_CHATS.id: self.search,
            commands.RENAME_CHAT.id: self.rename,
            commands.PIN_CHAT.id: self.pin,
            commands.TAG_CHAT.id: self.tag,
            commands.ARCHIVE_CHAT.id: self.archive,
            commands.DELETE_CHAT.id: self.delete,
            commands.UNDO_DELETE.id: self.undo_delete,
            commands.EXPORT_CHAT.id: self.export,
            commands.IMPORT_CHAT.id: self.import_chats,
        }

    def is_available(self, command_id: str) -> bool:
        """Most need a chat that exists; Undo needs a deletion."""
        if command_id == commands.UNDO_DELETE.id:
            return bool(self._deleted)
        anytime = (commands.NEW_CHAT.id, commands.OPEN_CHATS.id, commands.SEARCH_CHATS.id, commands.IMPORT_CHAT.id)
        return command_id in anytime or self._page.chat is not None

    def new_chat(self) -> None:
        """Leave the open chat as it is and start an empty one."""
        self._moving.open(None)

    async def open_chats(self, words: str = "") -> None:
        """The list of chats; a number opens that chat at once (the Guide names them so)."""
        if words.isdecimal():
            self._moving.open(int(words))
        else:
            await self._find(words)

    async def search(self, words: str = "") -> None:
        """The same list, what was said before what chats are called."""
        await self._find(words, said_first=True)

    async def _find(self, words: str, *, said_first: bool = False) -> None:
        chats = (await self._page.services()).chats
        dialog = ChatsDialog(chats, query=words, current=self._page.chat_id, said_first=said_first)
        pick: ChatPick | None = await self._page.app.push_screen_wait(dialog)
        if pick is not None:
            self._moving.open(pick.chat_id, pick.message_id)
        elif self._page.chat_id in dialog.deleted:
            self._moving.open(None)

    async def rename(self, title: str = "") -> None:
        """Give the chat a title of the user's own."""
        chat = self._page.chat
        if chat is None:
            return
        if not title:
            title = await self._page.app.push_screen_wait(AskText(_("Title of the chat"), text=chat.title)) or ""
        if title.strip():
            await (await self._page.services()).chats.rename(chat.id, clean(title).strip())

    async def pin(self) -> None:
        """Pin or unpin."""
        if chat := self._page.chat:
            await (await self._page.services()).chats.pin(chat.id, not chat.pinned)
            self._page.tell(_("No longer pinned.") if chat.pinned else _("Pinned: it stays at the top of the list."))

    async def tag(self, words: str = "") -> None:
        """Set the chat's tags."""
        chat = self._page.chat
        if chat is None:
            return
        given: str | None = words
        if not words:
            ask = AskText(_("Tags, separated by spaces"), text=" ".join(chat.tags), placeholder=_("work nginx"))
            given = await self._page.app.push_screen_wait(ask)
        if given is not None:
            await (await self._page.services()).chats.tag(chat.id, tuple(clean(given).split()))

    async def archive(self) -> None:
        """Archive or unarchive."""
        if chat := self._page.chat:
            await (await self._page.services()).chats.archive(chat.id, not chat.archived)
            self._page.tell(
                _("Back in the list.")
                if chat.archived
                else _("Archived. It can still be found and opened from the list.")
            )

    async def delete(self) -> None:
        """Delete the open chat; it can be brought back."""
        chat = self._page.chat
        if chat is None:
            return
        services = await self._page.services()
        await services.conversation.stop(chat.id)
        await services.chats.delete(chat.id)
        self._deleted.append(chat.id)
        self._moving.open(None)
        self._page.tell(
            _("Deleted “{title}”. /undo brings it back.").format(title=chat.title or _("New chat")), seconds=10
        )

    async def undo_delete(self) -> None:
        """Bring back the chat deleted last."""
        chat = await (await self._page.services()).chats.undo_delete(self._deleted[-1])
        self._deleted.remove(chat.id)
        self._moving.open(chat.id)

    async def export(self, where: str = "") -> None:
        """Write the chat to a file: `.json` to import again, anything else Markdown."""
        chat = self._page.chat
        if chat is None:
            return
        name = "".join(letter if letter.isalnum() else "-" for letter in chat.title or "chat").strip("-")[:60]
        if not where:
            ask = AskText(
                _("Export to"),
                text=f"{name or 'chat'}.md",
                explanation=_("A name that ends in .json can be imported again."),
            )
            where = await self._page.app.push_screen_wait(ask) or ""
        if not where.strip():
            return
        file = Path(where.strip()).expanduser()
        chats = (await self._page.services()).chats
        text = await (chats.export_json if file.suffix == ".json" else chats.export_markdown)(chat.id)
        written = await asyncio.to_thread(write_export, file, text)
        self._page.tell(_("Written to {file}.").format(file=written), seconds=8)

    async def import_chats(self, where: str = "") -> None:
        """Read chats from a JSON export."""
        if not where:
            where = await self._page.app.push_screen_wait(AskText(_("Import from"), placeholder="chats.json")) or ""
        if not where.strip():
            return
        text = await asyncio.to_thread(read_export, Path(where.strip()).expanduser())
        chats = await (await self._page.services()).chats.import_json(text)
        self._page.tell(
            ngettext("{count} chat imported.", "{count} chats imported.", len(chats)).format(count=len(chats))
        )
        if chats:
            self._moving.open(chats[0].id)
