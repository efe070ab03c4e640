"""What the draft may cost, told while it is written: counted in a pause of typing, and never on the loop."""

from __future__ import annotations

import asyncio

from textual.worker import WorkType

from javari_tui.domain.drafts import Draft
from javari_tui.domain.errors import JavariError
from javari_tui.domain.model_records import GUIDE
from javari_tui.screens.chat.page import ChatPage
from javari_tui.widgets.credits_bar import CreditsBar

_PAUSE = 0.4
"""Seconds without news of the draft until it is counted. More than the prompt waits before it tells them (0.3 s), so
that nothing is counted while somebody types on."""
_GROUP = "credits.draft"


class DraftCosts:
    """Brings the estimate into the bar, and takes it away with the draft."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._draft = Draft()

    def changed(self, draft: Draft) -> None:
        """Estimate it in a moment; what is no message costs nothing."""
        self._draft = draft
        if self._is_message(draft):
            work: WorkType[None] = self._estimate
            self._page.screen.run_worker(work, group=_GROUP, exclusive=True)
        else:
            self.sent()

    def again(self) -> None:
        """The model is another one, or what is left."""
        self.changed(self._page.prompt.to_keep)

    def sent(self) -> None:
        """There is no draft any more."""
        self._page.screen.workers.cancel_group(self._page.screen, _GROUP)
        for bar in self._page.screen.query(CreditsBar):
            bar.draft = None

    def _is_message(self, draft: Draft) -> bool:
        """Whether Enter would send it: commands and lines for the shell are no messages."""
        text = draft.text.lstrip()
        if text.startswith("/"):
            words = text[1:].split(maxsplit=1)[:1]
            return not any(known.word in words for known in self._page.prompt.slash_commands)
        return not draft.is_empty and not text.startswith("!")

    async def _estimate(self) -> None:
        await asyncio.sleep(_PAUSE)
        page, place, draft = self._page, self._page.place, self._draft
        services = await page.services()
        try:
            model = await services.models.current(place.chat_id)
            cost = None
            if model.ref.provider != GUIDE:  # nobody asks what that costs
                cost = await services.ledger.cost_of(place.chat_id, draft.text, draft.attachments, model)
        except JavariError:
            return  # it is told when the message is sent; nobody asked for anything yet
        if page.place is place and draft is self._draft:
            for bar in page.screen.query(CreditsBar):
                bar.draft = cost
