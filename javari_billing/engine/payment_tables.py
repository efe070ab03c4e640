"""The tables of what is paid for: pages that were opened at the provider, subscriptions, and what was taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from javari_billing.engine.tables import Row


def _big() -> Any:  # noqa: ANN401 - SQLModel's own signature
    return Field(sa_type=BigInteger, nullable=False)


def _maybe_big() -> Any:  # noqa: ANN401 - as above
    return Field(default=None, sa_type=BigInteger, nullable=True)


class PageRow(Row, table=True):
    """A page at the provider, and what is paid for on it: what counts is this order, never what a webhook says."""

    __tablename__ = "payment_pages"
    __table_args__ = (
        CheckConstraint("kind IN ('credits', 'plan', 'portal')", name="payment_pages_kind"),
        CheckConstraint("state IN ('opening', 'open', 'paid', 'ended')", name="payment_pages_state"),
        CheckConstraint("price >= 0 AND credits >= 0", name="payment_pages_amounts"),
        Index("payment_pages_one_key", "account_id", "idempotency_key", unique=True),
        Index("payment_pages_one_session", "provider", "session_id", unique=True),
    )

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id")
    provider: str
    idempotency_key: str
    request_hash: str
    kind: str
    plan: str | None = None
    cycle: str | None = None
    credits: int = _big()
    price: int = _big()
    currency: str
    state: str
    busy_until: int = _big()
    session_id: str | None = None
    url: str | None = None
    created_at: int = _big()
    expires_at: int | None = _maybe_big()
    paid_at: int | None = _maybe_big()
    customer: str | None = None


class SubscriptionRow(Row, table=True):
    """A plan that is paid for again and again. `ends_at` is when the account falls back to the free plan."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint("state IN ('current', 'replaced', 'ended')", name="subscriptions_state"),
        Index("subscriptions_end", "state", "ends_at"),
    )

    provider: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id", index=True)
    page_id: str = Field(foreign_key="payment_pages.id")
    plan: str
    cycle: str
    state: str
    paid_until: int = _big()
    ends_at: int = _big()
    looked_at: int = _big()


class ReversalRow(Row, table=True):
    """Credits that were taken back, or given again: why, how many it should have been, and how many there were."""

    __tablename__ = "reversals"
    __table_args__ = (Index("reversals_of", "reference"),)

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id", index=True)
    reference: str
    price: int = _big()
    wanted: int = _big()
    taken: int = _big()
    created_at: int = _big()


class TrialPaymentRow(Row, table=True):
    """What the built-in test provider knows of a page of its own."""

    __tablename__ = "trial_payments"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'pending', 'paid', 'refunded', 'failed')", name="trial_payments_state"),
    )

    session_id: str = Field(primary_key=True)
    page_id: str = Field(foreign_key="payment_pages.id")
    state: str
    paid_at: int | None = _maybe_big()
    cancelled_at: int | None = _maybe_big()


PAGES = Row.metadata.tables["payment_pages"]
SUBSCRIPTIONS = Row.metadata.tables["subscriptions"]
REVERSALS = Row.metadata.tables["reversals"]
TRIAL_PAYMENTS = Row.metadata.tables["trial_payments"]
