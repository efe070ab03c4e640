"""The tables of what was kept. See `tables.py`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from javari_tui.storage.columns import Moment, belongs_to, came_from, moment, row_id, words
from javari_tui.storage.tables import ChatRow, MessageRow

# Named by their classes, so that they are known before these tables are.
_CHAT, _MESSAGE = f"{ChatRow.__tablename__}.id", f"{MessageRow.__tablename__}.id"
_COUNTED = ("asset_type", "updated_at", "is_favorite", "file_size", "deleted_at")
_THERE = text("deleted_at IS NULL")


class AssetRow(SQLModel, table=True):
    """Something that was kept, with its newest version. It stays when the chat it came from is gone."""

    __tablename__ = "user_assets"
    # Scripts name assets by their numbers, so a number is never given twice.
    __table_args__ = (
        Index("user_assets_by_content", "content_hash"),
        Index("user_assets_by_identity", "identity"),
        Index("user_assets_by_message", "message_id"),
        Index("user_assets_by_session", "session_id"),
        Index("user_assets_deleted", "deleted_at", sqlite_where=text("deleted_at IS NOT NULL")),
        Index("user_assets_newest", "updated_at", sqlite_where=_THERE),
        # The numbers of the dashboard are counted in this index alone, for which it must have what its condition says.
        Index("user_assets_by_type", *_COUNTED, sqlite_where=_THERE),
        {"sqlite_autoincrement": True},
    )

    id: int | None = row_id()
    asset_type: str = words()
    title: str = words()
    description: str = words()
    language: str = words()
    mime_type: str = words()
    file_path: str = words()
    file_name: str = words()
    file_size: int = 0
    content_hash: str = words()
    tags: str = words("[]")
    folder: str = words("root")
    is_favorite: bool = False
    session_id: int | None = came_from(_CHAT)
    message_id: int | None = came_from(_MESSAGE)
    created_from: str = words()
    identity: str = words()
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    # What can be long comes last, so that a list of assets touches little of the file. Of content that is in a
    # file this is the beginning, for search.
    content: str = words()


class AssetVersionRow(SQLModel, table=True):
    """What an asset held before it was kept again."""

    __tablename__ = "asset_versions"
    __table_args__ = (
        Index("asset_versions_by_asset", "asset_id", "number", unique=True),
        Index("asset_versions_by_message", "message_id"),
        Index("asset_versions_by_session", "session_id"),
    )

    id: int | None = row_id()
    asset_id: int = belongs_to("user_assets.id")
    number: int = 1
    language: str = words()
    mime_type: str = words()
    file_path: str = words()
    file_name: str = words()
    file_size: int = 0
    content_hash: str = words()
    session_id: int | None = came_from(_CHAT)
    message_id: int | None = came_from(_MESSAGE)
    created_from: str = words()
    created_at: datetime = moment()
    content: str = words()
