"""The tables as SQLModel sees them. What the file really holds is made by `migrations/`; a test compares both.

Those of what was kept are in `asset_tables.py`, those of what was allowed in `approval_tables.py`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from javari_tui.storage.columns import Moment, belongs_to, maybe_words, moment, row_id, words


class UserRow(SQLModel, table=True):
    """Whoever uses this Javari: one local profile; accounts come beside it."""

    __tablename__ = "users"
    __table_args__ = (Index("users_one_local", "kind", unique=True, sqlite_where=text("kind = 'local'")),)

    id: int | None = row_id()
    kind: str = words("local")
    created_at: datetime = moment()
    updated_at: datetime = moment()


class PreferencesRow(SQLModel, table=True):
    """How one user wants Javari."""

    __tablename__ = "user_preferences"

    id: int | None = row_id()
    user_id: int = belongs_to("users.id", unique=True)
    preset: str = words()
    response_style: str = words()
    code_preference: str = words()
    communication_tone: str = words()
    custom_system_prompt: str = words()
    preferred_language: str = words()
    answer_language: str = words()
    theme: str = words()
    sidebar_default_open: bool = False
    display_name: str = words()
    model: str = words()
    effort: str = words()
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ChatRow(SQLModel, table=True):
    """A chat; its messages form a tree of which the branch that ends at `leaf_id` is shown."""

    __tablename__ = "chats"
    # Row numbers are never used again: another window may still hold one of a chat that is gone.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = row_id()
    uid: str = words(unique=True)
    title: str = words()
    title_is_users: bool = False
    pinned: bool = False
    archived: bool = False
    tags: str = words("[]")
    model: str | None = maybe_words()
    leaf_id: int | None = None
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class MessageRow(SQLModel, table=True):
    """A message, hanging from the one it answers or follows."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_by_parent", "parent_id", "chat_id"),
        Index("messages_by_chat", "chat_id"),
        Index("messages_being_written", "writer", sqlite_where=text("state = 'streaming'")),
        {"sqlite_autoincrement": True},
    )

    id: int | None = row_id()
    chat_id: int = belongs_to("chats.id")
    # No cascade along the tree: SQLite follows one only a thousand rows deep.
    parent_id: int | None = Field(default=None, foreign_key="messages.id")
    role: str = words()
    state: str = words()
    created_at: datetime = moment()
    writer: str | None = maybe_words()
    covers_until: int | None = None
    model: str | None = maybe_words()
    usage_input: int | None = None
    usage_output: int | None = None
    usage_cache_read: int | None = None
    usage_cache_write: int | None = None
    # What can be long comes last, so that reading the rest touches one page of the file.
    text: str = words()
    thinking: str = words()
    attachment_names: str = words()
    attachments: str = words("[]")
    tool_calls: str = words("[]")
    failure: str | None = maybe_words()
    replay: str = words()


class DraftRow(SQLModel, table=True):
    """What stands in a chat's prompt; chat 0 is the one that does not exist yet."""

    __tablename__ = "drafts"

    chat_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str = words()
    attachments: str = words("[]")
    cursor_row: int = 0
    cursor_column: int = 0
    updated_at: datetime = moment()


class QueuedMessageRow(SQLModel, table=True):
    """A message that waits until the running answer ends."""

    __tablename__ = "queued_messages"
    __table_args__ = (Index("queued_messages_by_chat", "chat_id"),)

    id: int | None = row_id()
    chat_id: int = belongs_to("chats.id")
    text: str = words()
    attachments: str = words("[]")
    created_at: datetime = moment()


class PromptHistoryRow(SQLModel, table=True):
    """What was sent once, to be found again with Up and Ctrl+R."""

    __tablename__ = "prompt_history"

    id: int | None = row_id()
    text: str = words()
    created_at: datetime = moment()


class ViewStateRow(SQLModel, table=True):
    """How the screen was left: the open chat, scroll places, small flags."""

    __tablename__ = "view_state"

    name: str = words(primary_key=True)
    value: str = words()
    updated_at: datetime = moment()


class DocumentationPageRow(SQLModel, table=True):
    """A help page kept in the database (the pages that ship are files)."""

    __tablename__ = "documentation_pages"

    id: int | None = row_id()
    slug: str = words(unique=True)
    title: str = words()
    content: str = words()
    category: str = words()
    tags: str = words("[]")
    search_keywords: str = words()
    order_index: int = 0
    is_published: bool = True
    created_at: datetime = moment()
    updated_at: datetime = moment()


class HelpInteractionRow(SQLModel, table=True):
    """What someone did in the help."""

    __tablename__ = "help_interactions"

    id: int | None = row_id()
    page_slug: str = words()
    interaction_type: str = words()
    search_query: str = words()
    feedback: str = words()
    created_at: datetime = moment()
