"""The page where the user pays, told in the terminal: the address, a code for phones, and waiting for the payment."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from textual import work
from textual.content import Content

from javari_tui.domain.billing import PaymentPage
from javari_tui.i18n import _
from javari_tui.screens.dialogs.elsewhere import Copy, Elsewhere, Key, paragraphs, time_left, whole
from javari_tui.screens.plans.payment_watch import PaymentWatch


class PaymentDialog(Elsewhere[bool]):
    """Closes by itself when the payment has arrived. Esc leaves; a payment still counts then."""

    def __init__(self, what: str, page: PaymentPage, watch: PaymentWatch | None, *, copy: Copy, note: str = "") -> None:
        """`what` is what is paid for, translated; without a watch nothing is waited for: cards and invoices."""
        super().__init__(copy=copy)
        self._what, self._page, self._watch, self._note = what, page, watch, note

    @property
    def title_text(self) -> str:
        """What it is about."""
        return self._what

    @property
    def address(self) -> str:
        """The page."""
        return self._page.url

    def on_mount(self) -> None:
        """Begin to wait."""
        super().on_mount()
        if self._watch is not None:
            self._watch.on_trouble(self.show)
            self._wait(self._watch)

    def on_unmount(self) -> None:
        """Nobody looks at what goes wrong any more."""
        if self._watch is not None:
            self._watch.on_trouble(None)

    def told(self) -> Iterator[Content]:
        """Where to go, and what is waited for."""
        yield from paragraphs((self._note,))
        step = _("On any device with a browser, open")
        yield Content("\n").join([Content(step), whole(self.address), Content(time_left(self._page.expires_at))])
        if self._watch is not None:
            yield self._waiting(self._watch)
            yield Content(_("You may close this window: a payment counts all the same."))
        yield from paragraphs((self.hindered_code(),))

    def more_keys(self) -> Iterator[Key]:
        """None."""
        yield from ()

    @staticmethod
    def _waiting(watch: PaymentWatch) -> Content:
        trouble = watch.trouble
        if trouble is None:
            return Content(_("Waiting for the payment… The credits appear by themselves."))
        then = trouble.cure if watch.arrived.cancelled() else _("Javari keeps asking.")
        return Content.styled(f"{trouble.title} {then}", "$text-warning")

    @work(group="credits.arriving")
    async def _wait(self, watch: PaymentWatch) -> None:
        try:
            await asyncio.shield(watch.arrived)
        except asyncio.CancelledError:
            if not watch.arrived.cancelled():
                raise  # it is this window that ends
            self.show()
            return
        self.dismiss(True)
