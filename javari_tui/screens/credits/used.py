"""What was used: by day, by kind of work, by model, by chat."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import OptionList

from javari_tui.commands import credits as commands
from javari_tui.domain.credits import Credits, shown_cost
from javari_tui.domain.spending import Spending, SpendingBy
from javari_tui.i18n import N_, _, ngettext, number_text
from javari_tui.screens.base import Handler
from javari_tui.screens.credits.outcome import Outcome, Ways
from javari_tui.screens.credits.pane import CreditsPane
from javari_tui.screens.credits.used_rows import used_rows
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.spending.choices import ChoiceLine
from javari_tui.widgets.spending.lists import FigureList

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services

PERIODS = (7, 30, 90, None)
"""Days, today among them; none stands for all there is."""
_USUAL = 1
_MARGIN = 4
"""Cells that the line below has less than the page."""


@dataclass(frozen=True, slots=True)
class Used:
    """What was used in a period."""

    days: tuple[Spending, ...]
    models: tuple[Spending, ...]
    actions: tuple[Spending, ...]
    chats: tuple[Spending, ...]
    first: date
    """The first day of the period."""
    last: date

    @property
    def amount(self) -> Credits:
        """Of all kinds of work: there are few of them, so none is left out."""
        return Credits.sum(action.amount for action in self.actions)

    @property
    def events(self) -> int:
        """How many answers."""
        return sum(action.events for action in self.actions)

    @property
    def estimated(self) -> int:
        """Of how many of them the cost was estimated."""
        return sum(action.estimated for action in self.actions)


class UsedPane(CreditsPane):
    """Columns by day, then bars, each with its figures."""

    TITLE = N_("Spending")

    class LedgerWanted(CreditsPane.Changed):
        """The lines of the ledger that have these words."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, services: Services, ways: Ways) -> None:
        super().__init__(services, ways)
        self._used: Used | None = None
        self._period, self._list = ChoiceLine(_periods, id="credits-period"), FigureList()

    def compose(self) -> ComposeResult:
        """The period, then the figures."""
        yield self._period
        yield self._list

    def on_mount(self) -> None:
        """A month is what is looked at most."""
        self._period.at = _USUAL

    @property
    def keys_of(self) -> Widget:
        """The figures."""
        return self._list

    @property
    def hint(self) -> str:
        """All together, then what Enter does where there is room for that."""
        used = self._used
        if used is None:
            return ""
        count = ngettext("{count} answer", "{count} answers", used.events).format(count=number_text(used.events))
        parts = [_("{amount} credits").format(amount=shown_cost(used.amount)) + ", " + count]
        if used.estimated:
            told = ngettext("{count} of these estimated", "{count} of these estimated", used.estimated)
            parts.append(told.format(count=number_text(used.estimated)))
        dot = f" {glyph('middot')} "
        whole = dot.join((*parts, self._entering))
        return whole if self._entering and cell_len(whole) <= self.size.width - _MARGIN else dot.join(parts)

    @property
    def _entering(self) -> str:
        row = self._list.row
        if row is not None and row.chat_id is not None:
            return _("Enter opens the chat")
        return _("Enter lists its entries") if row is not None and row.words else ""

    def handlers(self) -> Mapping[str, Handler]:
        """Another period."""
        return {
            commands.PAGE_CHOOSE.id: lambda: self.step(1),
            commands.PAGE_CHOOSE_BACK.id: lambda: self.step(-1),
            commands.PAGE_JUMP.id: self._open,
        }

    def can(self, command_id: str) -> bool:
        """A message is there for nothing of this; its chat is."""
        if command_id == commands.PAGE_JUMP.id:
            return self._list.row is not None and self._list.row.chat_id is not None
        return True

    async def read(self) -> None:
        """Add up, and show it from its beginning."""
        await self._read(from_start=True)

    async def renew(self) -> None:
        """Add up anew; where one reads stays."""
        await self._read(from_start=False)

    def translate(self) -> None:
        """Every text in the language in force."""
        self._period.translate()
        self._draw(from_start=False)

    async def _read(self, *, from_start: bool) -> None:
        days = PERIODS[self._period.at]
        today = datetime.now().astimezone().date()
        first = None if days is None else today - timedelta(days=days - 1)
        # The day begins here, not in Greenwich.
        since = None if first is None else datetime(first.year, first.month, first.day).astimezone()
        ledger = self.services.ledger
        kinds = (SpendingBy.DAY, SpendingBy.MODEL, SpendingBy.ACTION, SpendingBy.CHAT)
        days_, models, actions, chats = await asyncio.gather(*(ledger.spending(by, since=since) for by in kinds))
        known = sorted({today, *(date.fromisoformat(day.key) for day in days_)})
        self._used = Used(days_, models, actions, chats, first or known[0], known[-1])
        self._draw(from_start=from_start)

    def _draw(self, *, from_start: bool) -> None:
        used = self._used
        if used is not None:
            by_day = all_days(used.days, used.first, used.last)
            rows = used_rows(by_day, actions=used.actions, models=used.models, chats=used.chats)
            self._list.show(rows, from_start=from_start)
            self.post_message(self.Changed())

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._open()

    def _open(self) -> None:
        """A chat, or the lines of the ledger that a bar stands for."""
        row = self._list.row
        if row is not None and row.chat_id is not None:
            self.post_message(self.Left(Outcome(row.chat_id)))
        elif row is not None and row.words:
            self.post_message(self.LedgerWanted(row.words))


def _periods() -> Sequence[str]:
    """In the language in force."""
    return [_("All") if days is None else ngettext("{n} day", "{n} days", days).format(n=days) for days in PERIODS]


def all_days(days: Sequence[Spending], first: date, last: date) -> tuple[tuple[date, int, int], ...]:
    """Each day of a period with its micro-credits and its answers, also those on which there was nothing."""
    known = {date.fromisoformat(day.key): day for day in days}
    found: list[tuple[date, int, int]] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        spent = known.get(day)
        found.append((day, 0, 0) if spent is None else (day, spent.amount.micro, spent.events))
    return tuple(found)
