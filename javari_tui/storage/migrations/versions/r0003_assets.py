"""What was kept from chats."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0003"
down_revision = "0002"

_ASSETS = (
    """
    CREATE TABLE user_assets (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        asset_type TEXT NOT NULL,
        title TEXT NOT NULL,
        description TEXT NOT NULL,
        language TEXT NOT NULL,
        mime_type TEXT NOT NULL,
        file_path TEXT NOT NULL,
        file_size INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        tags TEXT NOT NULL,
        folder TEXT NOT NULL,
        is_favorite BOOLEAN NOT NULL,
        session_id INTEGER,
        message_id INTEGER,
        created_from TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        content TEXT NOT NULL,
        FOREIGN KEY(session_id) REFERENCES chats (id) ON DELETE SET NULL,
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX user_assets_by_content ON user_assets (content_hash)",
    "CREATE INDEX user_assets_by_message ON user_assets (message_id)",
    "CREATE INDEX user_assets_by_session ON user_assets (session_id)",
)


def upgrade() -> None:
    """Make the table of assets."""
    for statement in _ASSETS:
        op.execute(dedent(statement).strip())
