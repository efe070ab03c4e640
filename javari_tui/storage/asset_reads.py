"""Reading assets: their rows as values, lists of them, what a dashboard counts."""

from __future__ import annotations

from dataclasses import dataclass

from javari_tui.domain.assets import (
    Asset,
    AssetCounts,
    AssetOrder,
    AssetOrigin,
    AssetType,
    AssetVersion,
    TypeCount,
)
from javari_tui.domain.errors import NotFound
from javari_tui.i18n import N_
from javari_tui.storage.rows import Parameter, choice, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, tags_from_text, time_from_text

ASSET_COLUMNS = (
    "a.id, a.asset_type, a.title, a.description, a.language, a.mime_type, a.file_path, a.file_name, a.file_size,"
    " a.tags, a.folder, a.is_favorite, a.session_id, a.message_id, a.created_from, a.version, a.created_at,"
    " a.updated_at, a.content_hash"
)
RECENT = 5
"""How many of the newest the counts come with."""

_VERSION_COLUMNS = "file_size, mime_type, language, session_id, message_id"
_VERSIONS = f"""
    SELECT version AS number, updated_at AS created_at, {_VERSION_COLUMNS}, 1 AS is_newest
    FROM user_assets WHERE id = :id
    UNION ALL
    SELECT number, created_at, {_VERSION_COLUMNS}, 0 FROM asset_versions WHERE asset_id = :id
    ORDER BY number DESC
"""  # noqa: S608 - our own names
_CONTENT = """
    SELECT content, content_hash, file_path, file_size, mime_type FROM user_assets WHERE id = :id AND version = :number
    UNION ALL
    SELECT content, content_hash, file_path, file_size, mime_type FROM asset_versions
    WHERE asset_id = :id AND number = :number
"""
_COUNTS = """
    SELECT asset_type, count(*) AS number, sum(file_size) AS size, sum(is_favorite) AS favourites
    FROM user_assets WHERE deleted_at IS NULL GROUP BY asset_type
"""
_ORDERS = {
    AssetOrder.NEWEST: "a.updated_at DESC, a.id DESC",
    AssetOrder.OLDEST: "a.updated_at, a.id",
    AssetOrder.TITLE: "a.title COLLATE NOCASE, a.id",
    AssetOrder.LARGEST: "a.file_size DESC, a.id DESC",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFilter:
    """Which assets are wanted; what is none counts for nothing."""

    type: AssetType | None = None
    folder: str | None = None
    tag: str | None = None
    favourites: bool = False

    def sql(self) -> tuple[str, dict[str, Parameter]]:
        """A condition and what it needs."""
        # Only the parts that are wanted: an index serves those, and would not serve “is none, or is”.
        parts, needed = ["a.deleted_at IS NULL"], dict[str, Parameter]()
        if self.type is not None:
            parts.append("a.asset_type = :type")
            needed["type"] = self.type.value
        if self.folder is not None:
            parts.append("a.folder = :folder")
            needed["folder"] = storable(self.folder)
        if self.tag is not None:
            parts.append("EXISTS (SELECT 1 FROM json_each(a.tags) WHERE value = :tag)")
            needed["tag"] = storable(self.tag)
        if self.favourites:
            parts.append("a.is_favorite")
        return " AND ".join(parts), needed


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredContent:
    """What an asset holds, or the name of the file that holds it."""

    text: str
    """All of it where there is no file."""
    digest: str
    size: int
    mime_type: str
    in_file: bool


def read_asset(connection: sqlite.Connection, asset_id: int) -> Asset:
    """One asset; NotFound when it is not there or was deleted."""
    sql = f"SELECT {ASSET_COLUMNS} FROM user_assets a WHERE a.id = ? AND a.deleted_at IS NULL"  # noqa: S608
    found = rows(connection, sql, (number_for_sql(asset_id),))
    if not found:
        raise asset_not_found(asset_id)
    return asset_from_row(found[0])


def read_list(
    connection: sqlite.Connection, wanted: AssetFilter, order: AssetOrder, limit: int | None, offset: int
) -> tuple[Asset, ...]:
    """Assets without their content."""
    where, needed = wanted.sql()
    sql = (
        f"SELECT {ASSET_COLUMNS} FROM user_assets a WHERE {where}"  # noqa: S608
        f" ORDER BY {_ORDERS[order]} LIMIT :limit OFFSET :offset"
    )
    needed.update(limit=-1 if limit is None else limit, offset=offset)
    return tuple(asset_from_row(row) for row in rows(connection, sql, needed))


def read_counts(connection: sqlite.Connection) -> AssetCounts:
    """What a dashboard tells."""
    found = {row["asset_type"]: row for row in rows(connection, _COUNTS)}
    types = tuple(
        TypeCount(type=kind, count=row["number"], size=row["size"])
        if (row := found.get(kind.value)) is not None
        else TypeCount(type=kind, count=0, size=0)
        for kind in AssetType
    )
    newest = AssetOrder.NEWEST
    return AssetCounts(
        types=types,
        favourites=sum(row["favourites"] for row in found.values()),
        recent=read_list(connection, AssetFilter(), newest, RECENT, 0),
        favourite_assets=read_list(connection, AssetFilter(favourites=True), newest, RECENT, 0),
    )


def read_versions(connection: sqlite.Connection, asset_id: int) -> tuple[AssetVersion, ...]:
    """Every content that an asset has had, the newest first; NotFound when it is not there."""
    read_asset(connection, asset_id)
    return tuple(
        AssetVersion(
            asset_id=asset_id,
            number=row["number"],
            size=row["file_size"],
            mime_type=row["mime_type"],
            language=row["language"],
            chat_id=row["session_id"],
            message_id=row["message_id"],
            created_at=time_from_text(row["created_at"]),
            is_newest=bool(row["is_newest"]),
        )
        for row in rows(connection, _VERSIONS, {"id": asset_id})
    )


def read_content(connection: sqlite.Connection, asset_id: int, version: int | None) -> StoredContent:
    """What an asset holds, or held in one of its versions; NotFound when there is no such one."""
    number = read_asset(connection, asset_id).version if version is None else number_for_sql(version)
    found = rows(connection, _CONTENT, {"id": read_asset(connection, asset_id).id, "number": number})
    if not found:
        raise version_not_found(asset_id, version or 0)
    row = found[0]
    in_file = bool(row["file_path"])
    return StoredContent(
        text="" if in_file else row["content"],
        digest=row["content_hash"],
        size=row["file_size"],
        mime_type=row["mime_type"],
        in_file=in_file,
    )


def asset_from_row(row: sqlite.Row) -> Asset:
    """A row of the table as a value."""
    return Asset(
        id=row["id"],
        type=choice(AssetType, row["asset_type"], AssetType.DOCUMENT),
        title=row["title"],
        description=row["description"],
        language=row["language"],
        mime_type=row["mime_type"],
        size=row["file_size"],
        origin=choice(AssetOrigin, row["created_from"], AssetOrigin.CHAT),
        chat_id=row["session_id"],
        message_id=row["message_id"],
        created_at=time_from_text(row["created_at"]),
        updated_at=time_from_text(row["updated_at"]),
        tags=tags_from_text(row["tags"]),
        folder=row["folder"],
        is_favourite=bool(row["is_favorite"]),
        version=row["version"],
        file_name=row["file_name"],
        in_file=bool(row["file_path"]),
    )


def number_for_sql(number: int) -> int:
    """A number that SQLite can hold; one that it cannot names nothing."""
    return number if abs(number) < 1 << 63 else 0


def asset_not_found(asset_id: int) -> NotFound:
    """The error for an asset that is not there."""
    return NotFound(N_("There is no asset {number}."), cure=N_("“javari assets list” shows them."), number=asset_id)


def version_not_found(asset_id: int, version: int) -> NotFound:
    """The error for a version that is not there."""
    return NotFound(
        N_("Asset {number} has no version {version}."),
        cure=N_("“javari assets versions {number}” shows them."),
        number=asset_id,
        version=version,
    )
