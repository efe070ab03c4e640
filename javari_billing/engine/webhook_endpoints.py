"""The addresses of an account that are told of its changes, and the keys that sign what they are told."""

from __future__ import annotations

import secrets
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from javari_billing.engine.outbox import signing_keys
from javari_billing.engine.reading import account_row
from javari_billing.engine.refusals import refuse
from javari_billing.engine.tables import ACCOUNTS
from javari_billing.engine.webhook_tables import DELIVERIES, SIGNING_KEYS, WEBHOOK_ENDPOINTS
from javari_billing.wire.values import moment_of
from javari_billing.wire.webhooks import MAX_ENDPOINTS, WebhookEndpoint, WebhookEndpointRequest, WebhookEndpoints

OLD_STAYS: Final = 7 * 86_400_000
"""How long what was replaced still signs, so that receivers have time to learn the new one."""


def add_endpoint(
    connection: Connection, account_id: str, request: WebhookEndpointRequest, *, secret: str, now: int
) -> WebhookEndpoint:
    """Tell an address of what happens from now on, with its secret; one that is known gets what it wants to hear."""
    connection.execute(select(ACCOUNTS.c.id).where(ACCOUNTS.c.id == account_id).with_for_update())
    account = account_row(connection, account_id)
    if account.is_closed:
        raise refuse("account-closed")
    events = " ".join(dict.fromkeys(request.events))
    place = {"told_seq": account.ledger_seq, "told_version": account.version, "told_plan": account.plan}
    rows = _rows(connection, account_id)
    known = next((row for row in rows if row.url == request.url), None)
    if known is not None:
        again = {"events": events, "failing_since": None, "disabled_at": None}
        again |= place if known.disabled_at is not None else {}
        one = WEBHOOK_ENDPOINTS.c.id == known.id
        connection.execute(update(WEBHOOK_ENDPOINTS).where(one).values(**again))
        return told_endpoint(find_endpoint(connection, account_id, known.id))
    if len(rows) >= MAX_ENDPOINTS:
        raise refuse("limit-exceeded", f"At most {MAX_ENDPOINTS} addresses are told.")
    row: dict[str, Any] = {"id": f"we_{secrets.token_hex(12)}", "account_id": account_id, "url": request.url}
    none = {"old_secret": None, "old_until": None, "failing_since": None, "disabled_at": None}
    connection.execute(
        insert(WEBHOOK_ENDPOINTS), row | none | place | {"events": events, "secret": secret, "created_at": now}
    )
    return told_endpoint(find_endpoint(connection, account_id, row["id"]), secret=secret)


def list_endpoints(connection: Connection, account_id: str) -> WebhookEndpoints:
    """All of an account."""
    return WebhookEndpoints(endpoints=tuple(told_endpoint(row) for row in _rows(connection, account_id)))


def rotate_secret(connection: Connection, account_id: str, name: str, *, secret: str, now: int) -> WebhookEndpoint:
    """Give an address another secret; the old one signs beside it for a week."""
    row = find_endpoint(connection, account_id, name)
    values = {"secret": secret, "old_secret": row.secret, "old_until": now + OLD_STAYS}
    connection.execute(update(WEBHOOK_ENDPOINTS).where(WEBHOOK_ENDPOINTS.c.id == name).values(**values))
    return told_endpoint(row, secret=secret)


def delete_endpoint(connection: Connection, account_id: str, name: str) -> WebhookEndpoint:
    """Tell an address nothing more, also not what waits."""
    row = find_endpoint(connection, account_id, name)
    connection.execute(delete(DELIVERIES).where(DELIVERIES.c.endpoint_id == name))
    connection.execute(delete(WEBHOOK_ENDPOINTS).where(WEBHOOK_ENDPOINTS.c.id == name))
    return told_endpoint(row)


def find_endpoint(connection: Connection, account_id: str, name: str) -> Row[Any]:
    """An address of this account."""
    one = (WEBHOOK_ENDPOINTS.c.account_id == account_id) & (WEBHOOK_ENDPOINTS.c.id == name)
    row = connection.execute(select(WEBHOOK_ENDPOINTS).where(one).with_for_update()).one_or_none()
    if row is None:
        raise refuse("not-found", "There is no such webhook.")
    return row


def add_signing_key(connection: Connection, *, name: str, seed: str, public: str, now: int) -> None:
    """Sign with another key from now on; those before it sign beside it for a week."""
    old = SIGNING_KEYS.c.ends_at.is_(None)
    connection.execute(update(SIGNING_KEYS).where(old).values(ends_at=now + OLD_STAYS))
    connection.execute(
        insert(SIGNING_KEYS), {"id": name, "seed": seed, "public": public, "created_at": now, "ends_at": None}
    )


def public_keys(connection: Connection, *, now: int) -> tuple[str, ...]:
    """What receivers check `v1a` with, the newest first."""
    return tuple(row.public for row in signing_keys(connection, now=now))


def told_endpoint(row: Row[Any], *, secret: str | None = None) -> WebhookEndpoint:
    """An address as it is told outside."""
    return WebhookEndpoint(
        id=row.id,
        url=row.url,
        events=tuple(row.events.split()),
        created_at=moment_of(row.created_at),
        failing_since=None if row.failing_since is None else moment_of(row.failing_since),
        disabled_at=None if row.disabled_at is None else moment_of(row.disabled_at),
        secret=secret,
    )


def webhook_rows(connection: Connection) -> list[Row[Any]]:
    """Every address of every account, with how many messages wait for it."""
    waiting = (
        select(func.count())
        .where(DELIVERIES.c.endpoint_id == WEBHOOK_ENDPOINTS.c.id, DELIVERIES.c.ended_at.is_(None))
        .scalar_subquery()
    )
    every = select(WEBHOOK_ENDPOINTS, waiting.label("waiting")).order_by(WEBHOOK_ENDPOINTS.c.created_at)
    return list(connection.execute(every).all())


def _rows(connection: Connection, account_id: str) -> list[Row[Any]]:
    mine = WEBHOOK_ENDPOINTS.c.account_id == account_id
    ordered = select(WEBHOOK_ENDPOINTS).where(mine).order_by(WEBHOOK_ENDPOINTS.c.created_at, WEBHOOK_ENDPOINTS.c.id)
    return list(connection.execute(ordered.with_for_update()).all())
