"""Assets: what was kept, each content once; what is kept again with other content becomes a version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import update
from sqlmodel import Session, col

from javari_tui.domain.assets import (
    Asset,
    AssetCounts,
    AssetOrder,
    AssetVersion,
    ContentFile,
    KeptAsset,
    NewAsset,
)
from javari_tui.storage.asset_files import relative_path
from javari_tui.storage.asset_reads import (
    ASSET_COLUMNS,
    AssetFilter,
    StoredContent,
    asset_from_row,
    asset_not_found,
    number_for_sql,
    read_asset,
    read_content,
    read_counts,
    read_list,
    read_versions,
    version_not_found,
)
from javari_tui.storage.asset_tables import AssetRow
from javari_tui.storage.database import Database
from javari_tui.storage.full_text import forget_words
from javari_tui.storage.rows import Parameter, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import now, storable, tags_to_text, time_to_text

# What belongs to one content, in both tables.
_CONTENT_COLUMNS = (
    "language, mime_type, file_path, file_name, file_size, content_hash, session_id, message_id, created_from, content"
)
_PUT_AWAY = f"""
    INSERT INTO asset_versions (asset_id, number, created_at, {_CONTENT_COLUMNS})
    SELECT id, version, updated_at, {_CONTENT_COLUMNS} FROM user_assets WHERE id = ?
"""  # noqa: S608 - our own names
_TAKE_OUT = f"""
    UPDATE user_assets SET version = version + 1, updated_at = :time, ({_CONTENT_COLUMNS}) =
        (SELECT {_CONTENT_COLUMNS} FROM asset_versions WHERE asset_id = :id AND number = :number)
    WHERE id = :id
"""  # noqa: S608
_SAME_THING = f"""
    SELECT {ASSET_COLUMNS} FROM user_assets a
    WHERE a.identity = :identity AND a.deleted_at IS NULL ORDER BY a.id DESC LIMIT 1
"""  # noqa: S608
_SAME_CONTENT = f"""
    SELECT {ASSET_COLUMNS} FROM user_assets a
    WHERE a.content_hash = :digest AND a.asset_type = :type AND a.file_name = :file_name AND a.deleted_at IS NULL
    ORDER BY a.id DESC LIMIT 1
"""  # noqa: S608


NAMED_FILES = """
    SELECT content_hash, file_size FROM user_assets WHERE file_path <> ''
    UNION SELECT content_hash, file_size FROM asset_versions WHERE file_path <> ''
