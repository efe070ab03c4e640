"""What the billing server refused, in words and on one line."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from javari_tui.domain.billing import QuarantinedEvent
from javari_tui.domain.credits import shown_cost
from javari_tui.i18n import N_, _
from javari_tui.widgets.credits.saying import cut
from javari_tui.widgets.moments import short_moment
from javari_tui.widgets.spending.names import one_row

_MOMENT = 10

_PROBLEMS = {
    "conflict": N_("The server has another use under the same number."),
    "event-conflict": N_("The server has another use under the same number."),
    "timestamp-out-of-range": N_("Its time is too long ago or in the future; the clock here may have been wrong."),
    "insufficient-credits": N_("The account did not have enough credits for it."),
    "account-closed": N_("The account is closed."),
    "plan-outdated": N_("It was counted by prices that the server does not know."),
    "price-mismatch": N_("The server comes to another amount for it."),
    "subject-mismatch": N_("It belongs to another account."),
    "limit-exceeded": N_("The account cannot hold that many credits."),
    "malformed": N_("The server did not understand it."),
    "too-large": N_("It was too large for the server."),
}


def problem_words(problem: str) -> str:
    """Why the server refused something, in the language in force."""
    if problem in _PROBLEMS:
        return _(_PROBLEMS[problem])
    if not problem.strip():
        return _("The server refused it and did not say why.")
    return _("The server refused it: {problem}").format(problem=one_row(problem))


def event_line(event: QuarantinedEvent) -> str:
    """A refused use in a few words."""
    told = _("{amount} credits for {model}").format(amount=shown_cost(event.amount), model=one_row(event.model))
    title = one_row(event.chat_title)
    return f"{told}, “{title}”" if title else told


def refused_row(event: QuarantinedEvent, width: int) -> Content:
    """When, how much, why."""
    moment = short_moment(event.created_at).replace("\u202f", " ")
    amount = shown_cost(event.amount)
    left = f"{moment}{' ' * max(_MOMENT - cell_len(moment), 1)}{amount}  "
    why = cut(f"{problem_words(event.problem)} {one_row(event.chat_title)}", max(width - cell_len(left), 4))
    return Content.assemble(left, (why, "$text-warning"))
