"""What `javari billing` prints: the same for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.billing import Account, ReconcileReport, SyncReport
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.credits import Credits, shown_cost, shown_left
from javari_tui.domain.spending import Spending, SpendingBy
from javari_tui.domain.sync_state import SyncState
from javari_tui.i18n import N_, _, ngettext

_NOTABLE = timedelta(minutes=1)
"""From when on a wrong clock is told."""
_ACTIONS = {
    "chat": N_("Chat"),
    "code_generation": N_("Writing code"),
    "file_analysis": N_("Reading files"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands."""

    account: Account | None
    endpoint: str
    view: BalanceView
    state: SyncState


def status_lines(standing: Standing) -> Iterator[str]:
    """How it stands, for people."""
    view, account = standing.view, standing.account
    if account is None:
        yield _("Without an account: a budget of your own for the month. Javari charges nothing for it.")
        if standing.endpoint:
            yield _("“javari login” signs you in to {endpoint}.").format(endpoint=standing.endpoint)
    else:
        yield _("{account} at {endpoint}").format(account=account.id, endpoint=account.endpoint)
    yield from _balance_lines(view)
    if account is not None:
        yield from _account_lines(standing)


def _balance_lines(view: BalanceView) -> Iterator[str]:
    if view.available is None:
        yield _("Left: — (the billing server has not told it yet)")
        return
    left = {"left": shown_left(view.available), "total": shown_left(view.total or view.available)}
    yield _("Left: {left} of {total} credits").format(**left)
    if view.plan:
        yield _("Plan: {plan}").format(plan=view.plan)
    if view.renews_at is not None:
        yield _("New credits: {time}").format(time=local_time(view.renews_at))
    if view.as_of is not None and not view.is_local:
        yield _("As told by the billing server: {time}").format(time=local_time(view.as_of))


def _account_lines(standing: Standing) -> Iterator[str]:
    view, state, account = standing.view, standing.state, standing.account
    if view.is_closed:
        yield _("The account is closed.")
    if account is not None and account.needs_sign_in:
        yield _("Sign in again to send what you use: “javari login”.")
    if view.pending:
        yield ngettext(
            "Not sent yet: {count} event, {amount} credits",
            "Not sent yet: {count} events, {amount} credits",
            view.pending,
        ).format(count=view.pending, amount=shown_cost(view.pending_amount))
    if view.quarantined:
        yield ngettext(
            "Refused by the server: {count} event; /credits in Javari shows it",
            "Refused by the server: {count} events; /credits in Javari shows them",
            view.quarantined,
        ).format(count=view.quarantined)
    yield from _trouble_lines(state)


def _trouble_lines(state: SyncState) -> Iterator[str]:
    if state.last_success_at is not None:
        yield _("Last sent and asked: {time}").format(time=local_time(state.last_success_at))
    if state.trouble and state.trouble_at is not None:
        why = f" ({state.problem})" if state.problem else ""
        title = BillingError(BillingTrouble(state.trouble)).title
        yield _("Last trouble, {time}: {what}").format(time=local_time(state.trouble_at), what=title + why)
        if state.next_try_at is not None:
            yield _("Tried again: {time}").format(time=local_time(state.next_try_at))
    if state.clock_offset is not None and abs(state.clock_offset) >= _NOTABLE:
        minutes = abs(state.clock_offset) // timedelta(minutes=1)
        text = (
            ngettext(
                "The clock of this machine is {count} minute slow; please set it.",
                "The clock of this machine is {count} minutes slow; please set it.",
                minutes,
            )
            if state.clock_offset > timedelta()
            else ngettext(
                "The clock of this machine is {count} minute fast; please set it.",
                "The clock of this machine is {count} minutes fast; please set it.",
                minutes,
            )
        )
        yield text.format(count=minutes)
    if state.went_back_at is not None:
        text = _("The server knew less than before, {time}; what it had lost was sent again.")
        yield text.format(time=local_time(state.went_back_at))
    if state.disagrees:
        yield _("Both ledgers differ, by {amount} credits: “javari billing reconcile” shows where.").format(
            amount=shown_cost(state.difference)
        )


def sync_lines(report: SyncReport) -> Iterator[str]:
    """What a round came to, for people."""
    yield ngettext("{count} event sent.", "{count} events sent.", report.sent).format(count=report.sent)
    if report.duplicates:
        yield ngettext(
            "{count} of them was there already.", "{count} of them were there already.", report.duplicates
        ).format(count=report.duplicates)
    if report.kept:
        yield ngettext("{count} is sent again later.", "{count} are sent again later.", report.kept).format(
            count=report.kept
        )
    if report.quarantined:
        yield ngettext(
            "{count} was refused; /credits in Javari shows it.",
            "{count} were refused; /credits in Javari shows them.",
            report.quarantined,
        ).format(count=report.quarantined)


