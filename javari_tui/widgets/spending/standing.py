"""How credits stand: a figure, a meter, sentences; then what is held, what it came from, and the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rich.cells import cell_len
from textual.content import Content

from javari_tui.domain.balance_view import BalanceState, BalanceView
from javari_tui.domain.credits import Credits, shown_cost, shown_left
from javari_tui.domain.spending import Balance, Grant, Limit
from javari_tui.i18n import N_, _, ngettext
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.credits.saying import cut, figure_of, plan_of
from javari_tui.widgets.moments import short_age
from javari_tui.widgets.spending.bars import meter
from javari_tui.widgets.spending.names import long_day, source_name, time_name, year_day

_WIDEST_METER = 40
_GRANT_METER, _GRANT_METER_FROM = 12, 70
_WIDEST_GRANT = 16
_WIDEST_TEXT = 100
_OLD = timedelta(minutes=5)
"""From when on it is told how long ago a figure was told."""
_LIMITS = {
    Limit.MESSAGE: N_("One message"),
    Limit.CHAT: N_("This chat"),
    Limit.DAY: N_("Today"),
    Limit.MONTH: N_("This month"),
}


@dataclass(frozen=True, slots=True)
class LimitLeft:
    """A limit that the user set, and what is left of it."""

    limit: Limit
    most: Credits
    left: Credits | None = None
    """None: nothing is known of it, such as where no chat is open."""


def head_lines(view: BalanceView, width: int, now: datetime | None = None) -> list[Content]:
    """What is left, how true that is, and what to do."""
    width = min(width, _WIDEST_TEXT)
    lines = [_headline(view).truncate(width, ellipsis=True)]
    if view.available is not None and view.total is not None and view.total.micro > 0:
        left, most = max(view.available.micro, 0), view.total.micro
        percent = f" {min(left, most) * 100 // most} %"
        lines.append(Content.styled(meter(left, most, min(_WIDEST_METER, width - cell_len(percent))), "$text-accent"))
        lines[-1] = Content.assemble(lines[-1], (percent, "$text-muted"))
    for text, style in _sentences(view, now or datetime.now(UTC)):
        lines += Content.styled(text, style).wrap(width)
    return lines


def _headline(view: BalanceView) -> Content:
    if view.available is None:
        told = _("Credits: {figure}").format(figure=glyph("dash"))
    elif view.total is None:
        told = _("{figure} credits left").format(figure=figure_of(view))
    else:
        told = _("{figure} of {total} credits left").format(figure=figure_of(view), total=shown_left(view.total))
    plan = plan_of(view)
    plan = f"  {glyph('middot')}  " + _("Plan: {plan}").format(plan=plan) if plan else ""
    return Content.assemble((f"{glyph('brand')} {told}", "bold"), (plan, "$text-muted"))


def _sentences(view: BalanceView, now: datetime) -> Iterator[tuple[str, str]]:
    """Each with its style; what asks for something first."""
    warning, quiet = "$text-warning", "$text-muted"
    if view.is_closed:
        yield _("This account is closed. Reading still works; ask whoever runs the billing server."), warning
    if view.needs_sign_in:
        yield _("You are signed out: what is used is kept here and sent once you sign in again."), warning
    if view.grace_until is not None:
        day = long_day(view.grace_until.astimezone().date())
        yield _("The plan is not paid. It goes on until {day}.").format(day=day), warning
    if view.state is BalanceState.EXHAUSTED:
        yield _exhausted(view), warning
    if view.quarantined or view.difference or view.state is BalanceState.DISAGREES:
        yield _disagreement(view), warning
    if view.is_local:
        yield (
            _("This is a budget of your own: your provider bills your key directly; Javari charges nothing."),
            quiet,
        )
        return
    yield from ((text, quiet) for text in _how_true(view, now))


def _exhausted(view: BalanceView) -> str:
    if view.is_local:
        return _("The budget is used up: what costs something is not sent. Add to it below; that charges nothing.")
    return _("All credits are used: what costs something is not sent. Top up below, or choose a local model.")


def _disagreement(view: BalanceView) -> str:
    if view.quarantined:
        text = ngettext(
            "The billing server refused {count} use; page 4 says why, and you decide.",
            "The billing server refused {count} uses; page 4 says why, and you decide.",
            view.quarantined,
        )
        return text.format(count=view.quarantined)
    if not view.difference:
        return _("The billing server knows other uses of this machine than Javari does. F6 compares both.")
    amount = shown_cost(Credits(abs(view.difference.micro)))
    more = _("The billing server counts {amount} credits more for this machine than Javari does. F6 compares both.")
    less = _("The billing server counts {amount} credits less for this machine than Javari does. F6 compares both.")
    return (more if view.difference.micro > 0 else less).format(amount=amount)


def _how_true(view: BalanceView, now: datetime) -> Iterator[str]:
    """How old the figure is, and what is not in it yet."""
    if view.as_of is None:
        yield _("The billing server has not told the balance yet.")
    elif view.state is BalanceState.OFFLINE:
        told = _("The billing server does not answer. It told this figure at {time}, {age}.")
        yield told.format(time=time_name(view.as_of), age=short_age(view.as_of, now))
    elif view.state is BalanceState.STALE or now - view.as_of > _OLD:
        told = _("The billing server told this figure at {time}, {age}.")
        yield told.format(time=time_name(view.as_of), age=short_age(view.as_of, now))
    else:
        yield _("The billing server told this figure at {time}.").format(time=time_name(view.as_of))
    if view.state is BalanceState.OFFLINE and view.offline_allowance:
        told = _("{used} of the {allowance} credits that may be used until it answers are used.")
        yield told.format(used=shown_cost(view.offline_used), allowance=shown_left(view.offline_allowance))
    if view.pending:
        yield _pending(view)


def _pending(view: BalanceView) -> str:
    """What is not sent; the amount holds what was refused too, so it is told only where nothing was."""
    if view.quarantined:
        text = ngettext(
            "{count} use is not sent yet; it is taken off already.",
            "{count} uses are not sent yet; they are taken off already.",
            view.pending,
        )
        return text.format(count=view.pending)
    text = ngettext(
        "{count} use ({amount} credits) is not sent yet; it is taken off already.",
        "{count} uses ({amount} credits) are not sent yet; they are taken off already.",
        view.pending,
    )
    return text.format(count=view.pending, amount=shown_cost(view.pending_amount))


def rest_lines(view: BalanceView, balance: Balance, limits: tuple[LimitLeft, ...], width: int) -> list[Content]:
    """What is held, what there is, when it renews, and the limits."""
    width = min(width, _WIDEST_TEXT)
    lines = [_title(_("Where they come from, in the order they are used"))]
    names = [cut(source_name(grant.source, grant.note), _WIDEST_GRANT) for grant in balance.grants]
    room = max((cell_len(name) for name in (*names, " " * 9)), default=9) + 1
    for name, grant in zip(names, balance.grants, strict=True):
        lines += _grant(_column(name, room), grant, width)
    if not balance.grants:
        lines += Content.styled(_("There are none now."), "$text-muted").wrap(width)
    renews_at = view.renews_at or (balance.renews_at if view.is_local else None)
    if renews_at is not None:
        told = _("New credits come on {day}.").format(day=long_day(renews_at.astimezone().date()))
        lines += Content.styled(told, "$text-muted").wrap(width)
    lines += [Content(""), _title(_("Held now"))]
    lines += Content(_held(balance)).wrap(width)
    lines += [Content(""), _title(_("Your limits"))]
    if not limits:
        told = _("None is set. A limit stops a message before it costs anything.")
        lines += Content.styled(told, "$text-muted").wrap(width)
    return lines + [_limit(limit, width) for limit in limits]


def _held(balance: Balance) -> str:
    if not balance.held:
        return _("Nothing.")
    told = _("{amount} credits, for what is being answered; the rest comes back when it ends.")
    return told.format(amount=shown_cost(balance.held))


def _title(text: str) -> Content:
    return Content.styled(text, "bold $text-accent")


def _grant(name: str, grant: Grant, width: int) -> list[Content]:
    """Where from, how much of it is left, and until when."""
    left = _("{left} of {amount}").format(left=shown_left(grant.remaining), amount=shown_left(grant.amount))
    until = _("does not expire")
    if grant.expires_at is not None:
        until = _("until {day}").format(day=year_day(grant.expires_at.astimezone().date()))
    drawn = meter(grant.remaining.micro, grant.amount.micro, _GRANT_METER) + "  " if width >= _GRANT_METER_FROM else ""
    row = Content.assemble(name, (drawn, "$text-accent"), _column(left, 18), (until, "$text-muted"))
    return [row.truncate(width, ellipsis=True)] if row.cell_length <= width else row.wrap(width)


def _limit(limit: LimitLeft, width: int) -> Content:
    most = _("{amount} at most").format(amount=shown_left(limit.most))
    left = "" if limit.left is None else _("{amount} left").format(amount=shown_left(limit.left))
    row = Content.assemble(_column(_(_LIMITS.get(limit.limit, "")), 16), _column(most, 18), left)
    return row.truncate(width, ellipsis=True)


def _column(text: str, width: int) -> str:
    return text + " " * max(width - cell_len(text), 1)
