"""Payments: pages, subscriptions, what was taken back; who is told of changes, and what waits to be sent to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b0004"
down_revision = "b0003"


def upgrade() -> None:
    """Make the tables, and let an account's plan have a cycle and an end."""
    op.add_column("accounts", _text("cycle", nullable=True))
    op.add_column("accounts", _big("plan_ends_at", nullable=True))
    op.add_column("accounts", _big("grace_until", nullable=True))
    _pages()
    _subscriptions()
    _webhooks()


def _text(name: str, *, nullable: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable, primary_key=key)


def _big(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _of(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"])


def _pages() -> None:
    op.create_table(
        "payment_pages",
        *(_text("id", key=True), _text("account_id"), _text("provider"), _text("idempotency_key")),
        *(_text("request_hash"), _text("kind"), _text("plan", nullable=True), _text("cycle", nullable=True)),
        *(_big("credits"), _big("price"), _text("currency"), _text("state"), _big("busy_until")),
        *(_text("session_id", nullable=True), _text("url", nullable=True), _big("created_at")),
        *(_big("expires_at", nullable=True), _big("paid_at", nullable=True), _text("customer", nullable=True)),
        _of("account_id", "accounts"),
        sa.CheckConstraint("kind IN ('credits', 'plan', 'portal')", name="payment_pages_kind"),
        sa.CheckConstraint("state IN ('opening', 'open', 'paid', 'ended')", name="payment_pages_state"),
        sa.CheckConstraint("price >= 0 AND credits >= 0", name="payment_pages_amounts"),
    )
    op.create_index("payment_pages_one_key", "payment_pages", ["account_id", "idempotency_key"], unique=True)
    op.create_index("payment_pages_one_session", "payment_pages", ["provider", "session_id"], unique=True)
    op.create_table(
        "trial_payments",
        *(_text("session_id", key=True), _text("page_id"), _text("state")),
        *(_big("paid_at", nullable=True), _big("cancelled_at", nullable=True), _of("page_id", "payment_pages")),
        sa.CheckConstraint("state IN ('open', 'pending', 'paid', 'refunded', 'failed')", name="trial_payments_state"),
    )


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        *(_text("provider", key=True), _text("id", key=True), _text("account_id"), _text("page_id")),
        *(_text("plan"), _text("cycle"), _text("state"), _big("paid_until"), _big("ends_at"), _big("looked_at")),
        *(_of("account_id", "accounts"), _of("page_id", "payment_pages")),
        sa.CheckConstraint("state IN ('current', 'replaced', 'ended')", name="subscriptions_state"),
    )
    op.create_index("ix_subscriptions_account_id", "subscriptions", ["account_id"])
    op.create_index("subscriptions_end", "subscriptions", ["state", "ends_at"])
    op.create_table(
        "reversals",
        *(_text("id", key=True), _text("account_id"), _text("reference"), _big("price"), _big("wanted")),
        *(_big("taken"), _big("created_at"), _of("account_id", "accounts")),
    )
    op.create_index("ix_reversals_account_id", "reversals", ["account_id"])
    op.create_index("reversals_of", "reversals", ["reference"])


def _webhooks() -> None:
    op.create_table(
        "webhook_endpoints",
        *(_text("id", key=True), _text("account_id"), _text("url"), _text("events"), _text("secret")),
        *(_text("old_secret", nullable=True), _big("old_until", nullable=True), _big("told_seq")),
        *(_big("told_version"), _text("told_plan"), _big("created_at"), _big("failing_since", nullable=True)),
        *(_big("disabled_at", nullable=True), _of("account_id", "accounts")),
    )
    op.create_index("ix_webhook_endpoints_account_id", "webhook_endpoints", ["account_id"])
    op.create_table(
        "webhook_deliveries",
        *(_text("id", key=True), _text("endpoint_id"), _text("type"), _text("body"), _big("created_at")),
        *(_big("next_at"), sa.Column("attempts", sa.Integer(), nullable=False), _big("ended_at", nullable=True)),
        *(_text("outcome", nullable=True), _of("endpoint_id", "webhook_endpoints")),
    )
    waiting = sa.text("ended_at IS NULL")
    op.create_index("ix_webhook_deliveries_endpoint_id", "webhook_deliveries", ["endpoint_id"])
    op.create_index(
        *("webhook_deliveries_due", "webhook_deliveries", ["next_at"]),
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "signing_keys",
        *(_text("id", key=True), _text("seed"), _text("public"), _big("created_at"), _big("ends_at", nullable=True)),
    )
