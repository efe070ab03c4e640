"""The tables of plans, credits and their use. See `tables.py`; what keeps them true is in the migration.

All amounts are micro-credits (`domain/credits.py`), all prices US cents. Chats and messages are named by numbers that
are never given twice, and by no references: what was used stays known when they are gone.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from javari_tui.storage.columns import Moment, moment, row_id, words


class PlanRow(SQLModel, table=True):
    """A plan as it was last offered."""

    __tablename__ = "subscription_plans"

    id: int | None = row_id()
    plan_name: str = words(unique=True)
    plan_tier: str = words()
    credits_per_month: int
    price_monthly: int
    price_annual: int
    features: str = words("[]")
    is_popular: bool = False
    is_active: bool = True
    created_at: datetime = moment()


class CreditsRow(SQLModel, table=True):
    """Which plan a user has, and what is left: the sum of the ledger, kept by a trigger."""

    __tablename__ = "user_credits"

    id: int | None = row_id()
    user_id: int = Field(foreign_key="users.id", unique=True)
    credits_remaining: int
    credits_total: int
    plan_tier: str = words()
    billing_cycle: str = words()
    plan_began_at: datetime = moment()
    next_billing_date: datetime = moment()
    created_at: datetime = moment()
    updated_at: datetime = moment()


class GrantRow(SQLModel, table=True):
    """Credits that were given; `remaining` follows from the ledger, `held` from the open holds."""

    __tablename__ = "credit_grants"
    __table_args__ = (
        Index("credit_grants_that_count", "user_id", sqlite_where=text("ended_at IS NULL")),
        {"sqlite_autoincrement": True},
    )

    id: int | None = row_id()
    uid: str = words(unique=True)
    user_id: int = Field(foreign_key="users.id")
    source: str = words()
    priority: int
    amount: int
    remaining: int
    held: int
    expires_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    created_at: datetime = moment()


class HoldRow(SQLModel, table=True):
    """Credits set aside for an answer; `parts` says of which grants: JSON, pairs of number and amount."""

    __tablename__ = "credit_holds"
    __table_args__ = (
        Index("credit_holds_open", "user_id", sqlite_where=text("state = 'open'")),
        Index("credit_holds_by_message", "message_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = row_id()
    uid: str = words(unique=True)
    user_id: int = Field(foreign_key="users.id")
    amount: int
    parts: str = words("[]")
    state: str = words()
    model: str = words()
    price_version: str = words()
    session_id: int
    question_id: int
    message_id: int
    writer: str = words()
    created_at: datetime = moment()
    ended_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)


class UsageRow(SQLModel, table=True):
    """What one answer used. Never changed."""

    __tablename__ = "credits_usage"
    __table_args__ = (
        Index("credits_usage_by_time", "user_id", "created_at", "credits_used"),
        Index("credits_usage_by_session", "session_id", "credits_used"),
        Index("credits_usage_by_question", "question_id", "credits_used"),
        Index("credits_usage_by_message", "message_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = row_id()
    event: str = words(unique=True)
    user_id: int = Field(foreign_key="users.id")
    credits_used: int
    action_type: str = words()
    session_id: int
    question_id: int
    message_id: int
    model: str = words()
    price_version: str = words()
    is_estimated: bool = False
    # SQLModel keeps the name for itself.
    more: str = words("{}", sa_column_kwargs={"name": "metadata"})
    created_at: datetime = moment()


class LedgerRow(SQLModel, table=True):
    """One change of the balance, chained to the one before it by hashes. Never changed."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        Index("ledger_entries_once", "event", "part", unique=True),
        Index("ledger_entries_by_grant", "grant_id", "amount"),
    )

    seq: int | None = row_id()
    user_id: int = Field(foreign_key="users.id")
    event: str = words()
    part: int
    kind: str = words()
    grant_id: int | None = Field(default=None, foreign_key="credit_grants.id")
    amount: int
    content_hash: str = words()
    previous_hash: str = words()
    hash: str = words()
    created_at: datetime = moment()


class OutboxRow(SQLModel, table=True):
    """An event the billing endpoint is to be told of; kept when it knows."""

    __tablename__ = "usage_outbox"
    __table_args__ = (
        Index("usage_outbox_waiting", "user_id", "next_try_at", "cost", sqlite_where=text("state = 'pending'")),
        Index("usage_outbox_known", "user_id", "acked_seq", sqlite_where=text("state = 'acked'")),
        Index("usage_outbox_refused", "user_id", "cost", sqlite_where=text("state = 'quarantined'")),
        Index("usage_outbox_kept", "user_id", sqlite_where=text("state = 'kept'")),
        {"sqlite_autoincrement": True},
    )

    id: int | None = row_id()
    event: str = words(unique=True)
    user_id: int = Field(foreign_key="users.id")
    body: str = words()
    state: str = words()
    lease: str = words()
    leased_by: str = words()
    leased_until: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    next_try_at: datetime = moment()
    attempts: int
    acked_seq: int | None = None
    problem: str = words()
    created_at: datetime = moment()
    corrected_time: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    cost: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
