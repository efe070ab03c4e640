"""Plans give their credits every month: since when an account has its plan, and when it gets the next ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b0003"
down_revision = "b0002"


def upgrade() -> None:
    """Add both moments; accounts that were there before get credits only by grants, as they did."""
    op.add_column("accounts", sa.Column("plan_since", sa.BigInteger(), nullable=True))
    op.add_column("accounts", sa.Column("renews_at", sa.BigInteger(), nullable=True))
