"""What the bar says of credits: a figure, how true it is, and what the user should know of it; every text whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.cells import cell_len

from javari_tui.commands.credits import SIGN_IN, TOP_UP
from javari_tui.domain.balance_view import BalanceState, BalanceView, DraftCost
from javari_tui.domain.credits import MICRO, Credits, ceil_div, shown_cost, shown_left
from javari_tui.domain.spending import Limit
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _, language, ngettext
from javari_tui.terminal.glyphs import METER_CELLS, glyph, meter
from javari_tui.widgets.moments import short_age, short_day, short_moment

QUIET, WARNING, ERROR = "$text-muted", "$text-warning", "$text-error"
_LONGEST_PLAN = 24
_ROUGH_FROM = Credits.of(10)
_LOW_SHARE = 10
"""Little is left where it is less than one part in so many."""
_ABOUT = frozenset({BalanceState.STALE, BalanceState.OFFLINE})
"""States in which the figure may be another one by now."""


_OVER = {
    Limit.MESSAGE: N_("over your limit for one message ({most})"),
    Limit.CHAT: N_("over your limit for this chat ({most})"),
    Limit.DAY: N_("over your limit for today ({most})"),
    Limit.MONTH: N_("over your limit for this month ({most})"),
    Limit.OFFLINE: N_("over what may be used offline"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know, in several lengths, the longest first."""

    forms: tuple[str, ...]
    style: str = QUIET


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that the bar has to say, before it is fitted into its columns."""

    figure: str
    total: str = ""
    mark: str = ""
    """A sign that little is left."""
    meter: str = ""
    notes: tuple[Note, ...] = ()
    """What matters most comes first."""
    plan: str = ""
    last: str = ""
    draft: Note | None = None
    style: str = QUIET
    """Of the figure."""


def said_of(
    view: BalanceView, *, last: Credits | None = None, draft: DraftCost | None = None, now: datetime | None = None
) -> Said:
    """What there is to say now."""
    notes = tuple(_notes(view, now or datetime.now(UTC)))
    told = None if draft is None else _draft(draft)
    if told is not None and draft is not None and draft.is_refused:
        notes, told = (told, *notes), None
    is_low = _is_low(view)
    return Said(
        figure=figure_of(view),
        total="" if view.total is None or view.available is None else shown_left(view.total),
        meter=meter_of(view),
        notes=notes,
        plan=plan_of(view),
        last=_("last {cost}").format(cost=shown_cost(last)) if last else "",
        draft=told,
        mark=" !" if is_low else "",
        style=WARNING if is_low or view.state is BalanceState.EXHAUSTED else QUIET,
    )


def figure_of(view: BalanceView) -> str:
    """What can be spent; a dash where that is not known, and never 0 then."""
    if view.available is None:
        return glyph("dash")
    is_about = view.state in _ABOUT or view.needs_sign_in
    is_fraction = 0 < view.available.micro < MICRO
    figure = "<" + shown_left(Credits.of(1)) if is_fraction else shown_left(view.available)
    return glyph("about") + figure if is_about else figure


def meter_of(view: BalanceView) -> str:
    """How much of all credits is left, in a few cells."""
    is_known = view.available is not None and view.total is not None and view.total.micro > 0
    return meter(_filled(view)) if is_known else ""


def _filled(view: BalanceView) -> int:
    """How many cells of the meter are full, rounded down; what is not quite nothing fills one."""
    if view.available is None or view.total is None or view.total.micro <= 0:
        return 0
    left = max(view.available.micro, 0)
    return min(METER_CELLS, max(left * METER_CELLS // view.total.micro, 1 if left else 0))


def _is_low(view: BalanceView) -> bool:
    """Whether less than a tenth is left; of nothing at all another sentence tells."""
    if view.available is None or view.total is None or view.state is BalanceState.EXHAUSTED:
        return False
    return view.available.micro * _LOW_SHARE < view.total.micro


def plan_of(view: BalanceView) -> str:
    """The plan's name as the endpoint calls it; a long one is cut."""
    if view.is_local or not view.plan:
        return _("Free (local)") if view.is_local else ""
    return cut(" ".join(clean(view.plan).split()), _LONGEST_PLAN)


def cut(text: str, width: int) -> str:
    """A text in so many cells, with a sign where it was cut."""
    if cell_len(text) <= width:
        return text
    mark = glyph("ellipsis")
    while text and cell_len(text) + cell_len(mark) > width:
        text = text[:-1]
    return text.rstrip() + mark


def to_remember(view: BalanceView) -> str:
    """What the bar shows before the ledger was read the next time: the language, the texts, never a total alone."""
    if view.available is None:
        return ""
    figure = figure_of(view).removeprefix(glyph("about"))
    total = "" if view.total is None else shown_left(view.total)
    filled = str(_filled(view))
    return "\n".join((language(), figure, total, filled, plan_of(view)))


