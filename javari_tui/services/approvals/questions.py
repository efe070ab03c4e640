"""What waits for the user's word. Each question is answered at most once, and only as it was shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from javari_tui.domain.approvals import ApprovalRequest, Decision, TrustRequest
from javari_tui.domain.conversation import ApprovalAsked, ConversationUpdate, QuestionOver, TrustAsked
from javari_tui.services.clock import Clock
from javari_tui.services.listeners import Listeners

LASTS = 300.0
"""Seconds an approval can be given in; after that the call is refused."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A question, until when it can be answered, and where the answer goes."""

    request: ApprovalRequest | TrustRequest
    until: float | None
    word: asyncio.Future[Decision]


class Questions:
    """The questions that are open."""

    def __init__(self, updates: Listeners[ConversationUpdate], clock: Clock, now: Callable[[], datetime]) -> None:
        self._updates = updates
        self._clock = clock
        self._now = now
        self._open: dict[str, _Open] = {}

    def waiting(self) -> tuple[ApprovalRequest | TrustRequest, ...]:
        """What the user has not answered, the oldest first."""
        return tuple(question.request for question in self._open.values())

    async def approval(self, request: ApprovalRequest) -> Decision | None:
        """The user's word on a call; None when it did not come in time."""
        return await self._ask(request.chat_id, request, ApprovalAsked(request.chat_id, request), LASTS)

    async def trust(self, chat_id: int, request: TrustRequest) -> bool:
        """The user's word on a folder, however long it takes."""
        word = await self._ask(chat_id, request, TrustAsked(chat_id, request), None)
        return word is not None and word.allowed

    def answer(self, request_id: str, fingerprint: str, decision: Decision) -> bool:
        """Give the user's word on a call; False when it is not for this, not for now, or not for so long."""
        question = self._open.get(request_id)
        if question is None or not isinstance(question.request, ApprovalRequest):
            return False
        request = question.request
        is_late = question.until is None or self._clock.now() >= question.until or self._now() >= request.expires_at
        if is_late or fingerprint != request.fingerprint:
            return False
        if decision.allowed and decision.scope not in request.scopes:
            return False
        return self._settle(question, decision)

    def answer_trust(self, request_id: str, *, trusted: bool) -> bool:
        """Give the user's word on a folder; False when nobody waits for it."""
        question = self._open.get(request_id)
        if question is None or not isinstance(question.request, TrustRequest):
            return False
        return self._settle(question, Decision(trusted))

    def _settle(self, question: _Open, decision: Decision) -> bool:
        del self._open[question.request.id]
        if question.word.done():
            return False
        question.word.set_result(decision)
        return True

    async def _ask(
        self, chat_id: int, request: ApprovalRequest | TrustRequest, asked: ConversationUpdate, seconds: float | None
    ) -> Decision | None:
        word: asyncio.Future[Decision] = asyncio.get_running_loop().create_future()
        until = None if seconds is None else self._clock.now() + seconds
        self._open[request.id] = _Open(request, until, word)
        waits: set[asyncio.Future[Decision] | asyncio.Future[None]] = {word}
        too_late = None if seconds is None else asyncio.ensure_future(self._clock.sleep(seconds))
        if too_late is not None:
            waits.add(too_late)
        self._updates.tell(asked)
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            return word.result() if word.done() else None
        finally:
            # Also when nobody waits any more: who shows the question takes it away.
            self._open.pop(request.id, None)
            if too_late is not None:
                too_late.cancel()
            self._updates.tell(QuestionOver(chat_id, request.id))