def reconcile_lines(report: ReconcileReport, *, is_accepted: bool) -> Iterator[str]:
    """What comparing came to, for people."""
    if report.resent:
        yield ngettext(
            "{count} event was missing on the server and was sent again.",
            "{count} events were missing on the server and were sent again.",
            report.resent,
        ).format(count=report.resent)
    if not report.differing:
        yield ngettext(
            "Both ledgers are the same, on {count} day.", "Both ledgers are the same, on {count} days.", report.days
        ).format(count=report.days)
        return
    yield _("Both ledgers differ by {amount} credits, on these days:").format(amount=shown_cost(report.difference))
    yield from (f"  {day}" for day in report.differing)
    if report.unknown_here:
        yield _("The server has these events of this machine, and this machine has not:")
        yield from (f"  {event}" for event in report.unknown_here)
    if is_accepted:
        yield _("This is accepted: the server’s figure counts, and only what else differs is told again.")
    else:
        yield _("Where that is right, such as after a backup was put back: “javari billing reconcile --accept”.")


def spending_lines(found: Sequence[Spending], by: SpendingBy) -> Iterator[str]:
    """What was spent on each thing, under its unit, and what that comes to."""
    yield f"{_('credits'):>14}"
    yield from (spending_line(spent, by) for spent in found)
    yield f"{shown_cost(Credits.sum(spent.amount for spent in found)):>14}  {_('in all')}"


def spending_line(spent: Spending, by: SpendingBy) -> str:
    """What was spent on one thing, for people."""
    name = _(_ACTIONS[spent.key]) if by is SpendingBy.ACTION and spent.key in _ACTIONS else spent.title
    if by is SpendingBy.CHAT:
        name = f"{spent.key:>6}  {' '.join(name.split()) or _('(no title)')}"
    return f"{shown_cost(spent.amount):>14}  {name}"


def status_json(standing: Standing) -> dict[str, object]:
    """How it stands, for programs: amounts in micro-credits."""
    view, state, account = standing.view, standing.state, standing.account
    return {
        "account": account and account.id,
        "endpoint": account.endpoint if account else standing.endpoint or None,
        "needs_sign_in": bool(account and account.needs_sign_in),
        "is_closed": view.is_closed,
        "state": view.state.value,
        "plan": view.plan or None,
        "available_mcr": _micro(view.available),
        "total_mcr": _micro(view.total),
        "as_of": _time(view.as_of),
        "renews_at": _time(view.renews_at),
        "grace_until": _time(view.grace_until),
        "unsent": view.pending,
        "unsent_mcr": view.pending_amount.micro,
        "refused": view.quarantined,
        "offline_used_mcr": view.offline_used.micro,
        "offline_allowance_mcr": view.offline_allowance.micro,
        "last_success_at": _time(state.last_success_at),
        "trouble": state.trouble or None,
        "problem": state.problem or None,
        "trouble_at": _time(state.trouble_at),
        "failures": state.failures,
        "next_try_at": _time(state.next_try_at),
        "clock_offset_ms": None if state.clock_offset is None else state.clock_offset // timedelta(milliseconds=1),
        "ledger_seq": state.highest_seq,
        "disagrees": state.disagrees,
        "difference_mcr": state.difference.micro,
        "went_back_at": _time(state.went_back_at),
        "reconciled_at": _time(state.reconciled_at),
    }


def sync_json(report: SyncReport) -> dict[str, object]:
    """What a round came to, for programs."""
    return {
        "sent": report.sent,
        "accepted": report.accepted,
        "duplicates": report.duplicates,
        "kept": report.kept,
        "refused": report.quarantined,
        "requests": report.requests,
    }


def reconcile_json(report: ReconcileReport, *, is_accepted: bool) -> dict[str, object]:
    """What comparing came to, for programs."""
    return {
        "days": report.days,
        "differing": list(report.differing),
        "resent": report.resent,
        "unknown_here": list(report.unknown_here),
        "accepted": is_accepted,
        "difference_mcr": report.difference.micro,
    }


def spending_json(spent: Spending) -> dict[str, object]:
    """What was spent on one thing, for programs."""
    return {
        "key": spent.key,
        "title": spent.title,
        "amount_mcr": spent.amount.micro,
        "events": spent.events,
        "estimated": spent.estimated,
    }


def local_time(moment: datetime) -> str:
    """A moment by this machine's clock."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def _micro(amount: Credits | None) -> int | None:
    return None if amount is None else amount.micro


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
