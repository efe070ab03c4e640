"""The commands for what is sold: plans and prices, payments, and who is told of changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection

from javari_billing.cli.listing import payment_lines, plan_lines, webhook_lines
from javari_billing.cli.opened import micro, write
from javari_billing.engine.prices import add_price_list, set_plan
from javari_billing.engine.webhook_endpoints import add_signing_key
from javari_billing.webhooks.signing import new_key
from javari_billing.wire.plans import Price

_TIERS = ("free", "starter", "pro", "enterprise")


@click.group()
def plan() -> None:
    """Plans and prices."""


@plan.command("list")
@click.pass_obj
def list_plans(database: str) -> None:
    """The plans on offer and the price list in force."""
    click.echo("\n".join(write(database, lambda connection, now: plan_lines(connection, now=now))))


@plan.command("prices")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def add_prices(database: str, file: Path) -> None:
    """Add a version of the price list from a JSON array of prices; from now on it is in force."""
    try:
        prices = TypeAdapter(tuple[Price, ...]).validate_json(file.read_bytes())
    except ValidationError as error:
        raise click.ClickException(str(error)) from error
    write(database, lambda connection, now: add_price_list(connection, prices, valid_from=now))


@plan.command("set")
@click.argument("name")
@click.option("--tier", type=click.Choice(_TIERS))
@click.option("--credits", help="Credits a month.")
@click.option("--monthly", type=click.IntRange(0), help="Cents a month.")
@click.option("--annual", type=click.IntRange(0), help="Cents a year.")
@click.option("--overdraft", help="Credits that may be used beyond what is there.")
@click.option("--feature", "features", multiple=True, help="Several times for several; all of them anew.")
@click.option("--popular/--not-popular", "is_popular", default=None)
@click.option("--active/--not-active", "is_active", default=None, help="Whether it is offered.")
@click.pass_obj
def change_plan_on_offer(database: str, /, name: str, **told: Any) -> None:  # noqa: ANN401 - as click gives them
    """Change a plan that is offered, or make one. Accounts that have it get the new credits from their next month."""
    for field, column in (("credits", "credits_per_month"), ("overdraft", "overdraft_limit")):
        amount = told.pop(field)
        told[column] = None if amount is None else micro(amount)
    told |= {"price_monthly": told.pop("monthly"), "price_annual": told.pop("annual")}
    told["features"] = list(told["features"]) or None
    changes = {field: value for field, value in told.items() if value is not None}
    write(database, lambda connection, now: set_plan(connection, name, changes, now=now))


@click.group()
def payment() -> None:
    """What was paid for."""


@payment.command("list")
@click.argument("account_id", required=False)
@click.pass_obj
def list_payments(database: str, account_id: str | None) -> None:
    """Every page that was opened, what was paid on it, and what was taken back."""
    click.echo("\n".join(write(database, lambda connection, _now: payment_lines(connection, account_id))))


@click.group()
def webhook() -> None:
    """Who is told of changes."""


@webhook.command("list")
@click.pass_obj
def list_webhooks(database: str) -> None:
    """Every address, and how many messages wait for it."""
    click.echo("\n".join(write(database, lambda connection, _now: webhook_lines(connection))))


@webhook.command("rotate-key")
@click.pass_obj
def rotate_key(database: str) -> None:
    """Sign with another Ed25519 key from now on; the old one signs beside it for a week. Its public half."""

    def work(connection: Connection, now: int) -> str:
        key = new_key()
        add_signing_key(connection, name=key.id, seed=key.seed, public=key.public, now=now)
        return key.public

    click.echo(write(database, work))
