"""What waits: uses that the billing server does not know yet, and those that it refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList

from javari_tui.commands import credits as commands
from javari_tui.domain.billing import QuarantinedEvent, ReconcileReport
from javari_tui.domain.credits import Credits, shown_cost
from javari_tui.domain.waiting_accounts import WaitingAccount
from javari_tui.i18n import N_, _, ngettext, number_text
from javari_tui.screens.base import Handler
from javari_tui.screens.credits.outcome import Outcome, Ways
from javari_tui.screens.credits.pane import CreditsPane
from javari_tui.screens.credits.remote import reconcile_words, sync_words
from javari_tui.screens.dialogs.question import Question
from javari_tui.widgets.approval.answers import Answer
from javari_tui.widgets.spending.drawn import Drawn
from javari_tui.widgets.spending.lists import RefusedList
from javari_tui.widgets.spending.names import one_row
from javari_tui.widgets.spending.refused import event_line, problem_words

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services

_AGAIN, _KEEP, _ACCEPT, _LEAVE = "again", "keep", "accept", "leave"


class WaitingPane(CreditsPane):
    """Sentences, then a line for each refused use."""

    TITLE = N_("Waiting")

    def __init__(self, services: Services, ways: Ways) -> None:
        super().__init__(services, ways)
        self._told, self._list = Drawn(), RefusedList()
        self._scroll = VerticalScroll(self._told, id="credits-told")
        self.others: tuple[WaitingAccount, ...] = ()
        """Those that are not signed in."""
        self._compared: Sequence[str] = ()
        """What comparing came to, as long as this is open."""

    def compose(self) -> ComposeResult:
        """One below the other."""
        yield self._scroll
        yield self._list

    @property
    def keys_of(self) -> Widget:
        """What was refused; where nothing was, the sentences."""
        return self._list if self._list.events else self._scroll

    @property
    def hint(self) -> str:
        """What Enter does."""
        return _("Enter decides what becomes of it") if self._list.events else ""

    def handlers(self) -> Mapping[str, Handler]:
        """Send, compare, the message."""
        return {commands.PAGE_JUMP.id: self._jump}

    def can(self, command_id: str) -> bool:
        """A message where one is marked."""
        return self._list.event is not None

    async def look(self) -> None:
        """Learn for which other accounts something waits."""
        self.others = await self.services.ledger.waiting_accounts()

    async def read(self) -> None:
        """What waits now."""
        await self.look()
        events = await self.services.sync.quarantined()
        self._list.show(events)
        self._list.display = bool(events)
        self._tell()
        # What is shown only from now on cannot have the keys before its styles are.
        self.call_after_refresh(self._take_keys)
        self.post_message(self.Changed())

    def translate(self) -> None:
        """Every text in the language in force."""
        self._list.translate()
        self._tell()

    async def sync(self) -> None:
        """Send what waits, and say what came of it."""
        report = await self.services.sync.sync_now()
        self.app.notify(sync_words(report), timeout=6, markup=False)
        await self.services.ledger.refresh()

    async def compare(self) -> None:
        """Compare both sides; what came of it stays on this page."""
        report = await self.services.sync.reconcile()
        self._compared = reconcile_words(report)
        await self.services.ledger.refresh()
        await self.read()
        if report.apart:
            self._offer(report)

    def _take_keys(self) -> None:
        if self.is_attached and self.has_class("-shown"):
            self.screen.set_focus(self.keys_of)

    def _tell(self) -> None:
        texts = self._texts()

        def lines(width: int) -> list[Content]:
            return [line for text in texts for line in Content(text).wrap(min(width, 100))]

        self._told.show(lines)

    def _texts(self) -> list[str]:
        view = self.services.ledger.view
        texts: list[str] = []
        if view.pending:
            told = ngettext(
                "{count} use ({amount} credits) is not sent yet. It goes by itself when the server answers.",
                "{count} uses ({amount} credits) are not sent yet. They go by themselves when the server answers.",
                view.pending,
            )
            # What was refused is not known there either, and is listed below with amounts of its own.
            amount = view.pending_amount - Credits.sum(event.amount for event in self._list.events)
            texts.append(told.format(count=number_text(view.pending), amount=shown_cost(amount)))
        elif view.is_local and not self.others:
            texts.append(_("Nothing waits: without an account nothing is sent anywhere."))
        elif not view.is_local and not self._list.events:
            texts.append(_("Everything was sent."))
        texts += [_waits_for(other) for other in self.others]
        if self._list.events:
            texts += [""] if texts else []
            texts.append(_("The billing server refused these. They count here; you decide what becomes of them."))
        if self._compared:
            texts += ["", _("Compared with the server:"), *self._compared]
        return texts

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._list.event is not None:
            self._decide(self._list.event)

    @work(group="decide")
    async def _decide(self, event: QuarantinedEvent) -> None:
        """Ask; leaving leaves it as it is."""
        answers = (
            Answer(_AGAIN, "s", _("Send it again")),
            Answer(_KEEP, "k", _("Keep it here only: the server is not told of it any more")),
        )
        picked = await self.app.push_screen_wait(Question(event_line(event), problem_words(event.problem), answers))
        if picked:
            await self.page.reporting(self._carry_out(picked, event))

    async def _carry_out(self, picked: str, event: QuarantinedEvent) -> None:
        sync = self.services.sync
        if picked == _AGAIN:
            await sync.send_again(event)
            told = _("It is sent again with the next round.")
        else:
            await sync.keep_here(event)
            told = _("It is kept here only.")
        self.app.notify(told, markup=False)
        await self.services.ledger.refresh()
        await self.read()

    @work(group="decide")
    async def _offer(self, report: ReconcileReport) -> None:
        """What differs may be right: ask whether it is. Leaving leaves it as it is."""
        answers = (
            Answer(_LEAVE, "l", _("Leave it: the bar goes on saying so")),
            Answer(_ACCEPT, "a", _("Accept it: the server’s figure counts, and only what else differs is told again")),
        )
        told = "\n".join(reconcile_words(report))
        if await self.app.push_screen_wait(Question(_("Both sides differ"), told, answers)) == _ACCEPT:
            await self.page.reporting(self._accept(report))

    async def _accept(self, report: ReconcileReport) -> None:
        if await self.services.sync.accept(report):
            self._compared = ()
            self.app.notify(_("It is accepted: the server’s figure counts."), markup=False)
        await self.services.ledger.refresh()
        await self.read()

    def _jump(self) -> None:
        if self._list.event is not None:
            self.post_message(self.Left(Outcome(self._list.event.chat_id)))


def _waits_for(other: WaitingAccount) -> str:
    told = ngettext(
        "{count} use is not sent yet. It waits on this machine until the same account signs in again.",
        "{count} uses are not sent yet. They wait on this machine until the same account signs in again.",
        other.count,
    )
    return f"{one_row(other.account)}: " + told.format(count=number_text(other.count))
