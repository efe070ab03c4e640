"""The tables as SQLModel sees them. What the file really holds is made by `migrations/`; a test compares both."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, ForeignKey, Index, Integer, Text, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from javari_tui.storage.stored_values import storable, time_from_text, time_to_text


class Words(TypeDecorator[str]):
    """Text from anywhere, made storable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """On its way into the file."""
        return None if value is None else storable(value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC as text that sorts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """On its way into the file."""
        return None if value is None else time_to_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """On its way out."""
        return None if value is None else time_from_text(value)


def _id() -> Any:  # noqa: ANN401 - what SQLModel's Field gives
    """A row number; assigned by SQLite."""
    return Field(default=None, primary_key=True)


def _words(default: str = "", **options: Any) -> Any:  # noqa: ANN401
    """Text that is always there."""
    return Field(default=default, sa_type=Words, **options)


def _maybe_words() -> Any:  # noqa: ANN401
    """Text or nothing."""
    return Field(default=None, sa_type=Words, nullable=True)


def _moment() -> Any:  # noqa: ANN401
    """A time that is always there."""
    return Field(sa_type=Moment)


def _belongs_to(target: str, **options: Any) -> Any:  # noqa: ANN401
    """A row of another table, without which this one goes too."""
    return Field(sa_type=Integer, sa_column_args=(ForeignKey(target, ondelete="CASCADE"),), **options)


def _came_from(target: str) -> Any:  # noqa: ANN401
    """A row of another table, without which this one stays."""
    foreign_key = ForeignKey(target, ondelete="SET NULL")
    return Field(default=None, sa_type=Integer, sa_column_args=(foreign_key,), nullable=True)


class UserRow(SQLModel, table=True):
    """Whoever uses this Javari: one local profile; accounts come beside it."""

    __tablename__ = "users"
    __table_args__ = (Index("users_one_local", "kind", unique=True, sqlite_where=text("kind = 'local'")),)

    id: int | None = _id()
    kind: str = _words("local")
    created_at: datetime = _moment()
    updated_at: datetime = _moment()


class PreferencesRow(SQLModel, table=True):
    """How one user wants Javari."""

    __tablename__ = "user_preferences"

    id: int | None = _id()
    user_id: int = _belongs_to("users.id", unique=True)
    preset: str = _words()
    response_style: str = _words()
    code_preference: str = _words()
    communication_tone: str = _words()
    custom_system_prompt: str = _words()
    preferred_language: str = _words()
    answer_language: str = _words()
    theme: str = _words()
    sidebar_default_open: bool = False
    display_name: str = _words()
    model: str = _words()
    effort: str = _words()
    created_at: datetime = _moment()
    updated_at: datetime = _moment()


class ChatRow(SQLModel, table=True):
    """A chat; its messages form a tree of which the branch that ends at `leaf_id` is shown."""

    __tablename__ = "chats"
    # Row numbers are never used again: another window may still hold one of a chat that is gone.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = _id()
    uid: str = _words(unique=True)
    title: str = _words()
    title_is_users: bool = False
    pinned: bool = False
    archived: bool = False
    tags: str = _words("[]")
    model: str | None = _maybe_words()
    leaf_id: int | None = None
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    created_at: datetime = _moment()
    updated_at: datetime = _moment()


class MessageRow(SQLModel, table=True):
    """A message, hanging from the one it answers or follows."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("messages_by_parent", "parent_id", "chat_id"),
        Index("messages_by_chat", "chat_id"),
        Index("messages_being_written", "writer", sqlite_where=text("state = 'streaming'")),
        {"sqlite_autoincrement": True},
    )

    id: int | None = _id()
    chat_id: int = _belongs_to("chats.id")
    # No cascade along the tree: SQLite follows one only a thousand rows deep.
    parent_id: int | None = Field(default=None, foreign_key="messages.id")
    role: str = _words()
    state: str = _words()
    created_at: datetime = _moment()
    writer: str | None = _maybe_words()
    covers_until: int | None = None
    model: str | None = _maybe_words()
    usage_input: int | None = None
    usage_output: int | None = None
    usage_cache_read: int | None = None
    usage_cache_write: int | None = None
    # What can be long comes last, so that reading the rest touches one page of the file.
    text: str = _words()
    thinking: str = _words()
    attachment_names: str = _words()
    attachments: str = _words("[]")
    tool_calls: str = _words("[]")
    failure: str | None = _maybe_words()
    replay: str = _words()


class DraftRow(SQLModel, table=True):
    """What stands in a chat's prompt; chat 0 is the one that does not exist yet."""

    __tablename__ = "drafts"

    chat_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str = _words()
    attachments: str = _words("[]")
    cursor_row: int = 0
    cursor_column: int = 0
    updated_at: datetime = _moment()


class QueuedMessageRow(SQLModel, table=True):
    """A message that waits until the running answer ends."""

    __tablename__ = "queued_messages"
    __table_args__ = (Index("queued_messages_by_chat", "chat_id"),)

    id: int | None = _id()
    chat_id: int = _belongs_to("chats.id")
    text: str = _words()
    attachments: str = _words("[]")
    created_at: datetime = _moment()


class PromptHistoryRow(SQLModel, table=True):
    """What was sent once, to be found again with Up and Ctrl+R."""

    __tablename__ = "prompt_history"

    id: int | None = _id()
    text: str = _words()
    created_at: datetime = _moment()


class ViewStateRow(SQLModel, table=True):
    """How the screen was left: the open chat, scroll places, small flags."""

    __tablename__ = "view_state"

    name: str = _words(primary_key=True)
    value: str = _words()
    updated_at: datetime = _moment()


class AssetRow(SQLModel, table=True):
    """Something that was kept. It stays when the chat it came from is gone."""

    __tablename__ = "user_assets"
    # Scripts name assets by their numbers, so a number is never given twice.
    __table_args__ = (
        Index("user_assets_by_content", "content_hash"),
        Index("user_assets_by_message", "message_id"),
        Index("user_assets_by_session", "session_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = _id()
    asset_type: str = _words()
    title: str = _words()
    description: str = _words()
    language: str = _words()
    mime_type: str = _words()
    file_path: str = _words()
    file_size: int = 0
    content_hash: str = _words()
    tags: str = _words("[]")
    folder: str = _words("root")
    is_favorite: bool = False
    session_id: int | None = _came_from("chats.id")
    message_id: int | None = _came_from("messages.id")
    created_from: str = _words()
    created_at: datetime = _moment()
    updated_at: datetime = _moment()
    # What can be long comes last, so that a list of assets touches little of the file.
    content: str = _words()


class DocumentationPageRow(SQLModel, table=True):
    """A help page kept in the database (the pages that ship are files)."""

    __tablename__ = "documentation_pages"

    id: int | None = _id()
    slug: str = _words(unique=True)
    title: str = _words()
    content: str = _words()
    category: str = _words()
    tags: str = _words("[]")
    search_keywords: str = _words()
    order_index: int = 0
    is_published: bool = True
    created_at: datetime = _moment()
    updated_at: datetime = _moment()


class HelpInteractionRow(SQLModel, table=True):
    """What someone did in the help."""

    __tablename__ = "help_interactions"

    id: int | None = _id()
    page_slug: str = _words()
    interaction_type: str = _words()
    search_query: str = _words()
    feedback: str = _words()
    created_at: datetime = _moment()
