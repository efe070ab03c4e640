"""The commands of `javari-billing`: they work on the database itself, also while the server runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click
from platformdirs import user_data_path
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from javari_billing.cli.listing import account_lines
from javari_billing.cli.opened import micro, opened, write
from javari_billing.cli.selling import payment, plan, webhook
from javari_billing.engine.accounts import change_plan, close_account, give_credits, make_key, open_account, revoke_keys
from javari_billing.engine.invariants import INVARIANTS, verify
from javari_billing.engine.refusals import DatabaseUnusable, Refused
from javari_billing.payments.setup import CHOICES, NotSetUp
from javari_billing.server.serving import Service, serve
from javari_billing.wire.endpoints import SCOPES

_DAY = 86_400_000


def default_database() -> str:
    """The database where none was named: one file in the folder for data."""
    home = os.environ.get("JAVARI_BILLING_HOME")
    folder = Path(home) if home else user_data_path("javari-billing", appauthor=False)
    return f"sqlite:///{folder / 'billing.db'}"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", envvar="JAVARI_BILLING_DATABASE", help="sqlite:///FILE or postgresql://…")
@click.pass_context
def billing(context: click.Context, database: str | None) -> None:
    """The billing endpoint of Javari: run it, look after its accounts, check its ledger."""
    context.obj = database or default_database()


@billing.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8787, show_default=True, type=click.IntRange(0, 65535))
@click.option("--rate", default=100, show_default=True, type=click.IntRange(1), help="Requests a second for each key.")
@click.option("--public-address", help="How users reach it, such as https://billing.example.org")
@click.option(
    *("--payments",),
    default="auto",
    show_default=True,
    type=click.Choice(CHOICES),
    envvar="JAVARI_BILLING_PAYMENTS",
    help="Who takes the money; auto: the test provider where only this machine reaches the server, else nobody.",
)
@click.option(
    *("--credit-cents",),
    default=1,
    show_default=True,
    type=click.IntRange(1, 1000),
    envvar="JAVARI_BILLING_CREDIT_CENTS",
    help="What a credit costs, in US cents.",
)
@click.option(
    *("--allow-private-webhooks",),
    is_flag=True,
    help="Let webhooks go to this machine and its own network, and by http: for trying things out.",
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; PostgreSQL only.")
@click.pass_obj
def serve_command(database: str, /, **options: Any) -> None:  # noqa: ANN401 - as click gives them
    """Serve until it is told to end. Put a proxy that speaks https before it."""
    serve(Service(database, **options), _ready)


@billing.group()
def account() -> None:
    """Accounts and their keys."""


@account.command("create")
@click.argument("name")
@click.option("--plan", default="Free", show_default=True)
@click.option("--monthly/--no-monthly", default=True, help="Whether the plan gives its credits every month.")
@click.pass_obj
def create_account(database: str, name: str, plan: str, monthly: bool) -> None:
    """Open an account; its id and a key, which is shown this once."""

    def work(connection: Connection, now: int) -> tuple[str, str]:
        account_id = open_account(connection, name, plan=plan, now=now, renews=monthly)
        return account_id, make_key(connection, account_id, SCOPES, now=now, label="first")

    account_id, key = write(database, work)
    click.echo(f"{account_id}\n{key}")


@account.command("key")
@click.argument("account_id")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="Several times for several.")
@click.option("--days", type=click.IntRange(1, 36500), help="How long it is good; without, until it is revoked.")
@click.pass_obj
def create_key(database: str, account_id: str, scopes: tuple[str, ...], days: int | None) -> None:
    """Make another key, which is shown this once."""
    ttl = None if days is None else days * _DAY
    click.echo(write(database, lambda one, now: make_key(one, account_id, scopes or SCOPES, now=now, ttl=ttl)))


@account.command("revoke")
@click.argument("account_id")
@click.pass_obj
def revoke(database: str, account_id: str) -> None:
    """Make all keys of an account worthless."""
    click.echo(write(database, lambda connection, now: revoke_keys(connection, account_id, now=now)))


@account.command("plan")
@click.argument("account_id")
@click.argument("plan")
@click.pass_obj
def plan_of_account(database: str, account_id: str, plan: str) -> None:
    """Give an account another plan; its months begin now."""
    write(database, lambda connection, now: change_plan(connection, account_id, plan, now=now))


@account.command("close")
@click.argument("account_id")
@click.pass_obj
def close(database: str, account_id: str) -> None:
    """Let nothing more be used; what there is stays readable."""
    write(database, lambda connection, now: close_account(connection, account_id, now=now))


@account.command("list")
@click.pass_obj
def list_accounts(database: str) -> None:
    """Every account with what it has."""
    click.echo("\n".join(write(database, lambda connection, _now: account_lines(connection))))


@billing.command("grant")
@click.argument("account_id")
@click.argument("credits")
@click.option("--days", type=click.IntRange(1, 36500), help="After how many days they expire.")
@click.option("--note")
@click.option("--reference", help="The same reference again gives nothing more.")
@click.pass_obj
def grant(database: str, /, account_id: str, credits: str, days: int | None, **more: Any) -> None:  # noqa: ANN401 - as click gives them
    """Give credits, whole ones or with up to six decimals."""
    amount = micro(credits)

    def work(connection: Connection, now: int) -> str:
        until = None if days is None else now + days * _DAY
        return give_credits(connection, account_id, amount, now=now, expires_at=until, **more)

    click.echo(write(database, work))


@billing.command("verify")
@click.argument("account_id", required=False)
@click.pass_obj
def verify_command(database: str, account_id: str | None) -> None:
    """Go through every ledger from its beginning and tell what does not hold; ends with 1 when something does not."""
    with opened(database).reading() as connection:
        breaches = list(verify(connection, account_id))
    for breach in breaches:
        click.echo(f"{breach.account_id} {breach.invariant} {breach.detail} ({INVARIANTS[breach.invariant]})")
    if breaches:
        raise click.exceptions.Exit(1)
    click.echo("Everything holds.")


billing.add_command(plan)
billing.add_command(payment)
billing.add_command(webhook)


def run() -> int:
    """Run the command line; what it ends with."""
    try:
        return int(billing.main(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Refused as refused:
        click.echo(refused.problem.detail or refused.problem.title, err=True)
    except NotSetUp as error:
        click.echo(str(error), err=True)
    except DatabaseUnusable as error:
        click.echo(f"The database cannot be used. {error}", err=True)
    except (SQLAlchemyError, OSError) as error:
        click.echo(f"The database or the network failed: {error}", err=True)
    return 1


def _ready(address: str, payments: str) -> None:
    click.echo(f"Javari billing listens at {address}")
    sys.stdout.flush()
    if payments.startswith("test"):
        click.echo("Payments are only tried out: no money moves, and everybody with a key can take credits.", err=True)
