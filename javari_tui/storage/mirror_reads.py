"""Whose credits are shown, and what their endpoint told last: plain SQL over a plain connection, for any reader."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from javari_tui.domain.billing import EndpointBalance, EndpointGrant
from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import Grant, GrantSource
from javari_tui.domain.sync_state import Mirror
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, time_from_text, time_to_text

LEDGER_USER = """
    SELECT coalesce((SELECT user_id FROM accounts WHERE is_signed_in = 1), (SELECT id FROM users WHERE kind = 'local'))
    AS id
"""
"""The row of `users` that credits belong to now: the account's that is signed in, else the local profile's."""

_SOURCES = {"plan": GrantSource.PLAN, "purchase": GrantSource.TOP_UP, "refund": GrantSource.REFUND}


def is_account(plain: sqlite.Connection, user_id: int) -> bool:
    """Whether an endpoint decides on these credits."""
    return plain.execute("SELECT 1 FROM accounts WHERE user_id = ?", (user_id,)).fetchone() is not None


def read_mirror(plain: sqlite.Connection, user_id: int) -> Mirror | None:
    """What the endpoint told last of the balance; None when it never did."""
    sql = "SELECT m.*, a.account FROM account_mirrors m JOIN accounts a USING (user_id) WHERE m.user_id = ?"
    for row in rows(plain, sql, (user_id,)):
        balance = EndpointBalance(
            account=row["account"],
            plan=row["plan_name"],
            posted=Credits(row["posted"]),
            held=Credits(row["held"]),
            available=Credits(row["available"]),
            overdraft_limit=Credits(row["overdraft_limit"]),
            ledger_seq=row["ledger_seq"],
            as_of=time_from_text(row["as_of"]),
            grants=grants_from_text(row["grants"]),
            is_closed=bool(row["is_closed"]),
            renews_at=_maybe(row["renews_at"]),
            grace_until=_maybe(row["grace_until"]),
        )
        return Mirror(balance=balance, learned_at=time_from_text(row["learned_at"]), etag=row["etag"])
    return None


def grants_as_they_count(grants: Iterable[EndpointGrant]) -> tuple[Grant, ...]:
    """The endpoint's grants as those of a balance, in its order."""
    return tuple(
        Grant(
            id=number,
            source=_SOURCES.get(grant.kind, GrantSource.GIFT),
            amount=grant.amount,
            remaining=grant.remaining,
            held=Credits(0),
            priority=number,
            created_at=grant.created_at,
            expires_at=grant.expires_at,
            note=grant.note,
        )
        for number, grant in enumerate(grants, start=1)
    )


def grants_to_text(grants: Iterable[EndpointGrant]) -> str:
    """Grants for a JSON column."""
    found = [{**asdict(grant), "amount": grant.amount.micro, "remaining": grant.remaining.micro} for grant in grants]
    return storable(json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=_written))


def grants_from_text(text: str) -> tuple[EndpointGrant, ...]:
    """Grants of a JSON column."""
    return tuple(
        EndpointGrant(
            id=item["id"],
            kind=item["kind"],
            amount=Credits(item["amount"]),
            remaining=Credits(item["remaining"]),
            created_at=time_from_text(item["created_at"]),
            expires_at=_maybe(item["expires_at"]),
            note=item["note"],
        )
        for item in json.loads(text)
    )


def _written(value: object) -> str:
    assert isinstance(value, datetime)
    return time_to_text(value)


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else time_from_text(text)
