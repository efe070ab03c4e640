"""The rows of what was used, from what was added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from javari_tui.domain.credits import NOTHING, Credits
from javari_tui.domain.model_records import ModelRef
from javari_tui.domain.spending import Spending
from javari_tui.domain.turn_actions import Action
from javari_tui.i18n import _
from javari_tui.widgets.spending.figures import CHART_ROWS, ChartLine, Figure, Heading, SpendingRow, Words
from javari_tui.widgets.spending.names import action_name, chat_name, day_name, one_row

Days = tuple[tuple[date, int, int], ...]
"""Each day with its micro-credits and its answers, the oldest first."""
_GAP = Words("")


def used_rows(
    days: Days, *, actions: Sequence[Spending], models: Sequence[Spending], chats: Sequence[Spending]
) -> list[SpendingRow]:
    """Columns by day, then bars by kind of work, model, chat and day."""
    if not actions:
        return _nothing()
    rows: list[SpendingRow] = [Heading(_("Credits by day"), has_figures=False)]
    rows += [ChartLine(days, row) for row in range(CHART_ROWS + 1)]
    rows += [_GAP, Heading(_("By kind of work")), *_figures(actions, _action, has_lines=True)]
    rows += [_GAP, Heading(_("By model")), *_figures(models, _model, has_lines=True)]
    rows += [_GAP, Heading(_("By chat")), *_figures(chats, lambda chat: chat_name(chat.title, chat.key), has_chat=True)]
    rows += [_GAP, Heading(_("Day by day")), *_day_figures(days)]
    return rows


def _nothing() -> list[SpendingRow]:
    told = (
        _("Nothing was used in this time."),
        "",
        _("Every answer is counted here: by day, model,"),
        _("kind of work and chat, also those that cost nothing."),
    )
    return [Words(text) for text in told]


def _figures(
    spent: Iterable[Spending], named: Callable[[Spending], str], *, has_lines: bool = False, has_chat: bool = False
) -> list[Figure]:
    """A bar for each."""
    most = max((one.amount for one in spent), default=NOTHING)
    return [
        Figure(
            name=named(one),
            amount=one.amount,
            most=most,
            events=one.events,
            estimated=one.estimated,
            chat_id=int(one.key) if has_chat and one.title and one.key.isdecimal() else None,
            words=one.key if has_lines else "",
        )
        for one in spent
    ]


def _day_figures(days: Days) -> list[Figure]:
    """The days on which there was something, the newest first."""
    most = Credits(max((micro for _day, micro, _events in days), default=0))
    return [
        Figure(name=day_name(day), amount=Credits(micro), most=most, events=events)
        for day, micro, events in reversed(days)
        if events
    ]


def _action(spent: Spending) -> str:
    return action_name(Action(spent.key)) if spent.key in set(Action) else one_row(spent.key)


def _model(spent: Spending) -> str:
    try:
        return one_row(ModelRef.parse(spent.key).shown_name)
    except ValueError:
        return one_row(spent.key)