def _notes(view: BalanceView, now: datetime) -> Iterator[Note]:
    """All that is to be known, what matters most first."""
    if view.is_closed:
        yield Note((_("account closed"),), ERROR)
    if view.needs_sign_in:
        word = f"/{SIGN_IN.slash}"
        yield Note((_("sign in again: {command}").format(command=word), word), WARNING)
    if view.state is BalanceState.EXHAUSTED:
        word = f"/{TOP_UP.slash}"
        forms = (_("used up, {command} adds more"), _("top up: {command}"))
        yield Note(tuple(form.format(command=word) for form in forms), WARNING)
    yield from _differences(view)
    if view.state is BalanceState.OFFLINE:
        yield _offline(view)
    if view.state is BalanceState.STALE:
        yield _stale(view, now)
    if view.pending and view.state not in (BalanceState.OFFLINE, BalanceState.UNKNOWN):
        yield _pending(view)
    if view.grace_until is not None:
        day = short_day(view.grace_until)
        forms = (_("not paid, the plan ends on {day}").format(day=day), _("not paid"))
        yield Note(forms, WARNING)


def _differences(view: BalanceView) -> Iterator[Note]:
    """What both ledgers do not agree on, and what somebody must look at."""
    if view.difference:
        amount = _signed(view.difference)
        forms = (_("server differs by {amount}"), _("differs: {amount}"))
        yield Note(tuple(form.format(amount=amount) for form in forms), WARNING)
    elif view.state is BalanceState.DISAGREES and not view.quarantined:
        yield Note((_("server differs"), _("differs")), WARNING)
    if view.quarantined:
        count = view.quarantined
        text = ngettext("! {count} entry needs a look", "! {count} entries need a look", count).format(count=count)
        yield Note((text, f"! {count}"), WARNING)


def _offline(view: BalanceView) -> Note:
    used = shown_left(_whole(view.offline_used))
    allowance = shown_left(view.offline_allowance)
    if not view.offline_allowance:
        return Note((_("offline"),), WARNING)
    forms = (
        _("offline; {used} of {allowance} offline allowance used"),
        _("offline; {used} of {allowance} used"),
        _("offline {used}/{allowance}"),
    )
    is_used_up = view.offline_used.micro >= view.offline_allowance.micro
    texts = tuple(form.format(used=used, allowance=allowance) for form in forms)
    return Note(texts, ERROR if is_used_up else WARNING)


def _stale(view: BalanceView, now: datetime) -> Note:
    if view.as_of is None:
        return Note((_("not up to date"),), WARNING)
    age = short_age(view.as_of, now)
    return Note((_("as of {time}, {age}").format(time=short_moment(view.as_of, now.astimezone()), age=age), age))


def _pending(view: BalanceView) -> Note:
    count, amount = view.pending, _signed(-view.pending_amount)
    long = ngettext("{count} not yet sent ({amount})", "{count} not yet sent ({amount})", count)
    short = ngettext("{count} not sent", "{count} not sent", count)
    return Note((long.format(count=count, amount=amount), short.format(count=count)))


def over_limit(limit: Limit, cap: Credits | None) -> str:
    """Which limit of the user's leaves no room, and how much it is."""
    most = "" if cap is None else shown_left(cap)
    return _(_OVER[limit]).format(most=most) if limit in _OVER else _("over your limit")


def _draft(draft: DraftCost) -> Note:
    """What sending may come to."""
    if draft.is_refused and draft.limit is not Limit.BALANCE:
        over = over_limit(draft.limit, draft.cap)
        return Note(tuple(f"! {form}" for form in (over, _("over your limit"))), ERROR)
    if draft.is_refused:
        forms = (_("! not enough credits for this draft"), _("! not enough for this"), _("! not enough"))
        return Note(forms, ERROR)
    if draft.is_free:
        return Note((_("draft: free"),))
    if not draft.is_known:
        return Note((_("draft: price unknown"), _("draft: ?")))
    least, most = _rough(draft.least), _rough(draft.most)
    amount = glyph("about") + (least if least == most else f"{least}{glyph('to')}{most}")
    text = _("draft {amount}").format(amount=amount)
    return Note((f"{text} !", text) if draft.is_near else (text,), WARNING if draft.is_near else QUIET)


def _rough(amount: Credits) -> str:
    """An estimate: from ten credits on its digits would only pretend to be known."""
    return shown_left(_whole(amount)) if amount >= _ROUGH_FROM else shown_cost(amount)


def _whole(amount: Credits) -> Credits:
    """Rounded upwards."""
    return Credits.of(ceil_div(amount.micro, MICRO))


def _signed(amount: Credits) -> str:
    """With its sign before it, whatever it is."""
    sign = glyph("minus") if amount.micro < 0 else "+"
    return sign + shown_cost(Credits(abs(amount.micro)))
