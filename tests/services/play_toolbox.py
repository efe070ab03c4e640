"""A toolbox that does what a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from javari_tui.domain.chat import Message, ToolCall, ToolState
from javari_tui.domain.conversation import MessageChanged
from javari_tui.domain.models import ModelRequest
from javari_tui.domain.tool_info import Risk, ToolInfo
from javari_tui.settings.model import ToolSettings
from tests.services.javari import Javari, change_desk

LOOK = ToolInfo(name="look", purpose="Look at something.", schema={"type": "object"}, risk=Risk.READS)
MAKE = ToolInfo(name="make", purpose="Make something.", schema={"type": "object"}, risk=Risk.WRITES)


class PlayToolbox:
    """Two tools: `look` only reads, `make` changes something. What they give is what `result` says."""

    def __init__(self, result: Callable[[ToolCall], str] = lambda call: f"{call.name} {call.arguments}") -> None:
        self.begun: list[ToolCall] = []
        self.ended: list[ToolCall] = []
        self.killed: list[ToolCall] = []
        self.most_at_once = 0
        self.denied: set[str] = set()
        """Names of tools the user says no to."""
        self.hold: asyncio.Event | None = None
        """What every tool waits for while it runs."""
        self.answer: asyncio.Event | None = None
        """What the user's word waits for."""
        self._result = result
        self._running = 0

    async def offered(self, chat_id: int) -> tuple[ToolInfo, ...]:
        """Both."""
        return LOOK, MAKE

    async def carry_out(
        self, call: ToolCall, *, chat_id: int, message_id: int, tell: Callable[[ToolCall], None]
    ) -> ToolCall:
        """What `result` says, or a no."""
        self.begun.append(call)
        self._running += 1
        self.most_at_once = max(self.most_at_once, self._running)
        try:
            return await self._settled(call, tell)
        except asyncio.CancelledError:
            self.killed.append(call)
            raise
        finally:
            self._running -= 1

    async def _settled(self, call: ToolCall, tell: Callable[[ToolCall], None]) -> ToolCall:
        if self.answer is not None:
            tell(replace(call, state=ToolState.WAITING))
            await self.answer.wait()
        if call.name in self.denied:
            return replace(call, state=ToolState.DENIED, result="The user said no.")
        tell(replace(call, state=ToolState.RUNNING))
        if self.hold is not None:
            await self.hold.wait()
        await asyncio.sleep(0)
        self.ended.append(call)
        return replace(call, state=ToolState.DONE, result=self._result(call))


def answers_sent(request: ModelRequest) -> list[tuple[str, str, bool]]:
    """What a request tells of calls."""
    return [(answer.id, answer.text, answer.is_error) for turn in request.turns for answer in turn.tool_answers]


def states(message: Message) -> list[ToolState]:
    return [call.state for call in message.tool_calls]


def limited(javari: Javari, limits: ToolSettings, *, may_spend: bool = True) -> None:
    """Other ceilings from now on."""
    change_desk(javari.services, tool_settings=lambda: limits)
    javari.services.conversation._desk.spending.may_go_on = lambda chat_id: may_spend  # type: ignore[method-assign]


def told(javari: Javari) -> list[ToolState]:
    """How the calls stand by what was told last."""
    changed = javari.told(MessageChanged)
    return states(changed[-1].message) if changed else []


def has_told(javari: Javari, *expected: ToolState) -> bool:
    return told(javari) == [*expected]
