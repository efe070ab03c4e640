"""The widgets of the page of credits, which of its pages is shown, and how that follows what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantFocus
from textual.widgets import Static

from javari_tui.domain.balance_view import BalanceView
from javari_tui.i18n import _
from javari_tui.screens.base import JavariScreen
from javari_tui.screens.credits.entries import EntriesPane
from javari_tui.screens.credits.outcome import Outcome, Ways
from javari_tui.screens.credits.overview import OverviewPane
from javari_tui.screens.credits.pane import CreditsPane
from javari_tui.screens.credits.used import UsedPane
from javari_tui.screens.credits.waiting import WaitingPane
from javari_tui.widgets.key_footer import KeyFooter
from javari_tui.widgets.spending.choices import PageTabs

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services

_LOW = 26
"""Rows of the screen below which there are no empty ones between the parts."""


class CreditsPage(JavariScreen[Outcome]):
    """Four pages, of which one is shown."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = None

    def __init__(self, services: Services, ways: Ways) -> None:
        super().__init__()
        self._services, self._ways = services, ways
        self._entries, self._waiting = EntriesPane(services, ways), WaitingPane(services, ways)
        self._panes: tuple[CreditsPane, ...] = (
            *(OverviewPane(services, ways), UsedPane(services, ways)),
            *(self._entries, self._waiting),
        )
        self._title, self._hint = Static(id="credits-title", markup=False), Static(id="credits-hint", markup=False)
        self._tabs = PageTabs()
        self._at, self._waits = 0, self._may_wait()
        self._seen: set[CreditsPane] = set()
        """Those that were read; coming back, one goes on where one was."""

    def compose(self) -> ComposeResult:
        """Title and pages, the page that is shown, a hint, keys."""
        with Horizontal(id="credits-top"):
            yield self._title
            yield self._tabs
        yield from self._panes
        yield self._hint
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the first page, and hear of every change while this is open."""
        self.translate()
        self._stop_listening = self._services.ledger.listen(self._figures_changed)
        self._go(0)

    def on_unmount(self) -> None:
        """Nobody is here to be told."""
        self._stop_listening()

    def on_screen_resume(self) -> None:
        """Something may have changed meanwhile: a plan, a limit."""
        if self._pane.is_mounted:
            self._renew()

    def on_resize(self) -> None:
        """Empty rows go first."""
        self.set_class(self.size.height < _LOW, "-low")

    def translate(self) -> None:
        """Every text in the language in force."""
        self._title.update(Content(_("Credits")))
        self._name_pages()
        self._say_hint()

    @property
    def _pane(self) -> CreditsPane:
        return self._panes[self._at]

    @property
    def _count(self) -> int:
        """How many pages there are: nothing waits where nothing is sent, or was before signing out."""
        return len(self._panes) if self._waits else len(self._panes) - 1

    def _may_wait(self) -> bool:
        view = self._services.ledger.view
        return bool(not view.is_local or view.pending or view.quarantined or self._waiting.others)

    def _name_pages(self) -> None:
        tabs = self._tabs
        tabs.titles = tuple(_(pane.TITLE) for pane in self._panes[: self._count])
        tabs.at = self._at

    def _go(self, at: int) -> None:
        """Show a page, with the keys in it."""
        self._at = at
        for pane in self._panes:
            pane.set_class(pane is self._pane, "-shown")
        self._name_pages()
        self._say_hint()
        # What is shown only from now on cannot have the keys before its styles are.
        self.call_after_refresh(self._give_keys)
        if self._pane in self._seen:
            self._renew()
        else:
            self._seen.add(self._pane)
            self._read()

    def _give_keys(self) -> None:
        self._pane.keys_of.focus()
        self.refresh_bindings()

    def _step(self, by: int) -> None:
        self._go((self._at + by) % self._count)

    @on(PageTabs.Chosen)
    def _page_clicked(self, event: PageTabs.Chosen) -> None:
        self._go(event.at)

    @work(exclusive=True, group="read")
    async def _read(self) -> None:
        await self.reporting(self._pane.read())
        await self._look_for_others()

    @work(exclusive=True, group="read")
    async def _renew(self) -> None:
        await self.reporting(self._pane.renew())
        await self._look_for_others()

    async def _look_for_others(self) -> None:
        """Whether anything waits for an account that is signed out."""
        await self.reporting(self._waiting.look())
        # Not before: the page would go for a moment whenever somebody signs out.
        self._waits = self._may_wait()
        if self.is_mounted:
            self._name_pages()
            self.refresh_bindings()

    def _figures_changed(self, _view: BalanceView) -> None:
        if self.is_mounted:
            self._renew()

    @on(CreditsPane.Changed)
    @on(DescendantFocus)
    def _say_hint(self) -> None:
        """The line below, and the keys."""
        if self._pane.is_mounted:
            self._hint.update(Content(self._pane.hint))
            self.refresh_bindings()
