"""Messages as they are read: plain SQL over a plain connection, for the stores and for the first look."""

from __future__ import annotations

from collections.abc import Iterable

from javari_tui.domain.chat import Message, MessageState, Role
from javari_tui.domain.errors import NotFound
from javari_tui.storage.rows import choice, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import (
    attachments_from_text,
    failure_from_text,
    model_from_text,
    time_from_text,
    tool_calls_from_text,
    usage_from_columns,
)

_SELECT = """
    SELECT m.id, m.chat_id, m.parent_id, m.role, m.state, m.created_at, m.covers_until, m.model,
           m.usage_input, m.usage_output, m.usage_cache_read, m.usage_cache_write,
           m.text, m.thinking, m.attachments, m.tool_calls, m.failure, m.replay,
           (SELECT count(*) FROM messages s WHERE s.parent_id IS m.parent_id AND s.chat_id = m.chat_id) AS siblings,
           (SELECT count(*) FROM messages s WHERE s.parent_id IS m.parent_id AND s.chat_id = m.chat_id
                                              AND s.id <= m.id) AS sibling
"""

# Walks up from the end and stops after `:limit` messages, so a long chat opens as fast as a short one.
_PATH = f"""
    WITH RECURSIVE up(id, parent_id, height) AS (
        SELECT id, parent_id, 0 FROM messages WHERE id = :leaf AND chat_id = :chat
        UNION ALL
        SELECT p.id, p.parent_id, up.height + 1 FROM messages p JOIN up ON p.id = up.parent_id
        LIMIT :limit
    )
    {_SELECT} FROM up JOIN messages m ON m.id = up.id ORDER BY up.height DESC
"""  # noqa: S608 - only our own constants

_EVERYTHING = -1


def message_from_row(row: sqlite.Row) -> Message:
    """The value a row of `_SELECT` stands for."""
    return Message(
        id=row["id"],
        chat_id=row["chat_id"],
        parent_id=row["parent_id"],
        role=choice(Role, row["role"], Role.ASSISTANT),
        text=row["text"],
        created_at=time_from_text(row["created_at"]),
        thinking=row["thinking"],
        state=choice(MessageState, row["state"], MessageState.COMPLETE),
        attachments=attachments_from_text(row["attachments"]),
        tool_calls=tool_calls_from_text(row["tool_calls"]),
        model=model_from_text(row["model"]),
        usage=usage_from_columns(
            row["usage_input"], row["usage_output"], row["usage_cache_read"], row["usage_cache_write"]
        ),
        failure=failure_from_text(row["failure"]),
        replay=row["replay"],
        covers_until=row["covers_until"],
        sibling=row["sibling"],
        siblings=row["siblings"],
    )


def read_message(connection: sqlite.Connection, message_id: int) -> Message:
    """One message; NotFound when it is not there."""
    for row in rows(connection, f"{_SELECT} FROM messages m WHERE m.id = ?", (message_id,)):
        return message_from_row(row)
    raise NotFound(detail=f"message {message_id}")


def read_path(
    connection: sqlite.Connection, chat_id: int, leaf_id: int | None, limit: int | None = None
) -> tuple[tuple[Message, ...], bool]:
    """The last messages of the branch that ends at `leaf_id`, oldest first, and whether there are older ones."""
    one_more = _EVERYTHING if limit is None else limit + 1
    found = rows(connection, _PATH, {"leaf": leaf_id, "chat": chat_id, "limit": one_more})
    has_older = limit is not None and len(found) > limit
    return _values(found[1:] if has_older else found), has_older


def read_tree(connection: sqlite.Connection, chat_id: int) -> tuple[Message, ...]:
    """Every message of a chat, in the order they were made."""
    return _values(rows(connection, f"{_SELECT} FROM messages m WHERE m.chat_id = ? ORDER BY m.id", (chat_id,)))


def _values(found: Iterable[sqlite.Row]) -> tuple[Message, ...]:
    return tuple(message_from_row(row) for row in found)
