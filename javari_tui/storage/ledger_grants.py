"""Grants: given once, used up in one order, ended when their time is over. Each function is part of a transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from javari_tui.domain.plans import FREE_PLAN, BillingCycle, Period, Plan, PlanTier, period_at
from javari_tui.domain.spending import EntryKind, GrantSource
from javari_tui.storage.balance_reads import IN_ORDER
from javari_tui.storage.ledger_chain import GRANT_CONTENT, NewEntry, append, content_of
from javari_tui.storage.mirror_reads import is_account
from javari_tui.storage.rows import rows
from javari_tui.storage.sqlite_library import sqlite
from javari_tui.storage.stored_values import storable, time_from_text, time_to_text

PLAN_PRIORITY, BOUGHT_PRIORITY = 0, 10
"""What a plan gives ends with its month, so it is used before what was bought."""

_TOTALS = """
    UPDATE user_credits SET updated_at = :at, credits_total = (
        SELECT coalesce(sum(amount), 0) FROM credit_grants
        WHERE user_id = :user AND ended_at IS NULL AND (remaining > 0 OR expires_at IS NOT NULL))
    WHERE user_id = :user AND NOT EXISTS (SELECT 1 FROM accounts WHERE user_id = :user)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """Credits that are about to be given."""

    uid: str
    """Given once: the same again changes nothing."""
    source: GrantSource
    amount: int
    expires_at: datetime | None
    priority: int


def bring_up_to_date(plain: sqlite.Connection, user_id: int, at: datetime) -> None:
    """Do what is due: open the account, end grants whose time is over, give what the plan gives for this month.

    For an account nothing is: its endpoint does all of that.
    """
    if is_account(plain, user_id):
        return
    period = _period(plain, user_id, at)
    end_grants(plain, user_id, at)
    if period.number >= 0:
        give(plain, user_id, _of_plan(user_id, period), at)
    # Also where nothing was given: the clock may have been ahead before.
    sql = "UPDATE user_credits SET next_billing_date = :ends WHERE user_id = :user AND next_billing_date <> :ends"
    plain.execute(sql, {"ends": time_to_text(period.ends_at), "user": user_id})


def is_up_to_date(plain: sqlite.Connection, user_id: int, at: datetime) -> bool:
    """Whether nothing is due, so that the balance can be read without writing."""
    if is_account(plain, user_id):
        return True
    began = _began_at(plain, user_id)
    if began is None:
        return False
    period = period_at(began, at)
    sql = """SELECT 1 FROM user_credits WHERE user_id = ? AND next_billing_date = ?
             AND (? < 0 OR EXISTS (SELECT 1 FROM credit_grants WHERE uid = ?))"""
    values = (user_id, time_to_text(period.ends_at), period.number, _plan_uid(user_id, period))
    return plain.execute(sql, values).fetchone() is not None and not _over(plain, user_id, at)


def give(plain: sqlite.Connection, user_id: int, grant: NewGrant, at: datetime) -> bool:
    """Give credits; False when these were given before."""
    uid = storable(grant.uid)
    if plain.execute("SELECT 1 FROM credit_grants WHERE uid = ?", (uid,)).fetchone():
        return False
    expires = None if grant.expires_at is None else time_to_text(grant.expires_at)
    # It begins with nothing: the entry of the ledger brings what is in it.
    cursor = plain.execute(
        "INSERT INTO credit_grants (uid, user_id, source, priority, amount, remaining, held, expires_at, created_at)"
        " VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?)",
        (uid, user_id, grant.source.value, grant.priority, grant.amount, expires, time_to_text(at)),
    )
    entry = NewEntry(
        user_id=user_id,
        event=uid,
        kind=EntryKind.GRANT,
        amount=grant.amount,
        grant_id=cursor.lastrowid,
        at=time_to_text(at),
        content=content_of(plain, GRANT_CONTENT, uid),
    )
    append(plain, [entry])
    add_up(plain, user_id, at)
    return True


def end_grants(plain: sqlite.Connection, user_id: int, at: datetime) -> None:
    """Take back what is left of grants whose time is over; what is held of them stays until the hold ends."""
    time = time_to_text(at)
    over = _over(plain, user_id, at)
    for grant in over:
        event = f"expiry:{grant['uid']}"
        free = grant["remaining"] - grant["held"]
        (part,) = plain.execute("SELECT count(*) FROM ledger_entries WHERE event = ?", (event,)).fetchone()
        if free:
            entry = NewEntry(
                user_id=user_id,
                event=event,
                part=part,
                kind=EntryKind.EXPIRY,
                amount=-free,
                grant_id=grant["id"],
                at=time,
            )
            append(plain, [entry])
        if not grant["held"]:
            plain.execute("UPDATE credit_grants SET ended_at = ? WHERE id = ?", (time, grant["id"]))
    if over:
        add_up(plain, user_id, at)


