"""`javari login`: a code to type on a page that is opened anywhere, then waiting until that was done."""

from __future__ import annotations

import shutil
import sys
from contextlib import aclosing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from javari_tui.cli import translated
from javari_tui.cli.opened import javari, run
from javari_tui.cli.output import on_terminal, say
from javari_tui.domain.billing import Account, SignInCode, TokenPlace
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.errors import JavariError
from javari_tui.i18n import N_, _, ngettext
from javari_tui.terminal.qr import qr_rows

if TYPE_CHECKING:  # brings the database with it; help must not wait for that
    from javari_tui.services.billing.account import AccountService

_LINES = 13
"""Rows of the terminal that the words and the prompt take."""


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
        if not account.is_set:
            raise BillingError(BillingTrouble.NOT_SET)
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
                    _tell_code(account, step)


def _tell_code(account: AccountService, code: SignInCode) -> None:
    """All that the user needs, on one screen."""
    say(_("To sign in to {endpoint}:").format(endpoint=account.endpoint))
    say("")
    say("  " + _("1. Open this page on any device:"))
    say(f"       {code.address}")
    say("  " + _("2. Type this code there, and allow it:"))
    say("")
    say(f"       {code.user_code}")
    say("")
    _draw(code.address_complete)
    minutes = max(1, round((code.expires_at - datetime.now(UTC)).total_seconds() / 60))
    valid = ngettext("The code is valid for {count} minute.", "The code is valid for {count} minutes.", minutes)
    say(valid.format(count=minutes) + " " + _("Never type a code there that somebody sent you."))
    say(_("Waiting for you… This goes on by itself. Ctrl+C stops it, and then nothing has changed."))


def _draw(address: str) -> None:
    """The address with the code in it, for a phone: where it fits, and where colours make it readable."""
    size = shutil.get_terminal_size()
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if not on_terminal() or encoding != "utf8":
        return
    for row in qr_rows(address, columns=size.columns - 2, rows=size.lines - _LINES) or ():
        # Our own signs, not the server's: dark on light whatever the terminal's colours, or cameras do not see it.
        click.echo("  " + click.style(row, fg="black", bg="bright_white"))


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
