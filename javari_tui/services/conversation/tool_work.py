"""What tools do for one question, round after round, until an answer calls nothing or something ends it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

from javari_tui.domain.chat import Message, MessageState, ToolCall, ToolState
from javari_tui.domain.conversation import MessageChanged, ToolsNotTaken
from javari_tui.domain.errors import JavariError, NotFound, StorageError
from javari_tui.domain.models import Failure, FailureKind, ModelInfo, ModelRef, ToolInfo
from javari_tui.domain.unsettled_calls import JAVARI_ENDED, STOPPED, ended_early
from javari_tui.i18n import N_, _
from javari_tui.services.conversation.answering import PATIENCE
from javari_tui.services.conversation.ceilings import CREDITS, REPEATS, Spent
from javari_tui.services.conversation.desk import Desk
from javari_tui.services.conversation.repeats import Repeats
from javari_tui.services.conversation.steps import Step, write_step
from javari_tui.services.conversation.tool_rounds import HARMLESS, Round, Toolbox, bounded
from javari_tui.services.owed import Owing
from javari_tui.storage.message_writes import MessageChanges

AT_A_LIMIT = N_("Not carried out, because a limit for tools was reached. Call again if it is still needed.")
SWITCHED_OFF = N_("Tools are switched off, so this was not carried out.")

_log = logging.getLogger(__name__)


class ToolWork:
    """One question's tools, with ceilings of its own."""

    def __init__(self, chat_id: int, desk: Desk) -> None:
        self._chat_id = chat_id
        self._desk = desk
        self._offered: tuple[ToolInfo, ...] = ()
        self._spent = Spent(desk.tool_settings(), desk.around.clock.now())
        self._repeats = Repeats()
        self._stopped = asyncio.Event()
        self._stop_as = MessageState.STOPPED

    @property
    def are_there(self) -> bool:
        """Whether anybody carries out what is called."""
        return self._desk.toolbox is not None

    def stop(self, state: MessageState) -> None:
        """End what runs now."""
        self._stop_as = state
        self._stopped.set()

    async def offered(self, info: ModelInfo) -> tuple[ToolInfo, ...]:
        """What the next request offers."""
        self._offered = await self._desk.offered(self._chat_id, info)
        return self._offered

    def not_taken(self, model: ModelRef) -> None:
        """The model takes no tools: remembered while Javari runs, and said once."""
        if model not in self._desk.without_tools:
            self._desk.without_tools.add(model)
            self._desk.tell(ToolsNotTaken(self._chat_id, model))

    async def next_step(self, message: Message) -> Message:
        """Carry out what a message called: the empty answer below it, else how the message, or its question, ended."""
        toolbox = self._desk.toolbox
        ceiling = self._ceiling(message.tool_calls)
        if toolbox is None or self._stopped.is_set():
            return await self._end(message, message.tool_calls)
        if ceiling:
            return await self._end_at(ceiling, message, message.tool_calls)
        if not self._offered:
            refused = _left(message.tool_calls, SWITCHED_OFF, ToolState.FAILED)
            self._spent.note(refused, 0.0)
            return await self._step(message, refused)
        return await self._carry_out(message, toolbox)

    def _ceiling(self, calls: Sequence[ToolCall]) -> str:
        """Why these calls are not carried out; empty when they are."""
        if not self._desk.may_spend(self._chat_id):
            return _(CREDITS)
        if self._repeats.goes_round(calls):
            return _(REPEATS)
        return self._spent.ceiling(calls, self._desk.around.clock.now())

    def _ceiling_after(self, done: Sequence[ToolCall], waited: float) -> str:
        """The same in the middle of a round."""
        if not self._desk.may_spend(self._chat_id):
            return _(CREDITS)
        return self._spent.ceiling_within(done, waited, self._desk.around.clock.now())

    async def _end_at(self, ceiling: str, message: Message, calls: Sequence[ToolCall]) -> Message:
        """What was not carried out is left, and the empty answer below tells why; it can be gone on from."""
        asked = {call.id for call in calls if call.state is ToolState.ASKED}
        left = _left(calls, AT_A_LIMIT, ToolState.ASKED)
        calls = [other if call.id in asked else call for call, other in zip(calls, left, strict=True)]
        return await self._step(message, calls, Failure(kind=FailureKind.TOOL_LIMIT, detail=ceiling))

    async def _carry_out(self, message: Message, toolbox: Toolbox) -> Message:
        """One round. However it is left, the message does not stay open."""
        self._repeats.next_round()
        harmless = {tool.name for tool in self._offered if tool.risk in HARMLESS}
        round_ = Round(message, toolbox, harmless, self._desk.around, self._ceiling_after)
        carrying = asyncio.create_task(round_.run(self._settle))
        stopped = asyncio.create_task(self._stopped.wait())
        is_foreseen = False
        try:
            await asyncio.wait({carrying, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not carrying.done():
                carrying.cancel()
                await asyncio.wait({carrying}, timeout=PATIENCE)
                round_.leave()
            elif not self._stopped.is_set():
                carrying.result()
            is_foreseen = True
        finally:
            carrying.cancel()
            stopped.cancel()
            if not is_foreseen:
                self._stop_as = MessageState.CUT
                await self._end(message, round_.calls)
        if round_.trouble is not None:
            return self._give_up(message, round_.calls, round_.trouble)
        if self._stopped.is_set():
            return await self._end(message, round_.calls)
        if round_.ceiling:
            return await self._end_at(round_.ceiling, message, round_.calls)
        self._spent.note(round_.calls, round_.waited)
        return await self._step(message, round_.calls)

    def _settle(self, call: ToolCall) -> ToolCall:
        return self._repeats.noted(bounded(call, self._spent.most_bytes))

    async def _step(self, message: Message, calls: Iterable[ToolCall], failure: Failure | None = None) -> Message:
        """The answer below, on disk."""
        calls = tuple(calls)
        try:
            step: Step = await self._desk.write(write_step, message, calls, failure)
        except (StorageError, NotFound) as error:
            return self._give_up(message, calls, error)
        self._desk.tell_step(step)
        return step.answer

    async def _end(self, message: Message, calls: Iterable[ToolCall]) -> Message:
        """The message ended before its calls did, and can be gone on from."""
        why = STOPPED if self._stop_as is MessageState.STOPPED else JAVARI_ENDED
        calls = ended_early(calls, why)
        try:
            ended = await self._desk.around.save(message.id, tool_calls=calls, state=self._stop_as)
        except (StorageError, NotFound) as error:
            return self._give_up(message, calls, error)
        self._desk.tell(MessageChanged(self._chat_id, ended))
        return ended

    def _give_up(self, message: Message, calls: Iterable[ToolCall], error: JavariError) -> Message:
        """The disk did not take it: kept on the screen, written down as soon as it can be."""
        _log.error("what a tool did could not be written down: %s", error)
        calls = ended_early(calls, STOPPED)
        changes = MessageChanges(tool_calls=calls, state=MessageState.CUT, failure=None)
        self._desk.around.owed.add(message.id, Owing(changes))
        failure = Failure(kind=FailureKind.DISK, detail=error.detail)
        ended = replace(message, tool_calls=calls, state=MessageState.FAILED, failure=failure)
        self._desk.tell(MessageChanged(self._chat_id, ended))
        return ended


def _left(calls: Iterable[ToolCall], why: str, state: ToolState) -> tuple[ToolCall, ...]:
    """The calls, not carried out for this (marked) reason."""
    return tuple(replace(call, state=state, result=_(why)) for call in calls)