def take_from_free(plain: sqlite.Connection, user_id: int, amount: int) -> dict[int, int]:
    """Of which grants an amount can be taken, in the order they are used up; less of it where less is free."""
    parts: dict[int, int] = {}
    sql = f"""SELECT id, remaining - held AS free FROM credit_grants
              WHERE user_id = ? AND ended_at IS NULL AND remaining > held ORDER BY {IN_ORDER}"""  # noqa: S608
    for grant in rows(plain, sql, (user_id,)):
        if not amount:
            break
        parts[grant["id"]] = min(amount, grant["free"])
        amount -= parts[grant["id"]]
    return parts


def available(plain: sqlite.Connection, user_id: int) -> int:
    """What can be spent, once everything that is due was done."""
    sql = "SELECT coalesce(sum(remaining - held), 0) FROM credit_grants WHERE user_id = ? AND ended_at IS NULL"
    return int(plain.execute(sql, (user_id,)).fetchone()[0])


def add_up(plain: sqlite.Connection, user_id: int, at: datetime) -> None:
    """Say anew what the grants that count had when they were given."""
    plain.execute(_TOTALS, {"user": user_id, "at": time_to_text(at)})


def _over(plain: sqlite.Connection, user_id: int, at: datetime) -> list[sqlite.Row]:
    """The grants whose time is over, and of which something is free or nothing is held."""
    sql = """SELECT id, uid, remaining, held FROM credit_grants
             WHERE user_id = ? AND ended_at IS NULL AND expires_at <= ? AND (remaining > held OR held = 0)
             ORDER BY id"""
    return rows(plain, sql, (user_id, time_to_text(at)))


def _period(plain: sqlite.Connection, user_id: int, at: datetime) -> Period:
    """The month of the user's plan; their account is opened with the plan of this machine where there is none."""
    began = _began_at(plain, user_id)
    if began is not None:
        return period_at(began, at)
    write_plan(plain, FREE_PLAN, at)
    return open_account(plain, user_id, at)


def open_account(plain: sqlite.Connection, user_id: int, at: datetime) -> Period:
    """Open the account of somebody who has none, with nothing in it; their first month."""
    period, time = period_at(at, at), time_to_text(at)
    plain.execute(
        "INSERT INTO user_credits (user_id, credits_remaining, credits_total, plan_tier, billing_cycle, plan_began_at,"
        " next_billing_date, created_at, updated_at) VALUES (?, 0, 0, ?, ?, ?, ?, ?, ?)",
        (
            *(user_id, PlanTier.FREE.value, BillingCycle.MONTHLY.value, time),
            *(time_to_text(period.ends_at), time, time),
        ),
    )
    return period


def _began_at(plain: sqlite.Connection, user_id: int) -> datetime | None:
    row = plain.execute("SELECT plan_began_at FROM user_credits WHERE user_id = ?", (user_id,)).fetchone()
    return None if row is None else time_from_text(row[0])


def write_plan(plain: sqlite.Connection, plan: Plan, at: datetime) -> None:
    """Write down how a plan is offered."""
    plain.execute(
        "INSERT INTO subscription_plans (plan_name, plan_tier, credits_per_month, price_monthly, price_annual,"
        " features, is_popular, is_active, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)"
        " ON CONFLICT (plan_name) DO UPDATE SET plan_tier = excluded.plan_tier,"
        " credits_per_month = excluded.credits_per_month,"
        " price_monthly = excluded.price_monthly, price_annual = excluded.price_annual, features = excluded.features,"
        " is_popular = excluded.is_popular, is_active = 1",
        (
            *(storable(plan.name), plan.tier.value, plan.credits_per_month.micro, plan.cents_monthly),
            *(plan.cents_annual, json.dumps(plan.features), plan.is_popular, time_to_text(at)),
        ),
    )


def _of_plan(user_id: int, period: Period) -> NewGrant:
    return NewGrant(
        uid=_plan_uid(user_id, period),
        source=GrantSource.PLAN,
        amount=FREE_PLAN.credits_per_month.micro,
        expires_at=period.ends_at,
        priority=PLAN_PRIORITY,
    )


def _plan_uid(user_id: int, period: Period) -> str:
    return f"plan:{user_id}:{period.number}"
