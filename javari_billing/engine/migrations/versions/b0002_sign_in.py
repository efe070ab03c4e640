"""Signing in by a device: codes that wait for approval, families of tokens, refresh tokens good for one use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b0002"
down_revision = "b0001"


def upgrade() -> None:
    """Make the tables, and let keys belong to a family."""
    op.create_table(
        "device_codes",
        *(_text("digest", key=True), _text("user_code"), _text("scopes"), _text("state")),
        *(_text("account_id", nullable=True), _big("created_at"), _big("expires_at"), _big("interval")),
        _big("asked_at", nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.CheckConstraint("state IN ('pending', 'approved', 'denied')", name="device_codes_state"),
    )
    op.create_index("device_codes_one_user_code", "device_codes", ["user_code"], unique=True)
    op.create_table(
        "token_families",
        *(_text("id", key=True), _text("account_id"), _text("scopes"), _big("created_at")),
        _big("revoked_at", nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
    )
    op.create_table(
        "refresh_tokens",
        *(_text("digest", key=True), _text("family_id"), _big("created_at"), _big("expires_at")),
        *(_big("used_at", nullable=True), _text("successor", nullable=True)),
        sa.ForeignKeyConstraint(["family_id"], ["token_families.id"]),
    )
    op.create_index("ix_refresh_tokens_family_id", "refresh_tokens", ["family_id"])
    op.add_column("access_keys", _text("family_id", nullable=True))
    op.create_index("ix_access_keys_family_id", "access_keys", ["family_id"])


def _text(name: str, *, nullable: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable, primary_key=key)


def _big(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)
