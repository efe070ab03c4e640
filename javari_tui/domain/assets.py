"""Assets: what was kept from chats, from disk, or from an export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AssetType(StrEnum):
    """What an asset is."""

    DOCUMENT = "document"
    CODE = "code"
    IMAGE = "image"
    EXPORT = "export"


class AssetOrigin(StrEnum):
    """How an asset came to be kept."""

    CHAT = "chat"
    MANUAL_UPLOAD = "manual_upload"
    EXPORT = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAsset:
    """What is to be kept."""

    type: AssetType
    title: str
    content: str
    language: str = ""
    """Of code, as the fence named it."""
    mime_type: str = "text/plain"
    origin: AssetOrigin = AssetOrigin.CHAT
    chat_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """Something that was kept, without its content."""

    id: int
    type: AssetType
    title: str
    language: str
    mime_type: str
    size: int
    """Bytes of its content."""
    origin: AssetOrigin
    chat_id: int | None
    """The chat it came from; none when that is gone."""
    message_id: int | None
    created_at: datetime
    updated_at: datetime
    description: str = ""
    tags: tuple[str, ...] = ()
    folder: str = "root"
    is_favourite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAsset:
    """What became of keeping something."""

    asset: Asset
    is_new: bool
    """False when the very same was kept before: then that one is meant."""
