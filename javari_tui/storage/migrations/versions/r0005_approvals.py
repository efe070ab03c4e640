"""What the user allowed and forbade tools, and the folders they trust."""

from __future__ import annotations

from textwrap import dedent

from alembic import op

revision = "0005"
down_revision = "0004"

_APPROVALS = (
    """
    CREATE TABLE approval_rules (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        tool TEXT NOT NULL,
        folder TEXT NOT NULL,
        subject TEXT NOT NULL,
        allows BOOLEAN NOT NULL,
        created_at TEXT NOT NULL,
        last_used_at TEXT
    )
    """,
    "CREATE UNIQUE INDEX approval_rules_one ON approval_rules (tool, folder, subject)",
    """
    CREATE TABLE trusted_folders (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        folder TEXT NOT NULL,
        added_to TEXT NOT NULL,
        trusted BOOLEAN NOT NULL,
        created_at TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX trusted_folders_one ON trusted_folders (folder, added_to)",
)


def upgrade() -> None:
    """Make the tables of rules and of trusted folders."""
    for statement in _APPROVALS:
        op.execute(dedent(statement).strip())
