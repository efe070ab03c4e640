"""The tables of what the user allowed and forbade. See `tables.py`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from javari_tui.storage.columns import Moment, moment, row_id, words


class ApprovalRuleRow(SQLModel, table=True):
    """An answer that holds for always: one for each tool, folder and subject."""

    __tablename__ = "approval_rules"
    # The settings name rules by their numbers, so a number is never given twice.
    __table_args__ = (
        Index("approval_rules_one", "tool", "folder", "subject", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: int | None = row_id()
    tool: str = words()
    folder: str = words()
    subject: str = words()
    allows: bool = False
    created_at: datetime = moment()
    last_used_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)


class TrustedFolderRow(SQLModel, table=True):
    """A folder the user was asked about, or added to a workspace."""

    __tablename__ = "trusted_folders"
    __table_args__ = (
        Index("trusted_folders_one", "folder", "added_to", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: int | None = row_id()
    folder: str = words()
    added_to: str = words()
    trusted: bool = False
    created_at: datetime = moment()
