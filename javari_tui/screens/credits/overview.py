"""What is left: the balance and how true it is, what can be done about it, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from javari_tui.commands import credits as commands
from javari_tui.commands.application import OPEN_SETTINGS
from javari_tui.commands.base import Command
from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.credits import Credits, shown_left
from javari_tui.domain.plans import FREE_PLAN
from javari_tui.domain.spending import Balance, Limit
from javari_tui.i18n import N_, _
from javari_tui.messages import CommandWanted
from javari_tui.screens.credits.outcome import Ways
from javari_tui.screens.credits.pane import CreditsPane
from javari_tui.widgets.choice_list import ChoiceList
from javari_tui.widgets.spending.drawn import Drawn
from javari_tui.widgets.spending.standing import LimitLeft, head_lines, rest_lines

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read."""

    view: BalanceView
    balance: Balance
    limits: tuple[LimitLeft, ...]


class ActionList(ChoiceList, can_focus=True):
    """What can be done; arrows beyond its ends scroll the page that it stands on."""

    def action_cursor_up(self) -> None:
        """One up; first the page goes up to where the list is."""
        page = self._page
        if page.scroll_offset.y > 0:
            page.scroll_relative(y=-1, animate=False)
        elif self.highlighted:
            self.highlighted -= 1

    def action_cursor_down(self) -> None:
        """One down, then what is below."""
        if self.highlighted is None or self.highlighted < len(self.options) - 1:
            super().action_cursor_down()
            self._page.scroll_to_widget(self, animate=False)
        else:
            self._page.scroll_relative(y=1, animate=False)

    def action_page_up(self) -> None:
        """Scroll the page."""
        self._page.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll the page."""
        self._page.scroll_page_down(animate=False)

    @property
    def _page(self) -> Widget:
        assert isinstance(self.parent, Widget)
        return self.parent


class OverviewPane(CreditsPane):
    """A figure, a meter, sentences, actions, grants, limits."""

    TITLE = N_("Overview")

    def __init__(self, services: Services, ways: Ways) -> None:
        super().__init__(services, ways)
        self._known: _Known | None = None
        self._head, self._rest = Drawn(), Drawn()
        self._actions = ActionList(markup=False, id="credits-actions")

    def compose(self) -> ComposeResult:
        """One below the other; all of it scrolls."""
        with VerticalScroll(id="credits-standing", can_focus=False):
            yield self._head
            yield self._actions
            yield self._rest

    @property
    def keys_of(self) -> Widget:
        """What can be done."""
        return self._actions

    async def read(self) -> None:
        """The figures anew."""
        ledger = self.services.ledger
        view = await ledger.refresh()
        self._known = _Known(view, await ledger.balance(), await self._limits())
        self._draw()

    def translate(self) -> None:
        """Every text in the language in force."""
        self._draw()

    async def _limits(self) -> tuple[LimitLeft, ...]:
        """Those that are set, each with what is left of it; of this chat only where one is open."""
        chosen = self.services.settings.settings.credits
        most = {
            Limit.MESSAGE: chosen.most_message,
            Limit.CHAT: chosen.most_chat,
            Limit.DAY: chosen.most_day,
            Limit.MONTH: chosen.most_month,
        }
        chat_id = self.ways.chat_id
        left = {room.limit: room.left for room in await self.services.ledger.caps_left(chat_id or 0)}
        if chat_id is None:
            left.pop(Limit.CHAT, None)
        left.pop(Limit.MESSAGE, None)  # of the next message it is all there
        return tuple(
            LimitLeft(limit, Credits.of(amount), left.get(limit)) for limit, amount in most.items() if amount > 0
        )

    def _draw(self) -> None:
        known = self._known
        if known is None:
            return
        self._head.show(partial(head_lines, known.view))
        self._rest.show(partial(rest_lines, known.view, known.balance, known.limits))
        self._offer(known.view)

    def _offer(self, view: BalanceView) -> None:
        """What can be done now; the mark stays on what it was on."""
        actions = self._actions
        marked = actions.highlighted_option.id if actions.highlighted_option is not None else None
        options = [Option(Content(text), id=name) for name, text in self._offers(view)]
        with self.prevent(OptionList.OptionHighlighted):
            actions.set_options(options)
            names = [option.id for option in options]
            actions.highlighted = names.index(marked) if marked in names else 0

    def _offers(self, view: BalanceView) -> list[tuple[str, str]]:
        """Names and texts of all that works now, what is wanted most first; but nothing first that changes figures."""
        if view.is_local:
            others: tuple[Command, ...] = (commands.OPEN_PLANS, commands.TOP_UP, commands.SIGN_IN)
        elif view.needs_sign_in:
            others = (commands.SIGN_IN, commands.TOP_UP, commands.OPEN_PLANS, commands.SIGN_OUT)
        else:
            others = (commands.TOP_UP, commands.OPEN_PLANS, commands.SIGN_OUT)
        offers: list[tuple[str, str]] = []
        for command in others:
            if view.is_local and command is commands.TOP_UP:
                added = _("Add {amount} credits to this month’s budget")
                offers.append((command.id, added.format(amount=shown_left(FREE_PLAN.credits_per_month))))
            elif self.ways.can(command.id):
                offers.append((command.id, command.shown_title))
        return [*offers, (OPEN_SETTINGS.id, _("Set limits"))]

    @on(OptionList.OptionSelected, "#credits-actions")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        argument = "credits" if event.option_id == OPEN_SETTINGS.id else ""
        self.post_message(CommandWanted(event.option_id or "", argument))
