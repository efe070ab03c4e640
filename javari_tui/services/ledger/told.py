"""The balance as the Guide tells it: whole credits, and sentences on how true they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from javari_tui.domain.balance_view import BalanceState, BalanceView
from javari_tui.domain.credits import MICRO, Credits, shown_cost, shown_left
from javari_tui.domain.guide import Balance
from javari_tui.i18n import _, ngettext


def told_balance(view: BalanceView) -> Balance:
    """What is shown, in words."""
    return Balance(
        remaining=None if view.available is None else max(view.available.micro, 0) // MICRO,
        total=None if view.total is None or view.available is None else view.total.micro // MICRO,
        plan="" if view.is_local else view.plan,
        remarks=tuple(_remarks(view)),
    )


def _remarks(view: BalanceView) -> Iterator[str]:
    if view.is_local:
        yield _(
            "They are a budget of your own for the month, so that nothing surprises you: Javari charges nothing,"
            " and where a model answers by your own key, its provider charges you directly."
        )
        if view.state is BalanceState.EXHAUSTED:
            yield _("The budget is used up; /topup adds more, which charges nothing.")
        return
    if view.is_closed:
        yield _("The account is closed.")
    if view.needs_sign_in:
        yield _("The account's session has ended: /login signs in again.")
    if view.state is BalanceState.EXHAUSTED:
        yield _("They are used up; /topup adds more.")
    yield from _age(view)


def _age(view: BalanceView) -> Iterator[str]:
    """How old the figure is, and what the server does not know yet."""
    if view.state is BalanceState.OFFLINE:
        text = _("The billing server does not answer; {used} of the {allowance} credits for that time are used.")
        yield text.format(used=shown_cost(view.offline_used), allowance=shown_left(view.offline_allowance))
    elif view.state is BalanceState.STALE:
        yield _("The billing server told that a while ago, so it may be another figure by now.")
    if view.pending:
        text = ngettext(
            "{count} answer is not sent to the server yet; its {amount} credits are taken off already.",
            "{count} answers are not sent to the server yet; their {amount} credits are taken off already.",
            view.pending,
        )
        yield text.format(count=view.pending, amount=shown_cost(view.pending_amount))
    if view.difference:
        amount = shown_cost(Credits(abs(view.difference.micro)))
        yield _("The server counted {amount} credits differently; /credits shows where.").format(amount=amount)
    elif view.state is BalanceState.DISAGREES and not view.quarantined:
        yield _("The server knows other uses of this machine; /credits shows where.")


def balance_teller(read: Callable[[], Awaitable[BalanceView]]) -> Callable[[], Awaitable[Balance]]:
    """What the Guide asks for the credits: read anew each time."""

    async def tell() -> Balance:
        return told_balance(await read())

    return tell
