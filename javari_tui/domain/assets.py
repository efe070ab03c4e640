"""Assets: what was kept from chats, from disk, or from an export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

ROOT_FOLDER = "root"
"""Where an asset is that was put nowhere else."""
MOST_BYTES = 100 * 1024 * 1024
"""The largest content that is kept."""


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


class AssetOrder(StrEnum):
    """How a list of assets is ordered."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentFile:
    """Content that is in a file of ours, not in the database."""

    digest: str
    """SHA-256, in hexadecimal; names the file."""
    size: int
    is_text: bool
    """Whether all of it is UTF-8 without a NUL."""
    beginning: str = ""
    """Of a text: what search looks through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAsset:
    """What is to be kept."""

    type: AssetType
    title: str
    content: str | bytes | ContentFile
    language: str = ""
    """Of code, as the fence named it."""
    mime_type: str = "text/plain"
    origin: AssetOrigin = AssetOrigin.CHAT
    chat_id: int | None = None
    message_id: int | None = None
    file_name: str = ""
    """What it is called as a file, where it is one."""
    identity: str = ""
    """The same again, with other content, is a new version of the same asset; empty for what is never the same."""
    description: str = ""
    tags: tuple[str, ...] = ()
    folder: str = ROOT_FOLDER


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
    """When it got the content it has."""
    description: str = ""
    tags: tuple[str, ...] = ()
    folder: str = ROOT_FOLDER
    is_favourite: bool = False
    version: int = 1
    """The number of its newest version, which is the one shown."""
    file_name: str = ""
    """What it was called as a file, where it was one; not safe as a path."""
    in_file: bool = False
    """Whether its content is in a file beside the database."""

    @property
    def is_text(self) -> bool:
        """Whether its content can be read as text."""
        return is_text_type(self.mime_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetVersion:
    """One of the contents that an asset has had."""

    asset_id: int
    number: int
    size: int
    mime_type: str
    language: str
    chat_id: int | None
    message_id: int | None
    created_at: datetime
    is_newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetHit:
    """An asset found by words."""

    asset: Asset
    excerpt: str
    """One line of its content, description, tags or file name; cleaned."""
    matches: tuple[tuple[int, int], ...]
    """Where the words stand in the excerpt."""
    title_matches: tuple[tuple[int, int], ...]
    """Where they stand in the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCount:
    """How many assets of one type there are."""

    type: AssetType
    count: int
    size: int
    """Bytes of them all, newest versions only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetCounts:
    """What a dashboard tells."""

    types: tuple[TypeCount, ...]
    """Every type, also those of which there are none, in the order of `AssetType`."""
    favourites: int
    recent: tuple[Asset, ...]
    favourite_assets: tuple[Asset, ...]
    """The newest of the favourites."""

    @property
    def total(self) -> int:
        """All assets."""
        return sum(kind.count for kind in self.types)

    @property
    def size(self) -> int:
        """Bytes of them all."""
        return sum(kind.size for kind in self.types)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAsset:
    """What became of keeping something."""

    asset: Asset
    is_new: bool
    """False when it was there before: the very same, or the same with other content."""
    is_version: bool = False
    """True when what was there got this content as a new version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What a look through the content files removed."""

    files: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that an asset was written to."""

    path: Path
    size: int


_TEXT_TYPES = frozenset({"application/json", "application/x-ndjson", "application/xml", "application/javascript"})


def is_text_type(mime_type: str) -> bool:
    """Whether content of this type is text. What is kept as one that is not UTF-8 is given another type."""
    return mime_type.startswith("text/") or mime_type.endswith(("+xml", "+json")) or mime_type in _TEXT_TYPES
