"""The tables of accounts at a billing endpoint. See `tables.py`; amounts are micro-credits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from javari_tui.storage.columns import Moment, moment, words


class AccountRow(SQLModel, table=True):
    """An account that was signed in here once; its ledger is that of its own row of `users`."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index("accounts_once", "endpoint", "account", unique=True),
        Index("accounts_one_signed_in", "is_signed_in", unique=True, sqlite_where=text("is_signed_in = 1")),
    )

    user_id: int = Field(primary_key=True, foreign_key="users.id", sa_column_kwargs={"autoincrement": False})
    account: str = words()
    endpoint: str = words()
    source: str = words()
    is_signed_in: bool
    needs_sign_in: bool
    signed_in_at: datetime = moment()


class KeyRow(SQLModel, table=True):
    """Whose account a key is, by its SHA-256: the key itself is nowhere."""

    __tablename__ = "account_keys"

    digest: str = words(primary_key=True)
    user_id: int = Field(primary_key=True, foreign_key="users.id", sa_column_kwargs={"autoincrement": False})


class MirrorRow(SQLModel, table=True):
    """The balance of an account as its endpoint told it last; `grants` is JSON."""

    __tablename__ = "account_mirrors"

    user_id: int = Field(primary_key=True, foreign_key="users.id", sa_column_kwargs={"autoincrement": False})
    plan_name: str = words()
    posted: int
    held: int
    available: int
    overdraft_limit: int
    ledger_seq: int
    grants: str = words()
    is_closed: bool
    as_of: datetime = moment()
    renews_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    grace_until: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    etag: str = words()
    learned_at: datetime = moment()


class CatalogueRow(SQLModel, table=True):
    """The plans and prices of an endpoint as it told them last; JSON."""

    __tablename__ = "plan_catalogues"

    endpoint: str = words(primary_key=True)
    content: str = words()
    etag: str = words()
    learned_at: datetime = moment()


class SyncRow(SQLModel, table=True):
    """How sending goes for an account; `clock_offset` is in microseconds."""

    __tablename__ = "sync_states"

    user_id: int = Field(primary_key=True, foreign_key="users.id", sa_column_kwargs={"autoincrement": False})
    last_success_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    trouble: str = words()
    problem: str = words()
    trouble_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    failures: int
    next_try_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    clock_offset: int | None = None
    highest_seq: int
    difference: int
    disagrees: bool
    went_back_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)
    reconciled_at: datetime | None = Field(default=None, sa_type=Moment, nullable=True)


class AcceptedDayRow(SQLModel, table=True):
    """By how much both sides may differ on a day, as the user decided: the endpoint's digest less that of here."""

    __tablename__ = "accepted_days"

    user_id: int = Field(primary_key=True, foreign_key="users.id", sa_column_kwargs={"autoincrement": False})
    day: str = words(primary_key=True)
    count: int
    sum: int
    xor: str = words()
    accepted_at: datetime = moment()
