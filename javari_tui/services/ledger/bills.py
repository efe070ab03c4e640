"""What one answer costs: held once before it is asked for, and taken or given back once, with the end of the answer."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.chat import Attachment, Message, Role, ToolCall
from javari_tui.domain.errors import NotFound
from javari_tui.domain.model_records import Usage
from javari_tui.domain.prices import PriceList
from javari_tui.domain.spending import Charge, Hold
from javari_tui.domain.spending_errors import HoldEnded
from javari_tui.domain.tokens import estimate_tokens
from javari_tui.domain.tool_info import Risk, ToolInfo
from javari_tui.domain.turn_actions import Action, action_of
from javari_tui.services.ledger.spending import Spending, Wanted

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of an answer."""

    text: str = ""
    """All of it, with what the message had before."""
    tokens: int = 0
    """About how many tokens came in this run."""
    usage: Usage | None = None
    """As the provider told it in this run."""
    is_counted: bool = False
    """Nothing came after the provider had counted."""
    is_whole: bool = False
    """The provider ended it, however."""

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to pay: nothing came, nor was anything thought or refused in silence."""
        return not self.tokens and not (self.is_whole and self.usage is not None and self.usage.output)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a question has led to so far, above the answer that is asked for."""

    attachments: tuple[Attachment, ...] = ()
    answers: tuple[Message, ...] = ()
    risks: Mapping[str, Risk] | None = None
    """None: whatever it does, it is a chat."""

    @classmethod
    def of(cls, path: Sequence[Message], tools: Iterable[ToolInfo]) -> Turn:
        """The turn at the end of a branch, whose last message is the answer."""
        place = question_place(path)
        attachments = path[place].attachments if place >= 0 else ()
        return cls(attachments, tuple(path[place + 1 : -1]), {tool.name: tool.risk for tool in tools})

    def action(self, text: str) -> Action:
        """What the turn was, with an answer's text at its end."""
        if self.risks is None:
            return Action.CHAT
        texts = (*(answer.text for answer in self.answers if answer.role is Role.ASSISTANT), text)
        return action_of("\n\n".join(texts), self._calls(self.risks), self.attachments)

    def _calls(self, risks: Mapping[str, Risk]) -> Iterable[tuple[ToolCall, Risk]]:
        calls = (call for answer in self.answers for call in answer.tool_calls)
        return [(call, risks[call.name]) for call in calls if call.name in risks]


SUMMARY = Turn()
"""The turn of what is no answer."""


def question_place(path: Sequence[Message]) -> int:
    """Where in a branch the user's last message stands; -1 where there is none."""
    return next((place for place in range(len(path) - 1, -1, -1) if path[place].role is Role.USER), -1)


class Bill:
    """One answer's credits."""

    def __init__(self, spending: Spending) -> None:
        self._spending = spending
        self._prices: PriceList | None = None
        self._wanted: Wanted | None = None
        self._turn = SUMMARY
        self._hold: Hold | None = None
        self._view: BalanceView | None = None

    async def hold(self, wanted: Wanted, turn: Turn = SUMMARY) -> int | None:
        """Set credits aside, once; how many tokens of answer they pay for, None: it is no limit. SpendingRefused."""
        self._wanted, self._turn = wanted, turn
        prices = self._prices = self._prices or self._spending.prices()
        hold = self._hold
        if hold is None:
            hold = await self._spending.stored.disk.run(self._take_hold, wanted, prices)
            self._tell()
        return prices.longest_answer(
            *(wanted.model, wanted.prompt_tokens, hold.amount, hold.created_at),
            is_local=self._spending.is_local(wanted.model),
        )

    def paid(self, came: Came) -> Payment:
        """What the end of the answer does to the ledger."""
        return Payment(self, came)

    def _take_hold(self, wanted: Wanted, prices: PriceList) -> Hold:
        """On the disk thread, and noted there: whoever waits for it may be stopped, and the end comes after."""
        hold = self._hold = self._spending.take_hold(wanted, prices)
        self._view = self._spending.figures.read()
        return hold

    def _end(self, came: Came) -> None:
        """On the disk thread, part of the transaction that writes the answer down."""
        if self._hold is None or self._wanted is None or self._prices is None:
            return
        ledger, at = self._spending.stored.ledger, self._spending.time()
        try:
            if came.is_nothing:
                ledger.release(self._hold.id, at=at)
            else:
                made = self._hold.created_at
                charge = charge_for(self._spending, came, self._wanted, self._turn, prices=self._prices, at=made)
                ledger.settle(self._hold.id, charge, at=at)
        except (HoldEnded, NotFound) as error:
            # The answer is the user's, whatever is wrong with its price; the doctor finds it.
            _log.error("what an answer used could not be written down: %s", error)
        self._spending.note_room(self._wanted)
        self._view = self._spending.figures.read()

    def _tell(self) -> None:
        """What was written is on disk: whoever shows the balance hears of it."""
        if self._view is not None:
            self._spending.figures.take(self._view)


class Payment:
    """What the end of one answer does to the ledger."""

    def __init__(self, bill: Bill, came: Came) -> None:
        self._bill, self._came = bill, came

    def write(self) -> None:
        """On the disk thread, part of the transaction that writes the answer down."""
        self._bill._end(self._came)

    def tell(self) -> None:
        """It is on disk: whoever shows the balance hears of it."""
        self._bill._tell()


def charge_for(
    spending: Spending, came: Came, wanted: Wanted, turn: Turn, *, prices: PriceList, at: datetime
) -> Charge:
    """What came of an answer by the prices of when it was asked for."""
    usage, is_estimated = _usage(came, wanted)
    action, is_local = turn.action(came.text), spending.is_local(wanted.model)
    quote = prices.quote(wanted.model, action, usage, at, is_local=is_local)
    return Charge(
        cost=quote.amount,
        action=action,
        usage=usage,
        is_estimated=is_estimated,
        is_priced=quote.is_known,
        is_free=quote.is_free,
    )


def _usage(came: Came, wanted: Wanted) -> tuple[Usage, bool]:
    """What was used, and whether it is estimated: counted by the provider up to the end, else from what came."""
    told = came.usage or Usage()
    if came.usage is not None and came.is_counted:
        return told, False
    prompt = told if told.prompt else replace(told, input=wanted.prompt_tokens)
    return replace(prompt, output=max(told.output, came.tokens)), True


def tokens_of(text: str, thinking: str, calls: Iterable[ToolCall]) -> int:
    """About how many tokens of answer these are."""
    called = sum(estimate_tokens(call.name) + estimate_tokens(call.arguments) for call in calls)
    return estimate_tokens(text) + estimate_tokens(thinking) + called
