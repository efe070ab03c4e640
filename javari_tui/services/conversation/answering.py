"""One answer: asked for, retried, shown as it grows, written down while it grows and when it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from javari_tui.domain.chat import Message, MessageState
from javari_tui.domain.conversation import (
    ActionAsked,
    AnswerGrew,
    AnswerQuiet,
    AnswerWaits,
    ConversationUpdate,
    MessageChanged,
)
from javari_tui.domain.errors import KeyMissing, ModelError, NotFound, StorageError
from javari_tui.domain.models import Failure, FailureKind, ModelRef, ModelRequest
from javari_tui.providers.base import Provider
from javari_tui.services.clock import Clock
from javari_tui.services.conversation.answer_events import Ending, Incoming
from javari_tui.services.conversation.checkpoints import Checkpoints
from javari_tui.services.conversation.retrying import (
    AS_LONG_AS_IT_MAY_HELP,
    Persistence,
    count_down,
    seconds_until_next,
)
from javari_tui.services.conversation.silence import SilenceWatch
from javari_tui.services.ledger.bills import Bill
from javari_tui.services.listeners import Listeners
from javari_tui.services.owed import Owed, Owing, SaveAnswer
from javari_tui.storage.message_writes import MessageChanges

PATIENCE = 0.6
"""Seconds a stopped request has to end; after that nobody waits for it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every answer needs."""

    save: SaveAnswer
    owed: Owed
    updates: Listeners[ConversationUpdate]
    clock: Clock
    random: Callable[[], float]


Prepare = Callable[[], Awaitable[tuple[Provider, ModelRequest]]]
"""Finds the provider and puts the request together; may raise KeyMissing, ModelError, StorageError."""


ToolsTaken = Callable[[ModelRef], None]
"""Told that a model takes no tools; what is prepared from then on has none."""


class Answer:
    """One answer being written into one message that is on disk already."""

    def __init__(
        self,
        message: Message,
        prepare: Prepare,
        around: Surroundings,
        *,
        persistence: Persistence = AS_LONG_AS_IT_MAY_HELP,
        tools: ToolsTaken | None = None,
        bill: Bill | None = None,
    ) -> None:
        """With `tools`, a whole answer with calls is left running: what it called is carried out next.

        `bill` is what `prepare` holds its credits by.
        """
        self.message = message
        self._tools = tools
        self._bill = bill
        self._prepare = prepare
        self._around = around
        self._persistence = persistence
        self._incoming = Incoming(message, self._ask_action)
        self._checkpoints = Checkpoints(self._checkpoint, around.clock)
        self._silence = SilenceWatch(around.clock, self._tell_quiet)
        self._stopped = asyncio.Event()
        self._state_when_stopped = MessageState.STOPPED
        self._will_tell = False

    def stop(self, state: MessageState = MessageState.STOPPED) -> None:
        """End it now and keep what came."""
        self._state_when_stopped = state
        self._stopped.set()

    async def run(self) -> Message:
        """The message as it ended; it is on disk then, unless the disk was what failed."""
        talk = asyncio.create_task(self._answer())
        saving = asyncio.create_task(self._checkpoints.run())
        stopped = asyncio.create_task(self._stopped.wait())
        watching = asyncio.create_task(self._silence.run())
        ending: Ending | None = None
        try:
            await asyncio.wait({talk, saving, stopped}, return_when=asyncio.FIRST_COMPLETED)
            ending = await self._ended(talk, saving)
        finally:
            # Also when something unforeseen is raised: what came is kept, and the error goes on to be reported.
            for task in (talk, saving, stopped, watching):
                task.cancel()
            self._silence.rest()
            cut_off = self._incoming.failed(Failure(kind=FailureKind.CUT_OFF))
            self.message = await self._write_end(ending or cut_off)
        return self.message

    async def _ended(self, talk: asyncio.Task[Ending], saving: asyncio.Task[None]) -> Ending:
        """How it ended: stopped, unable to be written down, or as the model's server said."""
        if not talk.done():
            talk.cancel()
            await asyncio.wait({talk}, timeout=PATIENCE)
        if saving.done() and not saving.cancelled() and (error := saving.exception()) is not None:
            if not isinstance(error, StorageError):
                raise error
            return Ending(MessageState.FAILED, Failure(kind=FailureKind.DISK, detail=error.detail))
        return talk.result() if talk.done() and not talk.cancelled() else Ending(self._state_when_stopped)

    async def _answer(self) -> Ending:
        """Ask, and ask again where that may help and nothing of the answer has come."""
        tries = 0
        try:
            provider, request = await self._prepare()
            while True:
                tries += 1
                ending = await self._ask(provider, request)
                failure = ending.failure
                if self._is_about_tools(failure, request) and self._tools is not None:
                    self._tools(ModelRef(provider.info.name, request.model))
                    provider, request = await self._prepare()
                    continue
                if failure is None or self._incoming.has_come or not self._persistence.tries_again(failure, tries):
                    return ending
                await self._wait(failure, tries)
        except KeyMissing as error:
            return self._incoming.failed(Failure(kind=FailureKind.NO_KEY, detail=error.detail))
        except ModelError as error:
            return self._incoming.failed(error.failure)
        except NotFound as error:
            return self._incoming.failed(Failure(kind=FailureKind.NO_SUCH_MODEL, detail=str(error)))
        except StorageError as error:
            return self._incoming.failed(Failure(kind=FailureKind.DISK, detail=error.detail))

    def _is_about_tools(self, failure: Failure | None, request: ModelRequest) -> bool:
        """Whether the same may be asked again without tools."""
        is_refusal = failure is not None and failure.kind is FailureKind.NO_TOOLS
        return is_refusal and bool(request.tools) and not self._incoming.has_come

    async def _ask(self, provider: Provider, request: ModelRequest) -> Ending:
        """One try. However it is left, the request ends with it."""
        stream = provider.stream(request)
        self._incoming.begin()
        self._silence.listen()
        try:
            async for event in stream:
                self._silence.listen()
                ending = self._incoming.take(event)
                if ending is not None:
                    return ending
                self._tell_growth_soon()
            return self._incoming.failed(Failure(kind=FailureKind.CUT_OFF))
        finally:
            self._silence.rest()
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()

    async def _wait(self, failure: Failure, tries: int) -> None:
        """Count down to the next try."""
        around, message = self._around, self.message

        def tell(seconds: int) -> None:
            around.updates.tell(AnswerWaits(message.chat_id, message.id, seconds, tries, failure))

        await count_down(seconds_until_next(failure, tries, around.random), around.clock, tell)
        tell(0)

    async def _checkpoint(self) -> None:
        """Write down what has come."""
        text, thinking = self._incoming.text.whole(), self._incoming.thinking.whole()
        await self._around.save(self.message.id, text=text, thinking=thinking)

    async def _write_end(self, ending: Ending) -> Message:
        """Tell what was held back, write everything down, tell how it ended."""
        incoming = self._incoming
        incoming.close()
        self._tell_growth()
        changes = MessageChanges(
            text=incoming.text.whole(),
            thinking=incoming.thinking.whole(),
            tool_calls=incoming.tool_calls,
            usage=incoming.usage,
            state=MessageState.STREAMING if self._goes_on(ending) else ending.state,
            failure=ending.failure,
            replay=ending.replay,
        )
        payments = () if self._bill is None else (self._bill.paid(incoming.came()),)
        try:
            ended = await self._around.save(self.message.id, payments, **changes)
        except (StorageError, NotFound) as error:
            # Kept on the screen; what the last checkpoint wrote is on disk. NotFound: the chat was deleted meanwhile.
            _log.error("an answer could not be written down: %s", error)
            self._around.owed.add(self.message.id, Owing(_as_written_later(changes), payments))
            ended = self._as_shown(Failure(kind=FailureKind.DISK, detail=error.detail))
        self._around.updates.tell(MessageChanged(ended.chat_id, ended))
        return ended

    def _goes_on(self, ending: Ending) -> bool:
        """Whether tools are next."""
        is_whole = ending.state is MessageState.COMPLETE
        return is_whole and self._tools is not None and bool(self._incoming.tool_calls)

    def _as_shown(self, failure: Failure) -> Message:
        """The message as it stands on the screen when the disk does not have it."""
        incoming = self._incoming
        return replace(
            self.message,
            text=incoming.text.whole(),
            thinking=incoming.thinking.whole(),
            tool_calls=incoming.tool_calls,
            usage=incoming.usage,
            state=MessageState.FAILED,
            failure=failure,
        )

    def _tell_growth_soon(self) -> None:
        """Tell what came after the loop's turn: pieces that arrive together are told together."""
        if not self._will_tell and self._incoming.has_come:
            self._will_tell = True
            asyncio.get_running_loop().call_soon(self._tell_growth)

    def _tell_growth(self) -> None:
        self._will_tell = False
        text, thinking = self._incoming.text.take_fresh(), self._incoming.thinking.take_fresh()
        if text or thinking:
            self._around.updates.tell(AnswerGrew(self.message.chat_id, self.message.id, text, thinking))
            self._checkpoints.note()

    def _tell_quiet(self, seconds: int) -> None:
        self._around.updates.tell(AnswerQuiet(self.message.chat_id, self.message.id, seconds))

    def _ask_action(self, command: str, argument: str) -> None:
        self._around.updates.tell(ActionAsked(self.message.chat_id, command, argument))


def _as_written_later(changes: MessageChanges) -> MessageChanges:
    """The end of an answer as it stands on disk once that takes it: what the disk cut off can be continued."""
    failure = changes["failure"]
    is_cut = changes["state"] is MessageState.STREAMING or (failure and failure.kind is FailureKind.DISK)
    if not is_cut:
        return changes
    return {**changes, "state": MessageState.CUT, "failure": None}
