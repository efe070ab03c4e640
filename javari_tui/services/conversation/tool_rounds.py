"""The calls of one message, carried out: written down at every step, together where they only read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from javari_tui.domain.chat import Message, ToolCall, ToolState
from javari_tui.domain.conversation import MessageChanged
from javari_tui.domain.errors import JavariError, NotFound, StorageError
from javari_tui.domain.tool_info import Risk, ToolInfo
from javari_tui.domain.untrusted_text import clean
from javari_tui.services.conversation.answering import Surroundings
from javari_tui.services.conversation.told_calls import shortened

AT_ONCE = 4
"""Calls of one message that may run at the same time."""
HARMLESS = frozenset({Risk.READS, Risk.NONE})


class Toolbox(Protocol):
    """The tools there are, with all that is asked and checked before one is used."""

    async def offered(self, chat_id: int) -> tuple[ToolInfo, ...]:
        """What a model may call now; none when tools are off."""

    async def carry_out(
        self, call: ToolCall, *, chat_id: int, message_id: int, tell: Callable[[ToolCall], None]
    ) -> ToolCall:
        """The call, settled: DONE, FAILED or DENIED, with a result for model and reader.

        `tell` gets WAITING and RUNNING. What a tool refuses is a result. Cancelled: what runs is killed.
        """


CeilingAfter = Callable[[Sequence[ToolCall], float], str]
"""Calls of the round that are done, and seconds the user was asked: the ceiling that is reached, or nothing."""


class Round:
    """One message's calls on their way."""

    def __init__(
        self,
        message: Message,
        toolbox: Toolbox,
        harmless: Collection[str],
        around: Surroundings,
        ceiling_after: CeilingAfter,
    ) -> None:
        """`harmless` are the names of the tools that only read."""
        self.calls = list(message.tool_calls)
        self.ceiling = ""
        """The sentence on the ceiling that was reached before all calls were carried out."""
        self.trouble: StorageError | NotFound | None = None
        """Why it could not be written down; nothing more was begun then."""
        self.waited = 0.0
        """Seconds in which the user was asked."""
        self._message = message
        self._toolbox = toolbox
        self._harmless = harmless
        self._around = around
        self._ceiling_after = ceiling_after
        self._asking: dict[int, float] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._written = message.tool_calls
        self._is_left = False

    async def run(self, settle: Callable[[ToolCall], ToolCall]) -> None:
        """Carry everything out in order. `settle` has the last word on each result.

        Cancelled: what runs is ended, and what was settled stands.
        """
        try:
            for together in self._groups():
                places = asyncio.Semaphore(AT_ONCE)
                async with asyncio.TaskGroup() as group:
                    for place in together:
                        group.create_task(self._carry_out(place, places, settle))
                if self.trouble is not None:
                    return
                if self.ceiling:
                    break
            await asyncio.gather(*self._writing)
        finally:
            for task in self._writing:
                task.cancel()

    def leave(self) -> None:
        """Nobody waits for it any more: what still comes counts for nothing."""
        self._is_left = True

    def _groups(self) -> Iterator[list[int]]:
        """Neighbours that only read together, everything else by itself."""
        together: list[int] = []
        for place, call in enumerate(self.calls):
            if call.name not in self._harmless:
                if together:
                    yield together
                yield [place]
                together = []
            else:
                together.append(place)
        if together:
            yield together

    async def _carry_out(self, place: int, places: asyncio.Semaphore, settle: Callable[[ToolCall], ToolCall]) -> None:
        async with places:
            done = [call for call in self.calls if call.is_settled]
            self.ceiling = self.ceiling or self._ceiling_after(done, self.waited)
            if self.ceiling:
                return
            call, message = self.calls[place], self._message
            try:
                came = await self._toolbox.carry_out(
                    call, chat_id=message.chat_id, message_id=message.id, tell=partial(self._note, place)
                )
            except JavariError as error:
                came = replace(call, state=ToolState.FAILED, result=str(error))
            finally:
                self._asked(place, is_asked=False)
            self.calls[place] = settle(_settled(call, came))
            await self._write()

    def _note(self, place: int, call: ToolCall) -> None:
        """It waits for the user, or runs; what is told too late counts for nothing."""
        if self._is_left or self.calls[place].is_settled:
            return
        self._asked(place, is_asked=call.state is ToolState.WAITING)
        self.calls[place] = replace(self.calls[place], state=call.state)
        task = asyncio.create_task(self._write())
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    def _asked(self, place: int, *, is_asked: bool) -> None:
        """Count the time in which the user is asked about anything; none of it twice."""
        now = self._around.clock.now()
        if is_asked:
            self._asking.setdefault(place, now)
        elif (since := self._asking.pop(place, None)) is not None:
            self.waited += now - since
            self._asking = dict.fromkeys(self._asking, now)

    async def _write(self) -> None:
        """Write the calls down as they are now, and tell."""
        calls = tuple(self.calls)
        if self._is_left or calls == self._written:
            return
        self._written = calls
        try:
            message = await self._around.save(self._message.id, tool_calls=calls)
        except (StorageError, NotFound) as error:
            self.trouble = error
        else:
            self._around.updates.tell(MessageChanged(message.chat_id, message))


def _settled(call: ToolCall, came: ToolCall) -> ToolCall:
    """The call with what came of it, cleaned."""
    state = came.state if came.is_settled else ToolState.FAILED
    return replace(call, state=state, result=clean(came.result))


def bounded(call: ToolCall, most: int) -> ToolCall:
    """The call with no more than so many characters of its result."""
    return replace(call, result=shortened(call.result, most))
