"""What can be done on the page of credits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from textual import on, work

from javari_tui.commands import credits as commands
from javari_tui.commands.application import OPEN_SETTINGS
from javari_tui.commands.bindings import bindings
from javari_tui.domain.credits import shown_left
from javari_tui.domain.plans import FREE_PLAN
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.credits.page import CreditsPage
from javari_tui.screens.credits.pane import CreditsPane
from javari_tui.screens.credits.used import UsedPane
from javari_tui.screens.dialogs.question import Question
from javari_tui.widgets.approval.answers import Answer

_OF_THE_CHAT = (commands.OPEN_PLANS.id, commands.SIGN_IN.id, commands.SIGN_OUT.id, OPEN_SETTINGS.id)


class CreditsScreen(CreditsPage):
    """Numbers and Tab show its pages, arrows move, Enter opens, Esc goes back."""

    BINDINGS = bindings(commands.CREDITS_PAGE_COMMANDS)

    def handlers(self) -> Mapping[str, Handler]:
        """The pages' own, and those of the chat below."""
        found: dict[str, Handler] = {
            **super().handlers(),
            commands.PAGE_CLOSE.id: self._back,
            commands.PAGE_NEXT.id: partial(self._step, 1),
            commands.PAGE_PREVIOUS.id: partial(self._step, -1),
            commands.PAGE_OVERVIEW.id: partial(self._go, 0),
            commands.PAGE_SPENDING.id: partial(self._go, 1),
            commands.PAGE_LEDGER.id: partial(self._go, 2),
            commands.PAGE_WAITING.id: partial(self._go, 3),
            commands.PAGE_SEARCH.id: self._search,
            commands.PAGE_SYNC.id: self._waiting.sync,
            commands.PAGE_RECONCILE.id: self._compare,
            commands.TOP_UP.id: self._top_up,
        }
        found.update({name: partial(self._ways.run, name) for name in _OF_THE_CHAT})
        return {**found, **self._pane.handlers()}

    def is_available(self, command_id: str) -> bool:
        """What the page that is shown can do; what the chat below can; the rest with an account."""
        if not self._pane.is_mounted:
            return command_id in self.handlers()
        if command_id in self._pane.handlers():
            return self._pane.can(command_id)
        if command_id in _OF_THE_CHAT:
            return self._ways.can(command_id)
        if command_id in (commands.PAGE_SYNC.id, commands.PAGE_RECONCILE.id):
            return not self._services.ledger.view.is_local
        if command_id == commands.PAGE_WAITING.id:
            return self._count == len(self._panes)
        return super().is_available(command_id)

    def _back(self) -> None:
        """Out of the search, then out of the page."""
        if not self._pane.leave():
            self.dismiss(None)

    def _search(self) -> None:
        self._go(2)
        self.call_after_refresh(self._entries.search)

    async def _compare(self) -> None:
        """What came of it is told on the page of what waits."""
        if self._pane is not self._waiting:
            self._go(3)
        await self._waiting.compare()

    def _top_up(self) -> None:
        """Without an account, more of the user's own budget, which is asked for first; else the window of the chat."""
        if self._services.ledger.view.is_local:
            self._add_budget()
        else:
            self._ways.run(commands.TOP_UP.id, "")

    @work(group="credits.budget", exclusive=True)
    async def _add_budget(self) -> None:
        added = _("Add {credits} credits to this month’s budget").format(credits=FREE_PLAN.credits_per_month)
        answers = (Answer("no", "n", _("Leave it as it is")), Answer("add", "a", added))
        text = _("This is a budget of your own: your provider bills your key directly; Javari charges nothing.")
        if await self.app.push_screen_wait(Question(_("Top up credits"), text, answers)) == "add":
            await self.reporting(self._add())

    async def _add(self) -> None:
        view = await self._services.ledger.add_budget()
        if view.available is not None:
            told = _("Added. {left} credits are left of this month’s budget; nothing was charged.")
            self.app.notify(told.format(left=shown_left(view.available)), timeout=6, markup=False)

    @on(CreditsPane.Left)
    def _left(self, event: CreditsPane.Left) -> None:
        self.dismiss(event.outcome)

    @on(UsedPane.LedgerWanted)
    def _entries_wanted(self, event: UsedPane.LedgerWanted) -> None:
        """The lines that a bar stands for."""
        self._entries.search(event.words)
        self._go(2)
