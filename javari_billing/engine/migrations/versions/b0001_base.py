"""The first tables, the triggers that keep the ledger, and plans to begin with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b0001"
down_revision = None

_MAX = 2**53 - 1
_PLANS = (
    ("Free", "free", 1000, 0, 0, False, '["Every local model, and the Guide, without limit"]'),
    ("Starter", "starter", 5000, 900, 9000, False, '["Five times the credits of Free"]'),
    ("Pro", "pro", 20000, 2900, 29000, True, '["Twenty times the credits of Free","Offline allowance"]'),
    ("Enterprise", "enterprise", 100000, 9900, 99000, False, '["A hundred times the credits of Free"]'),
)
"""Name, tier, credits a month, cents a month, cents a year, whether it is the popular one, features."""


def upgrade() -> None:
    """Make everything."""
    _accounts()
    _grants_and_holds()
    _ledger()
    _keys()
    _catalogue()
    if op.get_bind().dialect.name == "postgresql":
        _keep_the_ledger_in_postgresql()
    else:
        _keep_the_ledger_in_sqlite()


def _text(name: str, *, nullable: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable, primary_key=key)


def _big(name: str, *, nullable: bool = False, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable, primary_key=key, autoincrement=False)


def _account() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account_id"], ["accounts.id"])


def _accounts() -> None:
    op.create_table(
        "accounts",
        *(_text("id", key=True), _text("name"), _text("plan"), sa.Column("is_closed", sa.Boolean(), nullable=False)),
        *(_big("posted"), _big("held"), _big("overdraft_limit"), _big("ledger_seq"), _text("last_hash")),
        *(_big("version"), _big("next_due", nullable=True), _big("created_at")),
        sa.CheckConstraint("held >= 0", name="accounts_held"),
        sa.CheckConstraint("overdraft_limit >= 0", name="accounts_overdraft"),
        sa.CheckConstraint("posted - held + overdraft_limit >= 0", name="accounts_never_overspent"),
        sa.CheckConstraint(f"posted <= {_MAX}", name="accounts_bounded"),
    )


def _grants_and_holds() -> None:
    op.create_table(
        "grants",
        *(_text("account_id", key=True), _big("seq", key=True), _text("kind"), _big("amount"), _big("remaining")),
        sa.Column("priority", sa.Integer(), nullable=False),
        *(_big("expires_at", nullable=True), _big("created_at")),
        *(_text("note", nullable=True), _text("reference", nullable=True), _account()),
        sa.CheckConstraint("amount > 0 AND remaining >= 0 AND remaining <= amount", name="grants_remaining"),
    )
    op.create_index("grants_one_reference", "grants", ["account_id", "reference"], unique=True)
    left = sa.text("remaining > 0")
    op.create_index("grants_left", "grants", ["account_id"], sqlite_where=left, postgresql_where=left)
    op.create_table(
        "holds",
        *(_text("id", key=True), _text("account_id"), _text("idempotency_key"), _text("request_hash")),
        *(_big("amount"), _text("state"), _big("settled", nullable=True), _big("seq", nullable=True)),
        *(_big("created_at"), _big("expires_at"), _big("ended_at", nullable=True), _account()),
        sa.CheckConstraint("amount > 0", name="holds_amount"),
        sa.CheckConstraint("state IN ('held', 'settled', 'released', 'expired')", name="holds_state"),
        sa.CheckConstraint("(state = 'held') = (ended_at IS NULL)", name="holds_end"),
    )
    op.create_index("holds_one_key", "holds", ["account_id", "idempotency_key"], unique=True)
    held = sa.text("state = 'held'")
    op.create_index("holds_open", "holds", ["account_id", "expires_at"], sqlite_where=held, postgresql_where=held)


def _ledger() -> None:
    op.create_table(
        "ledger_entries",
        *(_text("account_id", key=True), _big("seq", key=True), _text("kind"), _big("amount"), _text("counterpart")),
        *(_big("posted"), _big("at"), _big("grant_seq", nullable=True), _text("source", nullable=True)),
        *(_text("event_id", nullable=True), _big("event_time", nullable=True), _text("event_hash", nullable=True)),
        *(_text("price_version", nullable=True), _text("model", nullable=True), _text("action", nullable=True)),
        *(_text("hold_id", nullable=True), _text("note", nullable=True), _text("content", nullable=True)),
        *(_text("hash"), _account()),
    )
    op.create_index("ledger_entries_one_event", "ledger_entries", ["account_id", "source", "event_id"], unique=True)


def _keys() -> None:
    op.create_table(
        "access_keys",
        *(_text("digest", key=True), _text("account_id"), _text("label"), _text("scopes"), _big("created_at")),
        *(_big("expires_at", nullable=True), _big("revoked_at", nullable=True), _account()),
    )
    op.create_index("ix_access_keys_account_id", "access_keys", ["account_id"])


def _catalogue() -> None:
    plans = op.create_table(
        "plans",
        *(_text("name", key=True), _text("tier"), _big("credits_per_month"), _big("price_monthly")),
        *(_big("price_annual"), _text("currency"), _text("features"), _big("overdraft_limit")),
        *(sa.Column("is_popular", sa.Boolean(), nullable=False), sa.Column("is_active", sa.Boolean(), nullable=False)),
        _big("changed_at"),
    )
    op.create_table(
        "prices",
        *(_text("version", key=True), _text("model", key=True), _text("action", key=True)),
        *(_big("input_price"), _big("output_price"), _big("valid_from")),
    )
    rows = [
        {
            **{"name": name, "tier": tier, "credits_per_month": credits * 1_000_000, "currency": "USD"},
            **{"price_monthly": monthly, "price_annual": annual, "is_popular": popular, "features": features},
            **{"overdraft_limit": 500_000_000 if popular else 0, "is_active": True, "changed_at": 0},
        }
        for name, tier, credits, monthly, annual, popular, features in _PLANS
    ]
    op.bulk_insert(plans, rows)


def _keep_the_ledger_in_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ledger_entries_no_{verb.lower()} BEFORE {verb} ON ledger_entries "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END"
        )


def _keep_the_ledger_in_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION ledger_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER ledger_entries_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_only_added_to()"
    )
