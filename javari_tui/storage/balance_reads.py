"""What is there, as it is read: plain SQL over a plain connection, for the ledger and for the first look."""

from __future__ import annotations

from javari_tui.domain.credits import Credits
from javari_tui.domain.errors import NotFound
from javari_tui.domain.plans import PlanTier
from javari_tui.domain.spending import Balance, Grant, GrantSource
from javari_tui.storage.mirror_reads import grants_as_they_count, read_mirror
from javari_tui.storage.rows import choice, rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import time_from_text

IN_ORDER = "priority, expires_at IS NULL, expires_at, id"
"""The one order in which grants are used up, as SQL."""


def read_balance(plain: sqlite.Connection, user_id: int) -> Balance:
    """What is there by what is written, without doing what is due; NotFound where no account was opened.

    The grants of an account are those that its endpoint told, as they were then.
    """
    for account in rows(plain, "SELECT * FROM user_credits WHERE user_id = ?", (user_id,)):
        mirror = read_mirror(plain, user_id)
        own = _grants(plain, user_id)
        return Balance(
            posted=Credits(account["credits_remaining"]),
            held=Credits.sum(grant.held for grant in own),
            total=Credits(account["credits_total"]),
            tier=choice(PlanTier, account["plan_tier"], PlanTier.FREE),
            renews_at=time_from_text(account["next_billing_date"]),
            grants=own if mirror is None else grants_as_they_count(mirror.balance.grants),
        )
    raise NotFound(detail=f"credits of user {user_id}")


def _grants(plain: sqlite.Connection, user_id: int) -> tuple[Grant, ...]:
    """The grants that count, in the order they are used up."""
    sql = f"""SELECT * FROM credit_grants WHERE user_id = ? AND ended_at IS NULL AND remaining > 0
              ORDER BY {IN_ORDER}"""  # noqa: S608 - our own constant
    return tuple(
        Grant(
            id=row["id"],
            source=choice(GrantSource, row["source"], GrantSource.GIFT),
            amount=Credits(row["amount"]),
            remaining=Credits(row["remaining"]),
            held=Credits(row["held"]),
            priority=row["priority"],
            created_at=time_from_text(row["created_at"]),
            expires_at=None if row["expires_at"] is None else time_from_text(row["expires_at"]),
        )
        for row in rows(plain, sql, (user_id,))
    )
