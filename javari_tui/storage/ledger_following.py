"""Bringing an account's ledger to what its endpoint says. Part of a transaction.

All that an account has is one grant here, which the endpoint's figure is carried into by entries of their own kind:
the ledger of this machine then adds up to what is shown, and every change of it stands in a line.
"""

from __future__ import annotations

from datetime import datetime

from javari_tui.domain.billing import EndpointBalance
from javari_tui.domain.plans import PlanTier
from javari_tui.domain.spending import EntryKind, GrantSource
from javari_tui.storage.ledger_chain import NewEntry, append
from javari_tui.storage.rows import choice
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, time_to_text
from javari_tui.storage.unsent import read_pending, read_quarantined

_ROOM = 2**53 - 1
"""No endpoint's figure is greater."""

_MINE = "SELECT 1 FROM accounts WHERE user_id = ? AND account = ? AND is_signed_in = 1"

_KNOWN_LATER = """
    SELECT coalesce(sum(cost), 0) FROM usage_outbox WHERE user_id = :user AND state = 'acked' AND acked_seq > :seq
"""


def follow(plain: sqlite.Connection, user_id: int, balance: EndpointBalance, at: datetime) -> int:
    """Write what the endpoint's figure differs by, if it does; never below what is held here. The difference."""
    if plain.execute(_MINE, (user_id, storable(balance.account))).fetchone() is None:
        return 0
    _write_plan(plain, user_id, balance, at)
    grant, posted, held = _mirror_grant(plain, user_id, at)
    # An answer of the endpoint may be older than what was sent meanwhile.
    (later,) = plain.execute(_KNOWN_LATER, {"user": user_id, "seq": balance.ledger_seq}).fetchone()
    unsent = read_pending(plain, user_id).amount + read_quarantined(plain, user_id).amount
    unknown = int(later) + unsent.micro
    difference = min(max(balance.available.micro - unknown, held), _ROOM) - posted
    if difference:
        event = f"account:{user_id}:{balance.ledger_seq}"
        (part,) = plain.execute(
            "SELECT coalesce(max(part) + 1, 0) FROM ledger_entries WHERE event = ?", (event,)
        ).fetchone()
        entry = NewEntry(
            user_id=user_id,
            event=event,
            part=part,
            kind=EntryKind.SYNC,
            amount=difference,
            grant_id=grant,
            at=time_to_text(at),
        )
        append(plain, [entry])
    return difference


def _mirror_grant(plain: sqlite.Connection, user_id: int, at: datetime) -> tuple[int, int, int]:
    """The one grant of an account, made on first use: its number, what is in it and what is held of it."""
    uid = f"account:{user_id}"
    sql = "SELECT id, remaining, held FROM credit_grants WHERE uid = ?"
    found = plain.execute(sql, (uid,)).fetchone()
    if found is None:
        plain.execute(
            "INSERT INTO credit_grants (uid, user_id, source, priority, amount, remaining, held, created_at)"
            " VALUES (?, ?, ?, 0, ?, 0, 0, ?)",
            (uid, user_id, GrantSource.ACCOUNT.value, _ROOM, time_to_text(at)),
        )
        found = plain.execute(sql, (uid,)).fetchone()
    number, remaining, held = found
    return int(number), int(remaining), int(held)


def _write_plan(plain: sqlite.Connection, user_id: int, balance: EndpointBalance, at: datetime) -> None:
    """Keep the plan, and what all grants had when they were given."""
    renews = None if balance.renews_at is None else time_to_text(balance.renews_at)
    plain.execute(
        "UPDATE user_credits SET credits_total = ?, plan_tier = ?, updated_at = ?,"
        " next_billing_date = coalesce(?, next_billing_date) WHERE user_id = ?",
        (
            *(
                sum(grant.amount.micro for grant in balance.grants),
                choice(PlanTier, balance.plan.lower(), PlanTier.FREE),
            ),
            *(time_to_text(at), renews, user_id),
        ),
    )
