"""Accounts and plans as lines."""

from __future__ import annotations

from sqlalchemy import Connection

from javari_billing.engine.orders import payment_rows
from javari_billing.engine.prices import catalogue
from javari_billing.engine.reading import account_rows
from javari_billing.engine.webhook_endpoints import webhook_rows
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
        + (f"  {plan.price_annual // 100}.{plan.price_annual % 100:02d} a year" if plan.price_annual else "")
        + ("  popular" if plan.is_popular else "")
        for plan in told.plans
    ]
    lines += [
        f"{price.version}  {price.model}  {price.action}  "
        f"{credits_text(price.input_mcr)} in, {credits_text(price.output_mcr)} out"
        for price in told.prices
    ]
    return lines


def payment_lines(connection: Connection, account_id: str | None) -> list[str]:
    """Every page: account, state, what it is for, its price, and what of it was taken back."""
    pages, reversals = payment_rows(connection, account_id)
    lines = []
    for page in pages:
        what = f"{credits_text(page.credits)} credits" if page.kind == "credits" else page.plan or page.kind
        line = f"{page.id}  {page.account_id}  {page.provider}  {page.state:<7}  {what}  {page.cycle or ''}  "
        lines.append(line + f"{page.price // 100}.{page.price % 100:02d} {page.currency}")
    for row in reversals:
        wanted, taken = credits_text(row.wanted), credits_text(row.taken)
        lines.append(f"{row.reference}  {row.account_id}  reversed: {taken} of {wanted} credits taken back")
    return lines


def webhook_lines(connection: Connection) -> list[str]:
    """Every address: account, what waits, whether it takes what it is told."""
    return [
        f"{row.id}  {row.account_id}  {row.url}  {row.waiting} waiting"
        + ("  (disabled)" if row.disabled_at is not None else "  (failing)" if row.failing_since is not None else "")
        for row in webhook_rows(connection)
    ]


def credits_text(amount: int) -> str:
    """Credits as they are written, exactly."""
    sign, size = ("-", -amount) if amount < 0 else ("", amount)
    whole, part = divmod(size, MICRO)
    return f"{sign}{whole}" + (f".{part:06d}".rstrip("0") if part else "")
