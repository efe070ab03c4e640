"""How the screen was left: plain SQL over a plain connection, for the store and for the first look."""

from __future__ import annotations

from javari_tui.domain.drafts import Attachment, Draft
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite

OPEN_CHAT = "open_chat"
"""The name of the open chat in `view_state`."""


def scroll_name(chat_id: int) -> str:
    """The name of a chat's scroll place in `view_state`."""
    return f"scroll:{chat_id}"


def flag_name(name: str) -> str:
    """The name of a small flag in `view_state`."""
    return f"flag:{name}"


def read_view(connection: sqlite.Connection, name: str) -> str | None:
    """One value of how the screen was left."""
    for row in rows(connection, "SELECT value FROM view_state WHERE name = ?", (name,)):
        return str(row["value"])
    return None


def read_open_chat(connection: sqlite.Connection) -> int | None:
    """The chat that was open, unless it is gone."""
    sql = "SELECT c.id FROM view_state v JOIN chats c ON c.id = CAST(v.value AS INTEGER) WHERE v.name = ? "
    for row in rows(connection, sql + "AND c.deleted_at IS NULL", (OPEN_CHAT,)):
        return int(row["id"])
    return None


def read_draft(connection: sqlite.Connection, chat_id: int) -> Draft:
    """What stands in a chat's prompt."""
    sql = "SELECT text, attachments, cursor_row, cursor_column FROM drafts WHERE chat_id = ?"
    for row in rows(connection, sql, (chat_id,)):
        return Draft(
            text=row["text"],
            attachments=_attachments(row["attachments"]),
            cursor=(row["cursor_row"], row["cursor_column"]),
        )
    return Draft()


def _attachments(text: str) -> tuple[Attachment, ...]:
    """Attachments of a JSON column."""
    from javari_tui.storage.stored_values import attachments_from_text  # noqa: PLC0415 - few drafts have any

    return attachments_from_text(text) if text not in ("", "[]") else ()