"""
"""The digests and sizes of the files that a database names."""


class AssetChanges(TypedDict, total=False):
    """What may change in an asset beside its content."""

    title: str
    description: str
    tags: Iterable[str]
    folder: str
    is_favourite: bool


@dataclass(frozen=True, slots=True)
class _Content:
    """What is to be kept, as the table wants it."""

    text: str
    digest: str
    size: int
    file_path: str

    @classmethod
    def of(cls, content: str | bytes | ContentFile) -> _Content:
        if isinstance(content, ContentFile):
            return cls(content.beginning, content.digest, content.size, relative_path(content.digest))
        if isinstance(content, bytes):
            raise TypeError("bytes are put into a file first")
        text = storable(content)
        data = text.encode()
        return cls(text, hashlib.sha256(data).hexdigest(), len(data), "")


class AssetStore:
    """Reads and writes assets. Content files are put in place by `AssetFiles` before their asset is kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, new: NewAsset) -> KeptAsset:
        """Keep something; what is kept already, with the same content, is not kept twice."""
        content = _Content.of(new.content)
        with self._database.writing() as session:
            plain = self._database.plain(session)
            there = _there(plain, new, content.digest)
            if there is None:
                asset_id = _add(session, plain, new, content)
                return KeptAsset(asset=read_asset(plain, asset_id), is_new=True)
            asset, digest = there
            if digest == content.digest:
                return KeptAsset(asset=asset, is_new=False)
            plain.execute(_PUT_AWAY, (asset.id,))
            columns = {**_content_columns(plain, new, content), "version": asset.version + 1, "updated_at": now()}
            _update(session, asset.id, deleted=False, **columns)
            return KeptAsset(asset=read_asset(plain, asset.id), is_new=False, is_version=True)

    def get(self, asset_id: int) -> Asset:
        """One asset; NotFound when it is not there or was deleted."""
        with self._database.reading() as session:
            return read_asset(self._database.plain(session), asset_id)

    def content(self, asset_id: int, version: int | None = None) -> StoredContent:
        """What an asset holds, or held in a version, or where that is; NotFound when there is no such one."""
        with self._database.reading() as session:
            return read_content(self._database.plain(session), asset_id, version)

    def versions(self, asset_id: int) -> tuple[AssetVersion, ...]:
        """Every content it has had, the newest first; NotFound when it is not there."""
        with self._database.reading() as session:
            return read_versions(self._database.plain(session), asset_id)

    def list(
        self,
        wanted: AssetFilter | None = None,
        *,
        order: AssetOrder = AssetOrder.NEWEST,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[Asset, ...]:
        """Assets without their content, the newest first unless another order is wanted."""
        with self._database.reading() as session:
            return read_list(self._database.plain(session), wanted or AssetFilter(), order, limit, offset)

    def counts(self) -> AssetCounts:
        """What a dashboard tells."""
        with self._database.reading() as session:
            return read_counts(self._database.plain(session))

    def folders(self) -> tuple[tuple[str, int], ...]:
        """Every folder with the number of assets in it, by name."""
        return self._numbered(
            "SELECT folder, count(*) FROM user_assets WHERE deleted_at IS NULL GROUP BY folder ORDER BY folder"
        )

    def tags(self) -> tuple[tuple[str, int], ...]:
        """Every tag with the number of assets that have it, the most used first."""
        return self._numbered(
            "SELECT t.value, count(*) AS assets FROM user_assets a, json_each(a.tags) t WHERE a.deleted_at IS NULL"
            " GROUP BY t.value ORDER BY assets DESC, t.value"
        )

    def change(self, asset_id: int, **changes: Unpack[AssetChanges]) -> Asset:
        """Change what is named, and nothing else; its place in the list stays. NotFound when it is gone."""
        columns: dict[str, object] = {**changes}
        if "tags" in changes:
            columns["tags"] = tags_to_text(changes["tags"])
        if "is_favourite" in columns:
            columns["is_favorite"] = columns.pop("is_favourite")
        with self._database.writing() as session:
            _update(session, asset_id, deleted=False, **columns)
            return read_asset(self._database.plain(session), asset_id)

    def restore_version(self, asset_id: int, number: int) -> Asset:
        """Make a version the newest again, as a new one; NotFound when there is no such one."""
        with self._database.writing() as session:
            plain = self._database.plain(session)
            asset = read_asset(plain, asset_id)
            if number == asset.version:
                return asset
            wanted = (asset.id, number_for_sql(number))
            if not rows(plain, "SELECT 1 FROM asset_versions WHERE asset_id = ? AND number = ?", wanted):
                raise version_not_found(asset_id, number)
            plain.execute(_PUT_AWAY, (asset.id,))
            plain.execute(_TAKE_OUT, {"id": asset.id, "number": number, "time": time_to_text(now())})
            return read_asset(plain, asset.id)

    def delete(self, asset_id: int) -> None:
        """Take an asset away so that `restore` can bring it back; NotFound when it is gone."""
        with self._database.writing() as session:
            _update(session, asset_id, deleted=False, deleted_at=now())

    def restore(self, asset_id: int) -> Asset:
        """Bring a deleted asset back; NotFound when it was never deleted or is gone for good."""
        with self._database.writing() as session:
            _update(session, asset_id, deleted=True, deleted_at=None)
            return read_asset(self._database.plain(session), asset_id)

    def purge_deleted(self, older_than: timedelta) -> int:
        """Remove assets deleted so long ago for good, with their versions; their files go when they are tidied."""
        before = time_to_text(now() - older_than)
        with self._database.writing() as session:
            plain = self._database.plain(session)
            # Versions go with their asset.
            purged = plain.execute("DELETE FROM user_assets WHERE deleted_at <= ?", (before,)).rowcount
            if purged:
                forget_words(plain, "assets_index", "content")
        if purged:
            self._database.checkpoint()
        return purged

    def named_files(self) -> frozenset[str]:
        """The digests of the files that hold something, also of what was deleted but can come back."""
        with self._database.reading() as session:
            return frozenset(row[0] for row in rows(self._database.plain(session), NAMED_FILES))

    def _numbered(self, sql: str) -> tuple[tuple[str, int], ...]:
        with self._database.reading() as session:
            return tuple((row[0], row[1]) for row in rows(self._database.plain(session), sql))


def _there(connection: sqlite.Connection, new: NewAsset, digest: str) -> tuple[Asset, str] | None:
    """What was kept before and is meant, by what identifies it, else by its content; with its content's digest."""
    wanted: dict[str, Parameter] = {
        "identity": storable(new.identity),
        "digest": digest,
        "type": new.type.value,
        "file_name": storable(new.file_name),
    }
    found = rows(connection, _SAME_THING, wanted) if new.identity else []
    found = found or rows(connection, _SAME_CONTENT, wanted)
    return (asset_from_row(found[0]), found[0]["content_hash"]) if found else None


def _add(session: Session, connection: sqlite.Connection, new: NewAsset, content: _Content) -> int:
    time = now()
    row = AssetRow(
        asset_type=new.type.value,
        title=new.title,
        description=new.description,
        tags=tags_to_text(new.tags),
        folder=new.folder,
        identity=new.identity,
        created_at=time,
        updated_at=time,
        **_content_columns(connection, new, content),
    )
    session.add(row)
    session.flush()
    return row.id or 0


def _content_columns(connection: sqlite.Connection, new: NewAsset, content: _Content) -> dict[str, Any]:
    """What belongs to one content."""
    # The message may have gone meanwhile, by another window.
    there = "SELECT 1 FROM messages WHERE id = ? AND chat_id = ?"
    is_there = bool(rows(connection, there, (new.message_id, new.chat_id)))
    chat_there = is_there or bool(rows(connection, "SELECT 1 FROM chats WHERE id = ?", (new.chat_id,)))
    return {
        "language": new.language,
        "mime_type": new.mime_type,
        "file_path": content.file_path,
        "file_name": new.file_name,
        "file_size": content.size,
        "content_hash": content.digest,
        "session_id": new.chat_id if chat_there else None,
        "message_id": new.message_id if is_there else None,
        "created_from": new.origin.value,
        "content": content.text,
    }


def _update(session: Session, asset_id: int, *, deleted: bool, **columns: object) -> None:
    """Write columns of an asset; NotFound when there is none in that state."""
    is_so = col(AssetRow.deleted_at).is_not(None) if deleted else col(AssetRow.deleted_at).is_(None)
    is_it = col(AssetRow.id) == number_for_sql(asset_id)
    if not session.exec(update(AssetRow).where(is_it, is_so).values(**columns)).rowcount:
        raise asset_not_found(asset_id)
