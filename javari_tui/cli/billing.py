"""`javari billing`: how the credits stand, what they were spent on, and sending and comparing by hand."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from javari_tui.cli import translated
from javari_tui.cli.billing_lines import (
    Standing,
    local_time,
    reconcile_json,
    reconcile_lines,
    spending_json,
    spending_lines,
    status_json,
    status_lines,
    sync_json,
    sync_lines,
)
from javari_tui.cli.exit_codes import ExitCode
from javari_tui.cli.opened import javari, run
from javari_tui.cli.output import say, say_aside, say_json
from javari_tui.domain.billing import ReconcileReport, SyncReport
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import Credits, shown_left
from javari_tui.domain.plans import BillingCycle
from javari_tui.domain.spending import Spending, SpendingBy
from javari_tui.i18n import N_, _

if TYPE_CHECKING:  # brings the database with it; help must not wait for that
    from javari_tui.domain.balance_view import BalanceView
    from javari_tui.domain.billing import PaymentPage
    from javari_tui.services import Services

_USUAL = 1_000
"""Credits that are bought where nobody says how many."""
_JSON_HELP = N_("Print one JSON object.")


@translated.group(name="billing", help=N_("See the credits, what they were spent on, and top up."))
def command() -> None:
    """Nothing of its own."""


@command.add("status", help=N_("Tell what is left, what is not sent yet, and how sending goes. Asks no server."))
@translated.option("--json", "as_json", is_flag=True, help=_JSON_HELP)
def status(as_json: bool) -> None:
    """Print it."""
    standing = run(_standing())
    if as_json:
        say_json(status_json(standing))
        return
    for line in status_lines(standing):
        say(line)


async def _standing() -> Standing:
    async with javari() as services:
        account = await services.account.read(by_key=True)
        if account is None and services.account.has_key:
            account = await services.account.recognise()
        view = await services.ledger.refresh()
        return Standing(account, services.account.endpoint, view, await services.sync.state())


@command.add("sync", help=N_("Send what was used, and ask what is left."))
@translated.option("--json", "as_json", is_flag=True, help=_JSON_HELP)
def sync(as_json: bool) -> None:
    """Send and ask."""
    report = run(_sync())
    if as_json:
        say_json(sync_json(report))
        return
    for line in sync_lines(report):
        say(line)


async def _sync() -> SyncReport:
    async with javari() as services:
        await _need_account(services)
        return await services.sync.sync_now()


@command.add("reconcile", help=N_("Compare this machine's ledger with the server's, day by day."))
@translated.option(
    "--accept",
    "accepts",
    is_flag=True,
    help=N_("Accept what differs: the server’s figure counts, and only what else differs is told again."),
)
@translated.option("--json", "as_json", is_flag=True, help=_JSON_HELP)
def reconcile(accepts: bool, as_json: bool) -> int:
    """Compare; 1 when they differ and nobody accepts it."""
    report, is_accepted = run(_reconcile(accepts))
    if as_json:
        say_json(reconcile_json(report, is_accepted=is_accepted))
    else:
        for line in reconcile_lines(report, is_accepted=is_accepted):
            say(line)
    return ExitCode.FAILED if report.differing and not is_accepted else ExitCode.OK


async def _reconcile(accepts: bool) -> tuple[ReconcileReport, bool]:
    async with javari() as services:
        await _need_account(services)
        report = await services.sync.reconcile()
        return report, accepts and bool(report.apart) and await services.sync.accept(report)


@command.add("usage", help=N_("Tell what the credits were spent on."))
@translated.option(
    "--by",
    type=click.Choice([by.value for by in SpendingBy]),
    default=SpendingBy.DAY.value,
    help=N_("Add up by days, models, kinds of work or chats."),
)
@translated.option(
    "--since", type=click.DateTime(formats=["%Y-%m-%d"]), metavar=N_("DAY"), help=N_("From this day on: 2026-11-23.")
)
@translated.option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def usage(by: str, since: datetime | None, as_json: bool) -> None:
    """Print one line for each."""
    wanted = SpendingBy(by)
    found = run(_usage(wanted, None if since is None else since.astimezone()))
    if as_json:
        say_json([spending_json(spent) for spent in found])
        return
    for line in spending_lines(found, wanted) if found else ():
        say(line)
    if not found:
        say_aside(_("Nothing was used."))


async def _usage(by: SpendingBy, since: datetime | None) -> tuple[Spending, ...]:
    async with javari() as services:
        await services.account.read(by_key=True)
        return await services.ledger.spending(by, since=since)


@command.add(
    "top-up",
    help=N_(
        "With an account: print the address of the page where credits, or a plan, are paid. "
        "Without one: add as much again to your own budget of the month, which charges nothing."
    ),
)
@translated.argument("credits", type=click.IntRange(1, 10_000_000), required=False, metavar=N_("[CREDITS]"))
@translated.option("--plan", metavar=N_("NAME"), help=N_("Pay for this plan instead."))
@translated.option("--annual", is_flag=True, help=N_("Pay for the plan by the year."))
@translated.option("--json", "as_json", is_flag=True, help=_JSON_HELP)
def top_up(credits: int | None, plan: str | None, annual: bool, as_json: bool) -> None:
    """Print where to pay, or add to the budget."""
    if credits is not None and plan is not None:
        raise click.UsageError(_("Give a number of credits, or --plan, not both."))
    page, view = run(_top_up(credits, plan or "", BillingCycle.ANNUAL if annual else BillingCycle.MONTHLY))
    if page is not None and as_json:
        say_json({"url": page.url, "expires_at": page.expires_at.isoformat()})
    elif page is not None:
        say(page.url)
        say_aside(_("Open this page to pay; it is valid until {time}.").format(time=local_time(page.expires_at)))
    elif view is not None and as_json:
        say_json({"url": None, "available_mcr": None if view.available is None else view.available.micro})
    elif view is not None:
        left = shown_left(view.available or Credits())
        say(_("Added to your budget; nothing is charged. Left: {left} credits").format(left=left))


async def _top_up(credits: int | None, plan: str, cycle: BillingCycle) -> tuple[PaymentPage | None, BalanceView | None]:
    async with javari() as services:
        if await services.account.recognise() is None:
            if credits is not None or plan:
                raise click.UsageError(_("Without an account nothing is paid: leave out the number and --plan."))
            return None, await services.ledger.add_budget()
        if credits is None and not plan:
            credits = _USUAL
        amount = None if credits is None else Credits.of(credits)
        return await services.account.checkout(plan=plan, cycle=cycle, credits=amount), None


async def _need_account(services: Services) -> None:
    """BillingError: nobody is signed in."""
    if await services.account.recognise() is None:
        services.account.need_endpoint()
        raise BillingError(BillingTrouble.SIGNED_OUT)
