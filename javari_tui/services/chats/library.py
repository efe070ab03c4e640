"""The chats as a library: opening, listing, naming, finding, exporting, importing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from javari_tui.domain.chat import Branch, Chat, ChatOpening, Message, SearchHit
from javari_tui.domain.conversation import ChatChanged, ConversationUpdate
from javari_tui.domain.exports import to_json
from javari_tui.domain.imports import read_records
from javari_tui.domain.markdown_export import to_markdown
from javari_tui.domain.untrusted_text import clean
from javari_tui.services.chats.records import import_records, record_of
from javari_tui.services.listeners import Listeners
from javari_tui.services.stored import Stored
from javari_tui.storage.search import search_messages

LONGEST_TITLE = 200


class ChatLibrary:
    """All chats. What is said in them is `Conversation`'s."""

    def __init__(
        self, stored: Stored, updates: Listeners[ConversationUpdate], stop: Callable[[int], Awaitable[None]]
    ) -> None:
        """`stop` ends what is being written in a chat, before it is deleted."""
        self._stored = stored
        self._disk = stored.disk
        self._updates = updates
        self._stop = stop

    async def open(self, chat_id: int) -> ChatOpening:
        """All that is needed to show a chat as it was left. Raises NotFound."""
        return await self._disk.run(self._stored.chats.opening, chat_id)

    async def open_last(self) -> ChatOpening | None:
        """The chat that was open when Javari ended; none for a new one."""
        chat_id = await self._disk.run(self._stored.view.open_chat)
        return None if chat_id is None else await self.open(chat_id)

    async def older(self, chat_id: int, before: int, limit: int = 100) -> tuple[tuple[Message, ...], bool]:
        """The messages above one, oldest first, and whether there are still older ones."""
        return await self._disk.look(self._stored.messages.path, chat_id, before=before, limit=limit)

    async def list(
        self, *, archived: bool = False, tag: str | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[Chat, ...]:
        """Chats in which something was said: the pinned first, then the one last written in."""
        return await self._disk.run(self._stored.chats.list, archived=archived, tag=tag, limit=limit, offset=offset)

    async def get(self, chat_id: int) -> Chat:
        """One chat. Raises NotFound."""
        return await self._disk.run(self._stored.chats.get, chat_id)

    async def tags(self) -> tuple[tuple[str, int], ...]:
        """Every tag with the number of chats that have it."""
        return await self._disk.run(self._stored.chats.tags)

    async def rename(self, chat_id: int, title: str) -> Chat:
        """Give a chat a title of the user's; an empty one goes back to the automatic one's way."""
        title = " ".join(clean(title).split())[:LONGEST_TITLE]
        change = self._stored.chats.change
        return self._told(await self._disk.run(change, chat_id, title=title, title_is_users=bool(title)))

    async def pin(self, chat_id: int, on: bool) -> Chat:
        """Keep a chat at the top of the list, or not."""
        return self._told(await self._disk.run(self._stored.chats.change, chat_id, pinned=on))

    async def tag(self, chat_id: int, tags: tuple[str, ...]) -> Chat:
        """Give a chat these tags and no others."""
        cleaned = (" ".join(clean(tag).split())[:100] for tag in tags)
        kept = tuple(dict.fromkeys(tag for tag in cleaned if tag))
        return self._told(await self._disk.run(self._stored.chats.change, chat_id, tags=kept))

    async def archive(self, chat_id: int, on: bool) -> Chat:
        """Put a chat out of the list, or back into it."""
        return self._told(await self._disk.run(self._stored.chats.change, chat_id, archived=on))

    async def delete(self, chat_id: int) -> None:
        """Take a chat away; it can be brought back. What is being written in it ends first."""
        await self._stop(chat_id)
        await self._disk.run(self._stored.chats.delete, chat_id)

    async def undo_delete(self, chat_id: int) -> Chat:
        """Bring a deleted chat back."""
        return self._told(await self._disk.run(self._stored.chats.restore, chat_id))

    async def preview(self, chat_id: int, lines: int = 20) -> tuple[Message, ...]:
        """The last messages of a chat, as many as fill so many lines."""
        return await self._disk.look(self._stored.chats.preview, chat_id, lines)

    async def search(
        self, words: str, chat_id: int | None = None, limit: int = 50, *, without: str | None = None
    ) -> tuple[SearchHit, ...]:
        """What was said with all of these words, in one chat or in all; not by the provider `without`."""
        return await self._disk.look(
            search_messages, self._stored.database, words, chat_id=chat_id, limit=limit, without=without
        )

    async def branches(self, chat_id: int) -> tuple[Branch, ...]:
        """Every way through a chat's tree."""
        return await self._disk.run(self._stored.messages.branches, chat_id)

    async def export_markdown(self, chat_id: int) -> str:
        """The shown branch of a chat as a page to read."""
        chat = await self.get(chat_id)
        messages, _older = await self._disk.run(self._stored.messages.path, chat_id)
        return to_markdown(chat, messages)

    async def export_json(self, chat_id: int) -> str:
        """A whole chat, all its branches, as a file for `import_json`."""
        return to_json([await self._disk.run(record_of, self._stored, chat_id)])

    async def import_json(self, text: str) -> tuple[Chat, ...]:
        """The chats of such a file. One that is here already is not doubled; one that differs comes as a copy.

        ImportRefused says what is wrong with the file; then nothing of it was taken.
        """
        records = await self._disk.run(read_records, text)
        return await self._disk.run(import_records, self._stored, records)

    def _told(self, chat: Chat) -> Chat:
        self._updates.tell(ChatChanged(chat))
        return chat
