"""What answers may cost: estimated, refused before anything is sent, held while they are written, taken once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from javari_tui.domain.balance_view import DraftCost
from javari_tui.domain.credits import NOTHING, Credits
from javari_tui.domain.model_records import ModelRef
from javari_tui.domain.prices import Estimate, PriceList, is_free
from javari_tui.domain.spending import Caps, Hold, HoldWish, Limit, Room
from javari_tui.domain.spending_errors import BalanceUnknown, SpendingRefused
from javari_tui.services.ledger.figures import Figures
from javari_tui.services.stored import Stored
from javari_tui.settings.model import CreditSettings
from javari_tui.storage.stored_values import now

NEAR_SHARE = (8, 10)
"""An answer that may take more than this share of what is left is near the limit."""
LITTLE_LEFT = 10
"""The month is nearly used up where less than one part in so many is left of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An answer that somebody thinks of asking for."""

    model: ModelRef
    prompt_tokens: int
    """About what is sent."""
    answer_tokens: int
    """The longest answer that the settings, the model and its window allow."""
    chat_id: int = 0
    question_id: int = 0
    """The user's message; 0: not written yet."""
    message_id: int = 0


class Spending:
    """The one place where conversations meet the ledger."""

    def __init__(
        self,
        stored: Stored,
        figures: Figures,
        *,
        limits: Callable[[], CreditSettings],
        is_local: Callable[[ModelRef], bool],
        time: Callable[[], datetime] = now,
    ) -> None:
        """`is_local` tells of a model whether it runs on a machine of the user's own."""
        self.stored = stored
        self.figures = figures
        self.is_local = is_local
        self.time = time
        self._limits = limits
        self._used_up: set[int] = set()
        """Chats in which no other answer like the last one can be paid for."""

    def prices(self) -> PriceList:
        """What holds now."""
        return self.figures.prices()

    def is_free(self, model: ModelRef) -> bool:
        """Whether a model's answers cost nothing whatever they are."""
        return is_free(model, is_local=self.is_local(model))

    def caps(self) -> Caps:
        """The user's own limits, as they are set now."""
        limits = self._limits()
        return Caps(
            message=_cap(limits.most_message),
            chat=_cap(limits.most_chat),
            day=_cap(limits.most_day),
            month=_cap(limits.most_month),
        )

    def estimate(self, wanted: Wanted, prices: PriceList | None = None) -> Estimate:
        """What an answer may come to, by the prices of now where none are given."""
        return (prices or self.prices()).estimate(
            *(wanted.model, wanted.prompt_tokens, wanted.answer_tokens, self.time()),
            is_local=self.is_local(wanted.model),
        )

    async def require(self, wanted: Wanted) -> None:
        """SpendingRefused when there is no room for even the shortest answer worth asking for; holds nothing."""
        wish = self.wish(wanted)
        if not wish.most:
            return
        room = await self.room(wish)
        if _is_refused(wish, room):
            raise self._refusal(wish, room)

    def may_go_on(self, chat_id: int) -> bool:
        """Whether a chat's question may ask for another answer by itself; as it was when its last one ended."""
        return chat_id not in self._used_up

    def note_room(self, wanted: Wanted) -> None:
        """On the disk thread, when an answer ended: whether there is room for another like it."""
        wish = self.wish(wanted)
        room = self._room(wish, self.caps()) if wish.most else None
        if room is not None and _is_refused(wish, room):
            self._used_up.add(wanted.chat_id)
        else:
            self._used_up.discard(wanted.chat_id)

    def take_hold(self, wanted: Wanted, prices: PriceList) -> Hold:
        """On the disk thread: set aside what an answer may cost. SpendingRefused when there is not enough."""
        wish, ledger = self.wish(wanted, prices), self.stored.ledger
        with self.stored.database.writing():
            room = self._outside(wish)
            if room is not None and wish.most:
                if _is_refused(wish, room):
                    raise self._refusal(wish, room)
                wish = replace(wish, most=min(wish.most, room.left))
            return ledger.hold(wish, self.caps(), at=self.time())

    async def draft_cost(self, wanted: Wanted) -> DraftCost:
        """What sending may come to, with what it would meet."""
        wish, known = self.wish(wanted), self.estimate(wanted).is_known
        if not wish.most:
            return DraftCost(least=NOTHING, most=NOTHING, is_known=known, is_free=self.is_free(wanted.model))
        room = await self.room(wish)
        is_refused = _is_refused(wish, room)
        return DraftCost(
            least=wish.least,
            most=wish.most if is_refused else min(wish.most, room.left),
            is_refused=is_refused,
            limit=room.limit,
            cap=getattr(self.caps(), room.limit.value, None),
            is_near=not is_refused and (_takes_most(wish.most, room.left) or self._is_little_left()),
        )

    async def caps_left(self, chat_id: int) -> tuple[Room, ...]:
        """What is left of each cap that is set."""
        caps = self.caps()
        each = (
            (Limit.MESSAGE, Caps(message=caps.message)),
            (Limit.CHAT, Caps(chat=caps.chat)),
            (Limit.DAY, Caps(day=caps.day)),
            (Limit.MONTH, Caps(month=caps.month)),
        )
        chosen = [(limit, alone) for limit, alone in each if alone != Caps()]
        wish = self.wish(Wanted(model=ModelRef("", ""), prompt_tokens=0, answer_tokens=0, chat_id=chat_id))

        def look() -> tuple[Room, ...]:
            left = (Room(limit, self._room(wish, alone).left) for limit, alone in chosen)
            return tuple(left)

        return await self.stored.disk.look(look) if chosen else ()

    async def room(self, wish: HoldWish) -> Room:
        """What could be held for a wish."""
        return await self.stored.disk.look(self._room, wish, self.caps())

    def wish(self, wanted: Wanted, prices: PriceList | None = None) -> HoldWish:
        """What shall be held for an answer."""
        estimate = self.estimate(wanted, prices)
        return HoldWish(
            least=estimate.least,
            most=estimate.most,
            price_version=estimate.version,
            model=wanted.model,
            chat_id=wanted.chat_id,
            question_id=wanted.question_id,
            message_id=wanted.message_id,
        )

    def _room(self, wish: HoldWish, caps: Caps) -> Room:
        """On the disk thread: the smallest of what the ledger, the caps and the account leave."""
        room, outside = self.stored.ledger.room(wish, caps, at=self.time()), self._outside(wish)
        return room if outside is None or room.left <= outside.left else outside

    def _outside(self, wish: HoldWish) -> Room | None:
        """On the disk thread: what the account leaves beside what is in its ledger; None: it sets no limit."""
        facts = self.figures.read_facts() if wish.most else None
        if facts is None:
            return None
        if facts.mirror is None or facts.mirror.is_closed:
            return Room(Limit.BALANCE, NOTHING)
        return None if facts.offline_room is None else Room(Limit.OFFLINE, facts.offline_room)

    def _refusal(self, wish: HoldWish, room: Room) -> SpendingRefused:
        """Why an answer is not asked for."""
        facts = self.figures.facts
        if facts is not None and facts.mirror is None:
            return BalanceUnknown(needed=wish.least)
        return SpendingRefused(room.limit, needed=wish.least, room=room.left)

    def _is_little_left(self) -> bool:
        """Whether the month is nearly used up."""
        available, total = self.figures.view.available, self.figures.view.total
        return available is not None and total is not None and available.micro * LITTLE_LEFT < total.micro


def _cap(credits: int) -> Credits | None:
    return Credits.of(credits) if credits > 0 else None


def _is_refused(wish: HoldWish, room: Room) -> bool:
    return room.left < wish.least or not room.left


def _takes_most(most: Credits, left: Credits) -> bool:
    share, whole = NEAR_SHARE
    return most.micro * whole > left.micro * share
