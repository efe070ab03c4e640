"""Assets: what was kept, each content once."""

from __future__ import annotations

import hashlib

from javari_tui.domain.assets import Asset, AssetOrigin, AssetType, KeptAsset, NewAsset
from javari_tui.domain.errors import NotFound
from javari_tui.i18n import N_
from javari_tui.storage.database import Database
from javari_tui.storage.rows import Parameter, choice, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import now, storable, tags_from_text, time_from_text
from javari_tui.storage.tables import AssetRow

_COLUMNS = (
    "id, asset_type, title, description, language, mime_type, file_size, tags, folder, is_favorite,"
    " session_id, message_id, created_from, created_at, updated_at"
)
_SAME = f"SELECT {_COLUMNS} FROM user_assets WHERE content_hash = ? AND asset_type = ? LIMIT 1"  # noqa: S608 - our own
_ONE = f"SELECT {_COLUMNS} FROM user_assets WHERE id = ?"  # noqa: S608
_LIST = f"""
    SELECT {_COLUMNS} FROM user_assets WHERE :type IS NULL OR asset_type = :type
    ORDER BY created_at DESC, id DESC LIMIT :limit
"""  # noqa: S608


class AssetStore:
    """Reads and writes assets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, new: NewAsset) -> KeptAsset:
        """Keep something; what is kept already, with the same content, is not kept twice."""
        content = storable(new.content)
        digest = hashlib.sha256(content.encode()).hexdigest()
        with self._database.writing() as session:
            plain = self._database.plain(session)
            if found := rows(plain, _SAME, (digest, new.type.value)):
                return KeptAsset(asset=_asset(found[0]), is_new=False)
            row = _row(new, content, digest)
            # The message may have gone meanwhile, by another window.
            if not rows(plain, "SELECT 1 FROM messages WHERE id = ? AND chat_id = ?", (new.message_id, new.chat_id)):
                row.session_id = row.message_id = None
            session.add(row)
            session.flush()
            return KeptAsset(asset=_asset(rows(plain, _ONE, (row.id,))[0]), is_new=True)

    def get(self, asset_id: int) -> Asset:
        """One asset; NotFound when it is not there."""
        with self._database.reading() as session:
            found = rows(self._database.plain(session), _ONE, (_number(asset_id),))
            if not found:
                raise _not_found(asset_id)
            return _asset(found[0])

    def content(self, asset_id: int) -> str:
        """What an asset holds, exactly; NotFound when it is not there."""
        sql = "SELECT content FROM user_assets WHERE id = ?"
        with self._database.reading() as session:
            found = rows(self._database.plain(session), sql, (_number(asset_id),))
            if not found:
                raise _not_found(asset_id)
            return str(found[0]["content"])

    def list(self, *, type: AssetType | None = None, limit: int | None = None) -> tuple[Asset, ...]:
        """Assets without their content, the newest first."""
        wanted: dict[str, Parameter] = {
            "type": None if type is None else type.value,
            "limit": -1 if limit is None else limit,
        }
        with self._database.reading() as session:
            return tuple(_asset(row) for row in rows(self._database.plain(session), _LIST, wanted))


def _row(new: NewAsset, content: str, digest: str) -> AssetRow:
    """A row for the table."""
    time = now()
    return AssetRow(
        asset_type=new.type.value,
        title=new.title,
        language=new.language,
        mime_type=new.mime_type,
        file_size=len(content.encode()),
        content_hash=digest,
        session_id=new.chat_id,
        message_id=new.message_id,
        created_from=new.origin.value,
        created_at=time,
        updated_at=time,
        content=content,
    )


def _asset(row: sqlite.Row) -> Asset:
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
    )


def _number(asset_id: int) -> int:
    """A number that SQLite can hold; one that it cannot names nothing."""
    return asset_id if abs(asset_id) < 1 << 63 else 0


def _not_found(asset_id: int) -> NotFound:
    return NotFound(N_("There is no asset {number}."), cure=N_("“javari assets list” shows them."), number=asset_id)
