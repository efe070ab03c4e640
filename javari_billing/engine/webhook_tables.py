"""The tables of who is told of changes: addresses, what waits to be sent to them, and the keys that sign it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from javari_billing.engine.tables import Row


def _big() -> Any:  # noqa: ANN401 - SQLModel's own signature
    return Field(sa_type=BigInteger, nullable=False)


def _maybe_big() -> Any:  # noqa: ANN401 - as above
    return Field(default=None, sa_type=BigInteger, nullable=True)


class WebhookEndpointRow(Row, table=True):
    """An address that is told of an account's changes, and how much of them it was told."""

    __tablename__ = "webhook_endpoints"

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="accounts.id", index=True)
    url: str
    events: str
    secret: str
    old_secret: str | None = None
    old_until: int | None = _maybe_big()
    told_seq: int = _big()
    told_version: int = _big()
    told_plan: str
    created_at: int = _big()
    failing_since: int | None = _maybe_big()
    disabled_at: int | None = _maybe_big()


class DeliveryRow(Row, table=True):
    """Something an address is to be told: it stays until it was taken or given up."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index(
            "webhook_deliveries_due",
            "next_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    endpoint_id: str = Field(foreign_key="webhook_endpoints.id", index=True)
    type: str
    body: str
    created_at: int = _big()
    next_at: int = _big()
    attempts: int = 0
    ended_at: int | None = _maybe_big()
    outcome: str | None = None


class SigningKeyRow(Row, table=True):
    """An Ed25519 key of the server's. The newest signs; the one before it does too until `ends_at`."""

    __tablename__ = "signing_keys"

    id: str = Field(primary_key=True)
    seed: str
    public: str
    created_at: int = _big()
    ends_at: int | None = _maybe_big()


WEBHOOK_ENDPOINTS = Row.metadata.tables["webhook_endpoints"]
DELIVERIES = Row.metadata.tables["webhook_deliveries"]
SIGNING_KEYS = Row.metadata.tables["signing_keys"]
