"""Chats: the list of them and what can be said of each."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TypedDict, Unpack

from sqlalchemy import update
from sqlmodel import Session, col

from javari_tui.domain.chat import Chat, ChatOpening, Message
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import ModelRef
from javari_tui.storage.chat_reads import CHAT_COLUMNS, chat_from_row, read_chat, read_opening
from javari_tui.storage.database import Database
from javari_tui.storage.full_text import forget_words
from javari_tui.storage.message_reads import read_path
from javari_tui.storage.rows import rows
from javari_tui.storage.stored_values import model_to_text, now, storable, tags_to_text, time_to_text
from javari_tui.storage.tables import ChatRow
from javari_tui.storage.view_reads import scroll_name

_LIST = f"""
    SELECT {CHAT_COLUMNS} FROM chats c
    WHERE c.deleted_at IS NULL AND c.archived = :archived
      AND EXISTS (SELECT 1 FROM messages m WHERE m.chat_id = c.id)
      AND (:tag IS NULL OR EXISTS (SELECT 1 FROM json_each(c.tags) WHERE value = :tag))
    ORDER BY c.pinned DESC, c.updated_at DESC, c.id DESC LIMIT :limit OFFSET :offset
"""  # noqa: S608 - only our own constants


class ChatChanges(TypedDict, total=False):
    """What may change in a chat."""

    title: str
    title_is_users: bool
    pinned: bool
    archived: bool
    tags: Iterable[str]
    model: ModelRef | None
    leaf_id: int | None


class ChatStore:
    """Reads and writes chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, *, model: ModelRef | None = None, title: str = "") -> Chat:
        """A new chat without messages."""
        time = now()
        row = ChatRow(uid=uuid.uuid4().hex, title=title, model=model_to_text(model), created_at=time, updated_at=time)
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            return read_chat(self._database.plain(session), row.id or 0)

    def get(self, chat_id: int) -> Chat:
        """One chat; NotFound when it is not there or was deleted."""
        with self._database.reading() as session:
            return read_chat(self._database.plain(session), chat_id)

    def by_uid(self, uid: str) -> Chat | None:
        """The chat that has this name on every machine, if it is here."""
        sql = f"SELECT {CHAT_COLUMNS} FROM chats c WHERE c.uid = ? AND c.deleted_at IS NULL"  # noqa: S608
        with self._database.reading() as session:
            found = rows(self._database.plain(session), sql, (storable(uid),))
            return chat_from_row(found[0]) if found else None

    def list(
        self, *, archived: bool = False, tag: str | None = None, limit: int | None = None, offset: int = 0
    ) -> tuple[Chat, ...]:
        """Chats in which something was said: the pinned first, then the one last written in."""
        wanted = {
            "archived": int(archived),
            "tag": None if tag is None else storable(tag),
            "limit": -1 if limit is None else limit,
            "offset": offset,
        }
        with self._database.reading() as session:
            return tuple(chat_from_row(row) for row in rows(self._database.plain(session), _LIST, wanted))

    def opening(self, chat_id: int, *, messages: int = 60) -> ChatOpening:
        """All that is needed to show a chat as it was left; NotFound when it is gone."""
        with self._database.reading() as session:
            return read_opening(self._database.plain(session), chat_id, messages)

    def change(self, chat_id: int, **changes: Unpack[ChatChanges]) -> Chat:
        """Change what is named, and nothing else; its place in the list stays. NotFound when it is gone."""
        with self._database.writing() as session:
            _update(session, chat_id, deleted=False, **_columns(changes))
            return read_chat(self._database.plain(session), chat_id)

    def delete(self, chat_id: int) -> None:
        """Take a chat away so that `restore` can bring it back; NotFound when it is gone."""
        with self._database.writing() as session:
            _update(session, chat_id, deleted=False, deleted_at=now())

    def restore(self, chat_id: int) -> Chat:
        """Bring a deleted chat back; NotFound when it was never deleted or is gone for good."""
        with self._database.writing() as session:
            _update(session, chat_id, deleted=True, deleted_at=None)
            return read_chat(self._database.plain(session), chat_id)

    def purge_deleted(self, older_than: timedelta) -> int:
        """Remove chats deleted so long ago for good, so that nothing of them is left in the file."""
        before = time_to_text(now() - older_than)
        with self._database.writing() as session:
            plain = self._database.plain(session)
            found = rows(plain, "SELECT id FROM chats WHERE deleted_at <= ?", (before,))
            for (chat_id,) in found:
                plain.execute("DELETE FROM messages WHERE chat_id = ?", (chat_id,))
                plain.execute("DELETE FROM chats WHERE id = ?", (chat_id,))
                plain.execute("DELETE FROM drafts WHERE chat_id = ?", (chat_id,))
                plain.execute("DELETE FROM view_state WHERE name = ?", (scroll_name(chat_id),))
            if found:
                forget_words(plain, "messages_index", "text")
                forget_words(plain, "titles_index", "title")
        if found:
            self._database.checkpoint()
        return len(found)

    def preview(self, chat_id: int, lines: int = 20) -> tuple[Message, ...]:
        """The last messages of the shown branch, as many as fill so many lines."""
        with self._database.reading() as session:
            plain = self._database.plain(session)
            messages, _ = read_path(plain, chat_id, read_chat(plain, chat_id).leaf_id, max(lines, 1))
        filled, first = 0, len(messages)
        while first > 0 and filled < lines:
            first -= 1
            filled += messages[first].text.count("\n") + 1
        return messages[first:]

    def tags(self) -> tuple[tuple[str, int], ...]:
        """Every tag with the number of chats that have it, the most used first."""
        sql = """SELECT t.value AS tag, count(*) AS chats FROM chats c, json_each(c.tags) t
                 WHERE c.deleted_at IS NULL GROUP BY t.value ORDER BY chats DESC, tag"""
        with self._database.reading() as session:
            return tuple((row["tag"], row["chats"]) for row in rows(self._database.plain(session), sql))


def _columns(changes: ChatChanges) -> Mapping[str, object]:
    """Named changes as columns."""
    columns: dict[str, object] = {}
    for name, value in changes.items():
        if name == "tags":
            columns[name] = tags_to_text(changes["tags"])
        elif name == "model":
            columns[name] = model_to_text(changes["model"])
        else:
            columns[name] = value
    return columns


def _update(session: Session, chat_id: int, *, deleted: bool, **columns: object) -> None:
    """Write columns of a chat; NotFound when there is none in that state."""
    is_so = col(ChatRow.deleted_at).is_not(None) if deleted else col(ChatRow.deleted_at).is_(None)
    found = session.exec(update(ChatRow).where(col(ChatRow.id) == chat_id, is_so).values(**columns))
    if not found.rowcount:
        raise NotFound(detail=f"chat {chat_id}")
