"""`javari login`: a code to type on a page that is opened anywhere, then waiting until that was done."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from javari_tui.cli import translated
from javari_tui.cli.code_screen import show_code
from javari_tui.cli.opened import javari, run
from javari_tui.cli.output import say
from javari_tui.domain.billing import Account, TokenPlace
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.errors import JavariError
from javari_tui.i18n import N_, _

if TYPE_CHECKING:  # brings the database with it; help must not wait for that
    from javari_tui.services.billing.account import AccountService


class NoKeyring(JavariError):
    """A sign-in by this command would be over when the command ends."""

    TITLE = N_("This machine has no keyring, so this sign-in would be gone as soon as the command ends.")
    CURE = N_("Sign in inside Javari: it lasts until you close it. In scripts, set JAVARI_BILLING_KEY to a key.")


@translated.command(
    name="login",
    help=N_(
        "Sign in to the billing server: shows a code and the address of a page, which you open on any device. "
        "What keeps you signed in is kept in the keyring of this machine, never in a file."
    ),
)
def command() -> None:
    """Sign in."""
    run(_sign_in())


async def _sign_in() -> None:
    async with javari() as services:
        account = services.account
        account.need_endpoint()
        if await account.look() is TokenPlace.SESSION:
            raise BillingError(BillingTrouble.KEYRING) if account.is_keyring_locked else NoKeyring
        if account.account is not None and not account.account.needs_sign_in:
            name = account.account.id
            say(_("You are signed in as {account}. Signing in again takes its place.").format(account=name))
            say("")
        async with aclosing(account.sign_in()) as steps:
            async for step in steps:
                if isinstance(step, Account):
                    _welcome(account, step)
                else:
                    show_code(account.endpoint, step)


def _welcome(service: AccountService, account: Account) -> None:
    say("")
    say(_("You are signed in as {account}.").format(account=account.id))
    say(kept_where(service))
    say(_("What you use counts on this account from now on. “javari billing status” shows what is left."))


def kept_where(service: AccountService) -> str:
    """Where what keeps the user signed in is kept."""
    if service.has_key:
        return _("The key in JAVARI_BILLING_KEY is used.")
    if service.token_place is TokenPlace.KEYRING:
        return _("You stay signed in on this machine: what that takes is in its keyring.")
    if service.is_keyring_locked:
        return _("The keyring of this machine does not open: unlock it to use the account.")
    return _("Only the Javari that signed in can use it, until it closes: this machine has no keyring.")
