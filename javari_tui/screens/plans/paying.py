"""Signing in and out, buying credits and plans: the ways through the windows, from wherever they begin."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.billing import OfferedPlan
from javari_tui.domain.billing_errors import BillingError
from javari_tui.domain.credits import Credits, shown_room
from javari_tui.domain.errors import JavariError
from javari_tui.domain.plans import FREE_PLAN, BillingCycle
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _, ngettext
from javari_tui.screens.base import CommandNode
from javari_tui.screens.dialogs.elsewhere import Copy
from javari_tui.screens.dialogs.question import Question
from javari_tui.screens.dialogs.sign_in import SignInDialog, SignInEnd
from javari_tui.screens.plans.payment import PaymentDialog
from javari_tui.screens.plans.payment_watch import PaymentWatch
from javari_tui.screens.plans.top_up import TopUpDialog
from javari_tui.widgets.approval.answers import Answer
from javari_tui.widgets.plans.plan_card import price_text

if TYPE_CHECKING:  # brings the database with it; the windows must not wait for that
    from javari_tui.services import Services

GoToSettings = Callable[[str], Awaitable[None]]
"""Opens the settings at a section."""


class Paying:
    """All that has to do with the account and with money."""

    def __init__(self, home: CommandNode, services: Services, *, copy: Copy, go_to_settings: GoToSettings) -> None:
        """`home` is the page that stays: what is waited for there goes on when windows close."""
        self._home, self._services = home, services
        self._copy, self._go_to_settings = copy, go_to_settings

    def tell(self, text: str) -> None:
        """A notice; data, never markup."""
        self._home.app.notify(text, timeout=8, markup=False)

    # The account

    async def sign_in(self) -> bool:
        """Show a code and wait; whether somebody is signed in then."""
        account = self._services.account
        if account.account is not None and not account.account.needs_sign_in:
            return True
        end = await self._home.app.push_screen_wait(SignInDialog(account, copy=self._copy))
        if end is SignInEnd.SETTINGS:
            await self._go_to_settings("credits")
        if end is not SignInEnd.SIGNED_IN or account.account is None:
            return False
        self.tell(_("You are signed in as {account}.").format(account=reveal(account.account.id)))
        await self._know_the_balance()
        return True

    async def sign_out(self) -> None:
        """Ask once, then end it; what is not sent yet waits."""
        account = self._services.account
        if account.account is None:
            self.tell(_("You are not signed in."))
            return
        text = [
            _("Your chats, keys and settings stay on this machine. Javari goes on with the Free plan of this machine."),
            _waiting_events(self._services.ledger.view.pending),
        ]
        answers = (Answer("no", "n", _("Stay signed in")), Answer("yes", "y", _("Sign out"), needs_enter=True))
        question = Question(_("Sign out?"), "\n\n".join(part for part in text if part), answers)
        if await self._home.app.push_screen_wait(question) != "yes":
            return
        waiting = await account.sign_out()
        await self._services.ledger.refresh()
        key = _("JAVARI_BILLING_KEY is still set, so Javari goes on using that key.") if account.has_key else ""
        self.tell(" ".join(part for part in (_("You are signed out."), _waiting_events(waiting), key) if part))

    # Credits

    async def top_up(self) -> None:
        """Buy credits, or without an account add to the month's budget."""
        if self._services.account.account is None:
            await self._top_up_budget()
            return
        view = self._services.ledger.view
        left = "" if view.available is None else _("You have {credits} credits left.")
        window = TopUpDialog(left.format(credits=shown_room(view.available or Credits())))
        amount = await self._home.app.push_screen_wait(window)
        if amount is not None and await self.sign_in():
            await self._know_the_balance()
            page = await self._services.account.checkout(credits=amount)
            watch = PaymentWatch(self._services.ledger, page, self._ask, credits=amount)
            await self._pay(_("Top up {credits} credits").format(credits=amount), watch)

    async def _top_up_budget(self) -> None:
        added = FREE_PLAN.credits_per_month
        text = _(
            "Without an account, credits are a budget of your own on this machine: Javari charges nothing, and the"
            " provider of a model charges you directly. You can add to this month’s budget at any time."
        )
        answers = (
            Answer("add", "a", _("Add {credits} credits to this month’s budget").format(credits=added)),
            Answer("sign_in", "s", _("Sign in to an account, to buy credits")),
            Answer("no", "n", _("Leave it as it is")),
        )
        picked = await self._home.app.push_screen_wait(Question(_("Top up credits"), text, answers))
        if picked == "add":
            view = await self._services.ledger.add_budget()
            self.tell(_("{credits} credits were added; you have {left} now.").format(credits=added, left=_left(view)))
        elif picked == "sign_in" and await self.sign_in():
            await self.top_up()

    # Plans

    async def choose(self, plan: OfferedPlan, cycle: BillingCycle) -> None:
        """Change to a plan; who has no account signs in first."""
        if not await self.sign_in():
            return
        account, view, name = self._services.account, self._services.ledger.view, reveal(plan.name)
        is_free = plan.price_monthly == 0 and plan.price_annual == 0
        if is_current(plan, view):
            note = _("{plan} is your plan already.").format(plan=name)
            if is_free:
                self.tell(note)
            else:
                await self.open_portal(note)
        elif is_free:
            await self.open_portal(_("To go back to {plan}, end your plan on this page.").format(plan=name))
        else:
            await self._know_the_balance()
            page = await account.checkout(plan=plan.name, cycle=cycle)
            watch = PaymentWatch(self._services.ledger, page, self._ask, plan=plan.name)
            await self._pay(_("Change to {plan}").format(plan=name), watch, note=f"{name}, {price_text(plan, cycle)}.")

    async def open_portal(self, note: str = "") -> None:
        """Where cards, invoices and the end of a plan are looked after; `note` says why, translated."""
        page = await self._services.account.portal()
        window = PaymentDialog(_("Cards, invoices and ending a plan"), page, None, copy=self._copy, note=note)
        await self._home.app.push_screen_wait(window)

    async def _know_the_balance(self) -> None:
        """What was there before the payment: by that it is seen that it came."""
        with suppress(BillingError):  # the next question to the endpoint tells what is wrong
            await self._ask()

    async def _ask(self) -> None:
        """Ask the endpoint for the balance. BillingError says why that was not possible."""
        await self._services.sync.sync_now()
        await self._services.ledger.refresh()

    async def _pay(self, what: str, watch: PaymentWatch, *, note: str = "") -> None:
        """Show the page; whether it is paid is looked for a while longer than the window is open."""
        self._home.run_worker(self._look_for(watch), group="credits.payment", exclusive=True)
        try:
            await self._home.app.push_screen_wait(PaymentDialog(what, watch.page, watch, copy=self._copy, note=note))
        finally:
            watch.window_closed()

    async def _look_for(self, watch: PaymentWatch) -> None:
        try:
            await watch.run()
        except JavariError as error:
            self._home.report(error)
        if watch.arrived.done() and not watch.arrived.cancelled():
            self.tell(_arrived(watch, watch.arrived.result()))


def is_current(plan: OfferedPlan, view: BalanceView) -> bool:
    """Whether it is the plan of the account."""
    return not view.is_local and plan.name == view.plan


def _left(view: BalanceView) -> str:
    return "—" if view.available is None else shown_room(view.available)


def _arrived(watch: PaymentWatch, view: BalanceView) -> str:
    """What was bought, now that it is there."""
    if watch.plan:
        text = _("Plan {plan} has begun; {left} credits are left.")
        return text.format(plan=reveal(watch.plan), left=_left(view))
    text = _("{credits} credits have arrived; {left} are left.")
    return text.format(credits=watch.credits, left=_left(view))


def _waiting_events(count: int) -> str:
    """What is said of events that the endpoint does not know of; nothing where there are none."""
    if not count:
        return ""
    return ngettext(
        "{count} use is not sent yet. It waits on this machine until the same account signs in again.",
        "{count} uses are not sent yet. They wait on this machine until the same account signs in again.",
        count,
    ).format(count=count)
