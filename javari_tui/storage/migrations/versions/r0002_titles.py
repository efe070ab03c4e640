"""Chats are found by their titles too."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0002"
down_revision = "0001"

_TITLE_INDEX = (
    """
    CREATE VIRTUAL TABLE titles_index USING fts5(
        title,
        content = 'chats', content_rowid = 'id',
        tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
    )
    """,
    """
    CREATE TRIGGER titles_index_added AFTER INSERT ON chats BEGIN
        INSERT INTO titles_index (rowid, title) VALUES (new.id, new.title);
    END
    """,
    """
    CREATE TRIGGER titles_index_removed AFTER DELETE ON chats BEGIN
        INSERT INTO titles_index (titles_index, rowid, title) VALUES ('delete', old.id, old.title);
    END
    """,
    """
    CREATE TRIGGER titles_index_updated AFTER UPDATE OF title ON chats BEGIN
        INSERT INTO titles_index (titles_index, rowid, title) VALUES ('delete', old.id, old.title);
        INSERT INTO titles_index (rowid, title) VALUES (new.id, new.title);
    END
    """,
    "INSERT INTO titles_index (titles_index) VALUES ('rebuild')",
)


def upgrade() -> None:
    """Make the index over titles and fill it from the chats that are there."""
    for statement in _TITLE_INDEX:
        op.execute(dedent(statement).strip())
