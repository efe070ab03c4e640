"""What is kept again becomes a version; assets are found by their words, deleted so that they can come back."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0004"
down_revision = "0003"

# Made anew, not added to: a column behind the content would be read through all of it.
_ASSETS = (
    "DROP INDEX user_assets_by_content",
    "DROP INDEX user_assets_by_message",
    "DROP INDEX user_assets_by_session",
    "ALTER TABLE user_assets RENAME TO assets_before",
    """
    CREATE TABLE user_assets (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        asset_type TEXT NOT NULL,
        title TEXT NOT NULL,
        description TEXT NOT NULL,
        language TEXT NOT NULL,
        mime_type TEXT NOT NULL,
        file_path TEXT NOT NULL,
        file_name TEXT NOT NULL,
        file_size INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        tags TEXT NOT NULL,
        folder TEXT NOT NULL,
        is_favorite BOOLEAN NOT NULL,
        session_id INTEGER,
        message_id INTEGER,
        created_from TEXT NOT NULL,
        identity TEXT NOT NULL,
        version INTEGER NOT NULL,
        deleted_at TEXT,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        content TEXT NOT NULL,
        FOREIGN KEY(session_id) REFERENCES chats (id) ON DELETE SET NULL,
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE SET NULL
    )
    """,
    """
    INSERT INTO user_assets
    SELECT id, asset_type, title, description, language, mime_type, file_path, '', file_size, content_hash, tags,
           folder, is_favorite, session_id, message_id, created_from, '', 1, NULL, created_at, updated_at, content
    FROM assets_before ORDER BY id
    """,
    """
    UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'assets_before')
    WHERE name = 'user_assets' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'assets_before')
    """,
    "DROP TABLE assets_before",
    "CREATE INDEX user_assets_by_content ON user_assets (content_hash)",
    "CREATE INDEX user_assets_by_identity ON user_assets (identity)",
    "CREATE INDEX user_assets_by_message ON user_assets (message_id)",
    "CREATE INDEX user_assets_by_session ON user_assets (session_id)",
    "CREATE INDEX user_assets_deleted ON user_assets (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX user_assets_newest ON user_assets (updated_at) WHERE deleted_at IS NULL",
    """
    CREATE INDEX user_assets_by_type ON user_assets (asset_type, updated_at, is_favorite, file_size, deleted_at)
    WHERE deleted_at IS NULL
    """,
)

_VERSIONS = (
    """
    CREATE TABLE asset_versions (
        id INTEGER NOT NULL,
        asset_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        language TEXT NOT NULL,
        mime_type TEXT NOT NULL,
        file_path TEXT NOT NULL,
        file_name TEXT NOT NULL,
        file_size INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        session_id INTEGER,
        message_id INTEGER,
        created_from TEXT NOT NULL,
        created_at TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(asset_id) REFERENCES user_assets (id) ON DELETE CASCADE,
        FOREIGN KEY(session_id) REFERENCES chats (id) ON DELETE SET NULL,
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE SET NULL
    )
    """,
    "CREATE UNIQUE INDEX asset_versions_by_asset ON asset_versions (asset_id, number)",
    "CREATE INDEX asset_versions_by_message ON asset_versions (message_id)",
    "CREATE INDEX asset_versions_by_session ON asset_versions (session_id)",
)

_COLUMNS = "title, description, tags, file_name, content"
_OLD, _NEW = (", ".join(f"{row}.{name}" for name in _COLUMNS.split(", ")) for row in ("old", "new"))
_FORGET = f"INSERT INTO assets_index (assets_index, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});"  # noqa: S608
_LEARN = f"INSERT INTO assets_index (rowid, {_COLUMNS}) VALUES (new.id, {_NEW});"  # noqa: S608

_INDEX = (
    f"""
    CREATE VIRTUAL TABLE assets_index USING fts5(
        {_COLUMNS},
        content = 'user_assets', content_rowid = 'id',
        tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
    )
    """,
    f"""
    CREATE TRIGGER assets_index_added AFTER INSERT ON user_assets BEGIN
        {_LEARN}
    END
    """,
    f"""
    CREATE TRIGGER assets_index_removed AFTER DELETE ON user_assets BEGIN
        {_FORGET}
    END
    """,
    f"""
    CREATE TRIGGER assets_index_changed AFTER UPDATE OF {_COLUMNS} ON user_assets BEGIN
        {_FORGET}
        {_LEARN}
    END
    """,
    "INSERT INTO assets_index (assets_index) VALUES ('rebuild')",
)


def upgrade() -> None:
    """Make the table of assets anew with what is there, that of older versions, and the index over words."""
    for statement in (*_ASSETS, *_VERSIONS, *_INDEX):
        op.execute(dedent(statement).strip())
