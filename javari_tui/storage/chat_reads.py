"""A chat as it was left: plain SQL over a plain connection, for the stores and for the first look."""

from __future__ import annotations

import json

from javari_tui.domain.chat import Chat, ChatOpening, QueuedMessage, ScrollPlace
from javari_tui.domain.errors import NotFound
from javari_tui.storage.message_reads import read_path
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import attachments_from_text, model_from_text, tags_from_text, time_from_text
from javari_tui.storage.view_reads import read_draft, read_view, scroll_name

CHAT_COLUMNS = """
    c.id, c.uid, c.title, c.title_is_users, c.pinned, c.archived, c.tags, c.model, c.leaf_id, c.created_at,
    c.updated_at, (SELECT count(*) FROM messages m WHERE m.chat_id = c.id) AS message_count
"""


def chat_from_row(row: sqlite.Row) -> Chat:
    """The value a row of `CHAT_COLUMNS` stands for."""
    return Chat(
        id=row["id"],
        uid=row["uid"],
        title=row["title"],
        created_at=time_from_text(row["created_at"]),
        updated_at=time_from_text(row["updated_at"]),
        title_is_users=bool(row["title_is_users"]),
        pinned=bool(row["pinned"]),
        archived=bool(row["archived"]),
        tags=tags_from_text(row["tags"]),
        model=model_from_text(row["model"]),
        leaf_id=row["leaf_id"],
        message_count=row["message_count"],
    )


def read_chat(connection: sqlite.Connection, chat_id: int) -> Chat:
    """One chat; NotFound when it is not there or was deleted."""
    sql = f"SELECT {CHAT_COLUMNS} FROM chats c WHERE c.id = ? AND c.deleted_at IS NULL"  # noqa: S608
    for row in rows(connection, sql, (chat_id,)):
        return chat_from_row(row)
    raise NotFound(detail=f"chat {chat_id}")


def read_queue(connection: sqlite.Connection, chat_id: int) -> tuple[QueuedMessage, ...]:
    """What waits in a chat, first come first."""
    sql = "SELECT id, chat_id, text, attachments FROM queued_messages WHERE chat_id = ? ORDER BY id"
    return tuple(queued_from_row(row) for row in rows(connection, sql, (chat_id,)))


def queued_from_row(row: sqlite.Row) -> QueuedMessage:
    """The value a row of `queued_messages` stands for."""
    attachments = attachments_from_text(row["attachments"])
    return QueuedMessage(id=row["id"], chat_id=row["chat_id"], text=row["text"], attachments=attachments)


def read_scroll(connection: sqlite.Connection, chat_id: int) -> ScrollPlace:
    """Where the reader was in a chat; its end when that is not known or makes no sense."""
    stored = read_view(connection, scroll_name(chat_id))
    try:
        place = json.loads(stored or "{}")
    except (ValueError, RecursionError):
        return ScrollPlace()
    return _scroll_place(place) if isinstance(place, dict) else ScrollPlace()


def _scroll_place(place: dict[str, object]) -> ScrollPlace:
    message_id, following = place.get("message_id"), place.get("following")
    block, rows_into = place.get("block", 0), place.get("rows", 0)
    # Exactly these types: true is a number too.
    if type(message_id) is not int or type(block) is not int or type(rows_into) is not int:
        return ScrollPlace()
    return ScrollPlace(message_id=message_id, block=block, rows=rows_into, following=following is not False)


def read_opening(connection: sqlite.Connection, chat_id: int, messages: int) -> ChatOpening:
    """All that is needed to show a chat as it was left, with the last few of its messages."""
    chat = read_chat(connection, chat_id)
    shown, has_older = read_path(connection, chat_id, chat.leaf_id, messages)
    return ChatOpening(
        chat=chat,
        messages=shown,
        has_older=has_older,
        draft=read_draft(connection, chat_id),
        queue=read_queue(connection, chat_id),
        scroll=read_scroll(connection, chat_id),
    )
