"""`javari whoami`: which account is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from javari_tui.cli import translated
from javari_tui.cli.exit_codes import ExitCode
from javari_tui.cli.login import kept_where
from javari_tui.cli.opened import javari, run
from javari_tui.cli.output import say, say_aside, say_json
from javari_tui.domain.billing import Account
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.i18n import N_, _

if TYPE_CHECKING:  # brings the database with it; help must not wait for that
    from javari_tui.services.billing.account import AccountService


@translated.command(name="whoami", help=N_("Tell which account is signed in, and where its tokens are kept."))
@translated.option("--json", "as_json", is_flag=True, help=N_("Print one JSON object."))
def command(as_json: bool) -> int:
    """Tell it."""
    return run(_tell(as_json=as_json))


async def _tell(*, as_json: bool) -> int:
    """The exit code says whether the account can be used."""
    async with javari() as services:
        account, trouble = await _recognised(services.account)
        if account is not None:
            await services.account.look()
        if as_json:
            say_json(_as_json(services.account, account) | {"is_offline": trouble is not None})
        else:
            _print(services.account, account)
            if trouble is not None:
                say_aside(trouble.title)
    return ExitCode.FAILED if account is None or account.needs_sign_in else ExitCode.OK


async def _recognised(service: AccountService) -> tuple[Account | None, BillingError | None]:
    """Who it is, and why the server could not say so: then whom it named before. BillingError: it named nobody."""
    try:
        return await service.recognise(), None
    except BillingError as error:
        account = await service.read(by_key=True)
        if error.trouble is not BillingTrouble.UNREACHABLE or account is None:
            raise
        return account, error


def _print(service: AccountService, account: Account | None) -> None:
    if account is None:
        say_aside(_("You are not signed in."))
        if service.is_set:
            say_aside(_("“javari login” signs you in to {endpoint}.").format(endpoint=service.endpoint))
        return
    say(_("{account} at {endpoint}").format(account=account.id, endpoint=account.endpoint))
    if account.needs_sign_in:
        say_aside(_("Sign in again: the server no longer takes what this machine has. “javari login” does it."))
    else:
        say(kept_where(service))


def _as_json(service: AccountService, account: Account | None) -> dict[str, object]:
    """The same for a program to read."""
    return {
        "account": account and account.id,
        "endpoint": account.endpoint if account else service.endpoint or None,
        "needs_sign_in": bool(account and account.needs_sign_in),
        "signed_in_at": account and account.signed_in_at.isoformat(),
        "tokens": None if account is None else "environment" if service.has_key else service.token_place.value,
    }
