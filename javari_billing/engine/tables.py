"""The tables as SQLModel sees them. What the database really holds is made by `migrations/`; a test compares both.

Amounts are micro-credits, moments milliseconds since 1970 in UTC: whole numbers, the same in both databases.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Table, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from javari_billing.wire.values import MAX_AMOUNT


class Row(SQLModel, registry=registry()):
    """Apart from every other table that this process may know."""


def _big(default: int | None = None, **more: Any) -> Any:  # noqa: ANN401 - SQLModel's own signature
    return Field(default=default, sa_type=BigInteger, nullable=False, **more)


def _maybe_big() -> Any:  # noqa: ANN401 - as above
    return Field(default=None, sa_type=BigInteger, nullable=True)


class AccountRow(Row, table=True):
    """Whose credits they are, and the sums of its ledger and its holds."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("held >= 0", name="accounts_held"),
        CheckConstraint("overdraft_limit >= 0", name="accounts_overdraft"),
        CheckConstraint("posted - held + overdraft_limit >= 0", name="accounts_never_overspent"),
        CheckConstraint(f"posted <= {MAX_AMOUNT}", name="accounts_bounded"),
    )

    id: str = Field(primary_key=True)
    name: str
    plan: str
    is_closed: bool = False
    posted: int = _big(0)
    held: int = _big(0)
    overdraft_limit: int = _big(0)
    ledger_seq: int = _big(0)
    last_hash: str
    version: int = _big(0)
    next_due: int | None = _maybe_big()
    created_at: int = _big()
    plan_since: int | None = _maybe_big()
    renews_at: int | None = _maybe_big()
    cycle: str | None = None
    plan_ends_at: int | None = _maybe_big()
    grace_until: int | None = _maybe_big()


class GrantRow(Row, table=True):
    """Credits given, and what is left of them. Its number is that of the entry that made it."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("amount > 0 AND remaining >= 0 AND remaining <= amount", name="grants_remaining"),
        Index("grants_one_reference", "account_id", "reference", unique=True),
        Index("grants_left", "account_id", sqlite_where=text("remaining > 0"), postgresql_where=text("remaining > 0")),
    )

    account_id: str = Field(primary_key=True, foreign_key="accounts.id")
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str
    amount: int = _big()
    remaining: int = _big()
    priority: int = 0
    expires_at: int | None = _maybe_big()
    created_at: int = _big()
    note: str | None = None
    reference: str | None = None


class HoldRow(Row, table=True):
    """Credits set aside under the key of the request that asked for it."""

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("amount > 0", name="holds_amount"),
        CheckConstraint("state IN ('held', 'settled', 'released', 'expired')", name="holds_state"),
        CheckConstraint("(state = 'held') = (ended_at IS NULL)", name="holds_end"),
        Index("holds_one_key", "account_id", "idempotency_key", unique=True),
        Index(
            *("holds_open", "account_id", "expires_at"),
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
    )

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id")
    idempotency_key: str
    request_hash: str
    amount: int = _big()
    state: str = "held"
    settled: int | None = _maybe_big()
    seq: int | None = _maybe_big()
    created_at: int = _big()
    expires_at: int = _big()
    ended_at: int | None = _maybe_big()


class EntryRow(Row, table=True):
    """One change of a balance. Triggers keep it from ever being changed or taken away."""

    __tablename__ = "ledger_entries"
    __table_args__ = (Index("ledger_entries_one_event", "account_id", "source", "event_id", unique=True),)

    account_id: str = Field(primary_key=True, foreign_key="accounts.id")
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    kind: str
    amount: int = _big()
    counterpart: str
    posted: int = _big()
    at: int = _big()
    grant_seq: int | None = _maybe_big()
    source: str | None = None
    event_id: str | None = None
    event_time: int | None = _maybe_big()
    event_hash: str | None = None
    price_version: str | None = None
    model: str | None = None
    action: str | None = None
    hold_id: str | None = None
    note: str | None = None
    content: str | None = None
    hash: str


class KeyRow(Row, table=True):
    """A key or token, known only by its digest."""

    __tablename__ = "access_keys"

    digest: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id", index=True)
    label: str
    scopes: str
    created_at: int = _big()
    expires_at: int | None = _maybe_big()
    revoked_at: int | None = _maybe_big()
    family_id: str | None = Field(default=None, index=True)


class DeviceCodeRow(Row, table=True):
    """A device that waits for its user to approve it."""

    __tablename__ = "device_codes"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'approved', 'denied')", name="device_codes_state"),
        Index("device_codes_one_user_code", "user_code", unique=True),
    )

    digest: str = Field(primary_key=True)
    user_code: str
    scopes: str
    state: str = "pending"
    account_id: str | None = Field(default=None, foreign_key="accounts.id")
    created_at: int = _big()
    expires_at: int = _big()
    interval: int = _big()
    asked_at: int | None = _maybe_big()


class FamilyRow(Row, table=True):
    """All tokens that came from one approval."""

    __tablename__ = "token_families"

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id")
    scopes: str
    created_at: int = _big()
    revoked_at: int | None = _maybe_big()


class RefreshTokenRow(Row, table=True):
    """A refresh token, good for one use."""

    __tablename__ = "refresh_tokens"

    digest: str = Field(primary_key=True)
    family_id: str = Field(foreign_key="token_families.id", index=True)
    created_at: int = _big()
    expires_at: int = _big()
    used_at: int | None = _maybe_big()
    successor: str | None = None


class PlanRow(Row, table=True):
    """A plan; its features are a JSON array."""

    __tablename__ = "plans"

    name: str = Field(primary_key=True)
    tier: str
    credits_per_month: int = _big()
    price_monthly: int = _big()
    price_annual: int = _big()
    currency: str
    features: str
    overdraft_limit: int = _big(0)
    is_popular: bool = False
    is_active: bool = True
    changed_at: int = _big()


class PriceRow(Row, table=True):
    """What a model costs in one version of the price list. Versions are added, never changed."""

    __tablename__ = "prices"

    version: str = Field(primary_key=True)
    model: str = Field(primary_key=True)
    action: str = Field(primary_key=True)
    input_price: int = _big()
    output_price: int = _big()
    valid_from: int = _big()


def _table(name: str) -> Table:
    return Row.metadata.tables[name]


ACCOUNTS = _table("accounts")
GRANTS = _table("grants")
HOLDS = _table("holds")
ENTRIES = _table("ledger_entries")
KEYS = _table("access_keys")
DEVICE_CODES = _table("device_codes")
FAMILIES = _table("token_families")
REFRESH_TOKENS = _table("refresh_tokens")
PLANS = _table("plans")
PRICES = _table("prices")
