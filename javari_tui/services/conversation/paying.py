"""Holding credits for one request: how long its answer may be then, and what it means when there are not enough."""

from __future__ import annotations

from collections.abc import Sequence

from javari_tui.domain.chat import Message
from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import Failure, FailureKind, ModelRef, ModelRequest
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.domain.tokens import OVERHEAD_OF_A_TURN, estimate_tokens
from javari_tui.i18n import _
from javari_tui.services.conversation.ceilings import CREDITS
from javari_tui.services.ledger.bills import SUMMARY, Bill, Turn, question_place
from javari_tui.services.ledger.spending import Wanted


def wanted_for(path: Sequence[Message], model: ModelRef, prompt_tokens: int, answer_tokens: int) -> Wanted:
    """What is asked for at the end of a branch; it counts for the user's last message there."""
    place, answer = question_place(path), path[-1]
    return Wanted(
        model=model,
        prompt_tokens=prompt_tokens,
        answer_tokens=answer_tokens,
        chat_id=answer.chat_id,
        question_id=path[place].id if place >= 0 else 0,
        message_id=answer.id,
    )


async def paid_length(bill: Bill, wanted: Wanted, turn: Turn = SUMMARY, *, goes_on: bool = False) -> int:
    """Hold credits for an answer; how many tokens it may have. ModelError when there are not enough.

    `goes_on`: tools led to it, so it ends as at any other ceiling of theirs.
    """
    try:
        paid = await bill.hold(wanted, turn)
    except SpendingRefused as error:
        if goes_on:
            raise ModelError(Failure(kind=FailureKind.TOOL_LIMIT, detail=_(CREDITS))) from error
        raise ModelError(Failure(kind=FailureKind.SPENDING, detail=error.title)) from error
    return wanted.answer_tokens if paid is None else min(wanted.answer_tokens, paid)


def follows_tools(path: Sequence[Message]) -> bool:
    """Whether the answer at the end of a branch goes on from what tools did."""
    return len(path) > 1 and bool(path[-2].tool_calls)


def request_tokens(request: ModelRequest) -> int:
    """About how many tokens a request without tools is."""
    said = sum(estimate_tokens(turn.text) + OVERHEAD_OF_A_TURN for turn in request.turns)
    return estimate_tokens(request.system) + said
