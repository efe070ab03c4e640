"""Accounts and plans as lines."""

from __future__ import annotations

from sqlalchemy import Connection

from javari_billing.engine.prices import catalogue
from javari_billing.engine.reading import account_rows
from javari_billing.wire.values import MICRO


def account_lines(connection: Connection) -> list[str]:
    """Every account: id, plan, what it has and what of it is held, name."""
    rows = account_rows(connection)
    return [
        f"{row.id}  {row.plan:<10}  {credits_text(row.posted):>16}  {credits_text(row.held):>16}  {row.name}"
        + ("  (closed)" if row.is_closed else "")
        for row in rows
    ]


def plan_lines(connection: Connection, *, now: int) -> list[str]:
    """Every plan on offer, then the prices in force."""
    told = catalogue(connection, now=now)
    lines = [
        f"{plan.name:<12}  {credits_text(plan.credits_per_month_mcr):>12} a month  "
        f"{plan.price_monthly // 100}.{plan.price_monthly % 100:02d} {plan.currency}"
        for plan in told.plans
    ]
    lines += [
        f"{price.version}  {price.model}  {price.action}  "
        f"{credits_text(price.input_mcr)} in, {credits_text(price.output_mcr)} out"
        for price in told.prices
    ]
    return lines


def credits_text(amount: int) -> str:
    """Credits as they are written, exactly."""
    sign, size = ("-", -amount) if amount < 0 else ("", amount)
    whole, part = divmod(size, MICRO)
    return f"{sign}{whole}" + (f".{part:06d}".rstrip("0") if part else "")
