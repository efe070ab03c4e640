"""`javari logout`: signing out, here and at the billing server."""

from __future__ import annotations

from javari_tui.cli import translated
from javari_tui.cli.opened import javari, run
from javari_tui.cli.output import say, say_aside
from javari_tui.i18n import N_, _, ngettext


@translated.command(
    name="logout", help=N_("Sign out of the billing server. What is not sent yet waits for the same account.")
)
def command() -> None:
    """Sign out."""
    run(_sign_out())


async def _sign_out() -> None:
    async with javari() as services:
        account = await services.account.read()
        if account is None:
            say_aside(_("You are not signed in."))
        else:
            unsent = await services.account.sign_out()
            say(_("You are signed out of {account}.").format(account=account.id))
            if unsent:
                waiting = ngettext(
                    "{count} use is not sent yet: it waits until you sign in to this account again.",
                    "{count} uses are not sent yet: they wait until you sign in to this account again.",
                    unsent,
                )
                say(waiting.format(count=unsent))
        if services.account.has_key:
            say_aside(_("JAVARI_BILLING_KEY is still set, so Javari goes on using that key."))
