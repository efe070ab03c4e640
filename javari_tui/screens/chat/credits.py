"""Credits in the chat: what the bar tells, what a draft may cost, what each answer did."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import WorkType

from javari_tui.commands.credits import SHOW_COST
from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.chat import Message, Role
from javari_tui.domain.conversation import ConversationUpdate, MessageChanged
from javari_tui.domain.credits import NOTHING, Credits, shown_cost
from javari_tui.domain.errors import StorageError
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.draft_cost import DraftCosts
from javari_tui.screens.chat.near_limits import NearLimits
from javari_tui.screens.chat.page import ChatPage, Place
from javari_tui.screens.dialogs.notice import Notice
from javari_tui.widgets.credits.receipt import receipt_text
from javari_tui.widgets.credits.saying import to_remember
from javari_tui.widgets.credits_bar import CreditsBar
from javari_tui.widgets.transcript.parts import cost_of, parts_of

if TYPE_CHECKING:
    from javari_tui.services import Services

_SHOWN = "credits_shown"
"""The flag with what the bar showed last, which the first look of the next start reads."""
_MINUTE = 60.0


class CreditsShown:
    """Keeps the bar and the receipts true."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._near = NearLimits(page)
        self._remembered = ""
        self._looked_at: Place | None = None
        self._account = ""
        self._since: datetime | None = None
        """When the account became another one: what an earlier answer cost is none of its."""
        self.drafts = DraftCosts(page)

    def handlers(self) -> Mapping[str, Handler]:
        """What can be asked here."""
        return {SHOW_COST.id: self.show_cost}

    def is_available(self, command_id: str) -> bool:
        """There must be an answer."""
        return self._answer() is not None

    @property
    def _bar(self) -> CreditsBar | None:
        """The bar; there is none any more while Javari ends."""
        return next(iter(self._page.screen.query(CreditsBar)), None)

    async def begin(self) -> None:
        """Show the balance as soon as it was read, and follow it from then on."""
        services = await self._page.services()
        # What writes amounts takes a tenth of a second to load: not on the loop, where somebody types.
        await asyncio.to_thread(shown_cost, NOTHING)
        self._show(await services.ledger.refresh())
        self._note_account(begins=True)
        await self._read_chat()
        services.ledger.listen(self._changed)
        self._show(services.ledger.view)
        self._page.screen.set_interval(_MINUTE, self._a_minute_later)

    def _note_account(self, *, begins: bool = False) -> None:
        """See whose credits they are now."""
        services = self._page.services_now
        account = services.account.account if services is not None else None
        name = f"{account.endpoint} {account.id}" if account is not None else ""
        if name != self._account and not begins:
            self._since = datetime.now(UTC)
        self._account = name

    def _changed(self, view: BalanceView) -> None:
        self._note_account()
        self._show(view)
        self.drafts.again()
        self._begin(self._read_chat, "credits")

    def _show(self, view: BalanceView) -> None:
        bar = self._bar
        if bar is None:
            return
        bar.view = view
        shown = to_remember(view)
        if shown != self._remembered:
            self._remembered = shown
            self._begin(partial(self._remember, shown), "credits.remember")

    def translate(self) -> None:
        """The language changed: what is remembered was written in another one."""
        services = self._page.services_now
        if services is not None:
            self._show(services.ledger.view)

    async def _remember(self, shown: str) -> None:
        """For the first picture of the next start; without it that begins with a dash."""
        services = await self._page.services()
        try:
            await services.view.set_flag(_SHOWN, shown or None)
        except StorageError:
            self._remembered = ""

    def _a_minute_later(self) -> None:
        """Ages are told anew; without an account there are none."""
        services, bar = self._page.services_now, self._bar
        if services is not None and bar is not None and not services.ledger.view.is_local:
            bar.refresh()
            self._begin(partial(self._refresh, services), "credits.age")

    async def _refresh(self, services: Services) -> None:
        await services.ledger.refresh()

    def chat_shown(self) -> None:
        """Another chat is on the page, or the same one anew."""
        self._begin(self._read_chat, "credits")

    async def _read_chat(self) -> None:
        """What the answers of the open chat cost, and how near its limits are."""
        page, place, bar = self._page, self._page.place, self._bar
        services = await page.services()
        before, self._looked_at = self._looked_at, place
        if place.chat_id is None:
            if bar is not None:
                bar.last = None
            return
        costs = await services.ledger.costs(place.chat_id)
        if page.place is not place or bar is None:
            return
        page.transcript.set_costs(costs)
        bar.last = self._last_cost()
        # What is near already when a chat is opened was told when it came near.
        await self._near.look(services, place.chat_id, tell=before is place)

    def _last_cost(self) -> Credits | None:
        """What the last answer came to, with all of its parts."""
        transcript = self._page.transcript
        answers = (message for message in reversed(transcript.messages) if message.role is Role.ASSISTANT)
        # One that is being written has no price yet: until it has, that of the answer before stays.
        last = next((message for message in answers if not message.is_running), None)
        if last is None or (self._since is not None and last.created_at < self._since):
            return None
        return cost_of(transcript.document, last.id)

    def arrived(self, update: ConversationUpdate) -> None:
        """An answer that ends: what it cost is on disk with it."""
        if isinstance(update, MessageChanged) and update.chat_id == self._page.chat_id:
            message = update.message
            if message.role is Role.ASSISTANT and not message.is_running:
                self._begin(self._read_chat, "credits")

    def _begin(self, work: WorkType[None], group: str) -> None:
        """In place of what still runs of it."""
        self._page.screen.run_worker(work, group=group, exclusive=True)

    async def show_cost(self) -> None:
        """The receipt of the chosen answer, or of the last one."""
        answer = self._answer()
        if answer is None:
            return
        services = await self._page.services()
        parts = parts_of(self._page.transcript.document, answer.id) or (answer.id,)
        receipts = [receipt for part in parts for receipt in await services.ledger.receipts(part)]
        text = receipt_text(receipts, is_running=answer.is_running)
        await self._page.app.push_screen_wait(Notice(_("What this answer cost"), text))

    def _answer(self) -> Message | None:
        """The chosen answer, else the last one."""
        transcript = self._page.transcript
        chosen = transcript.selected_message_id()
        answers = [message for message in reversed(transcript.messages) if message.role is Role.ASSISTANT]
        return next((message for message in answers if message.id == chosen), next(iter(answers), None))
