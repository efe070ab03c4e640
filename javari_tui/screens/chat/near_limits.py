"""Warns once when little is left of a limit or of all credits, and again only after there was more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from javari_tui.commands.credits import TOP_UP
from javari_tui.domain.credits import Credits, shown_left, shown_room
from javari_tui.domain.spending import Limit
from javari_tui.i18n import N_, _
from javari_tui.screens.chat.page import ChatPage

if TYPE_CHECKING:
    from javari_tui.services import Services

_NEAR_PERCENT = 20
"""Of a limit that the user set."""
_LITTLE_PERCENT = 10
"""Of all credits of the month."""

_TEXTS = {
    Limit.CHAT: N_("Near your limit for this chat: {left} of {most} credits are left."),
    Limit.DAY: N_("Near your limit for today: {left} of {most} credits are left."),
    Limit.MONTH: N_("Near your limit for this month: {left} of {most} credits are left."),
    Limit.BALANCE: N_("{left} of {most} credits are left. {command} adds more."),
}


class NearLimits:
    """Knows of what the user was told."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._near: set[tuple[Limit, int]] = set()

    async def look(self, services: Services, chat_id: int, *, tell: bool) -> None:
        """See what is near now; without `tell` only note it, as nothing was used just now."""
        balance = await services.ledger.balance()
        if balance.held:
            return  # what is set aside may come back: it is looked at again when the answer ends
        for limit, left, most in await self._all(services, chat_id, balance.available):
            percent = _LITTLE_PERCENT if limit is Limit.BALANCE else _NEAR_PERCENT
            key = limit, chat_id if limit is Limit.CHAT else 0
            if left.micro * 100 > most.micro * percent:
                self._near.discard(key)
            elif key not in self._near:
                self._near.add(key)
                if tell:
                    self._tell(limit, left, most)

    async def _all(self, services: Services, chat_id: int, available: Credits) -> list[tuple[Limit, Credits, Credits]]:
        caps = services.settings.credits_in_force()
        most = {Limit.CHAT: caps.most_chat, Limit.DAY: caps.most_day, Limit.MONTH: caps.most_month}
        rooms = await services.ledger.caps_left(chat_id)
        found = [(room.limit, room.left, Credits.of(most[room.limit])) for room in rooms if most.get(room.limit)]
        return [*found, *self._balance(services, available)]

    @staticmethod
    def _balance(services: Services, available: Credits) -> Iterator[tuple[Limit, Credits, Credits]]:
        view = services.ledger.view
        if view.available is not None and view.total is not None and view.total.micro > 0:
            yield Limit.BALANCE, available, view.total

    def _tell(self, limit: Limit, left: Credits, most: Credits) -> None:
        text = _(_TEXTS[limit]).format(left=shown_room(left), most=shown_left(most), command=f"/{TOP_UP.slash}")
        self._page.tell(text, warning=True, seconds=8)
