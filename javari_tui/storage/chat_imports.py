"""Put a chat from a file into the database, all of it or nothing."""

from __future__ import annotations

import uuid

from sqlalchemy import insert, update
from sqlmodel import Session, col

from javari_tui.domain.chat import Chat, Message
from javari_tui.domain.exports import ChatRecord
from javari_tui.storage.chat_reads import read_chat
from javari_tui.storage.database import Database
from javari_tui.storage.message_writes import Columns, MessageChanges, attachment_columns, columns_of
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import model_to_text, tags_to_text
from javari_tui.storage.tables import ChatRow, MessageRow


def import_chat(database: Database, record: ChatRecord) -> Chat:
    """Make the chat of a record, whose messages are numbered from 1 with each parent before its children.

    StorageError when a chat with its uid is here already; a deleted one gives its uid up and can still be restored.
    """
    with database.writing() as session:
        plain = database.plain(session)
        is_deleted = (col(ChatRow.uid) == record.chat.uid) & col(ChatRow.deleted_at).is_not(None)
        session.exec(update(ChatRow).where(is_deleted).values(uid=uuid.uuid4().hex))
        # Nobody else writes now, so the numbers that come next are ours.
        base = _last_message_id(plain)
        chat_id = _add_chat(session, record.chat, base)
        if record.messages:
            session.exec(insert(MessageRow), params=[_row(message, chat_id, base) for message in record.messages])
        return read_chat(plain, chat_id)


def _last_message_id(connection: sqlite.Connection) -> int:
    found = rows(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'messages'")
    return int(found[0]["seq"]) if found else 0


def _add_chat(session: Session, chat: Chat, base: int) -> int:
    row = ChatRow(
        uid=chat.uid,
        title=chat.title,
        title_is_users=chat.title_is_users,
        pinned=chat.pinned,
        archived=chat.archived,
        tags=tags_to_text(chat.tags),
        model=model_to_text(chat.model),
        leaf_id=_moved(chat.leaf_id, base),
        created_at=chat.created_at,
        updated_at=chat.updated_at,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def _row(message: Message, chat_id: int, base: int) -> dict[str, object]:
    content = MessageChanges(
        text=message.text,
        thinking=message.thinking,
        state=message.state,
        tool_calls=message.tool_calls,
        model=message.model,
        usage=message.usage,
        failure=message.failure,
        replay=message.replay,
    )
    columns: Columns = {**columns_of(content), **attachment_columns(message.attachments)}
    return {
        "id": base + message.id,
        "chat_id": chat_id,
        "parent_id": _moved(message.parent_id, base),
        "role": message.role.value,
        "created_at": message.created_at,
        "covers_until": _moved(message.covers_until, base),
        **columns,
    }


def _moved(number: int | None, base: int) -> int | None:
    return None if number is None else base + number
