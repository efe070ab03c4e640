"""What goes on in one chat: an answer, perhaps a summary above it, then what waits in the queue."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from javari_tui.domain.chat import Message, MessageState
from javari_tui.domain.conversation import MessageAdded, MessageChanged, QueueChanged, Shortening
from javari_tui.domain.errors import JavariError
from javari_tui.domain.models import FailureKind, ModelInfo, ModelRef, ModelRequest
from javari_tui.i18n import language
from javari_tui.providers.base import Provider
from javari_tui.services.conversation import sending, summaries
from javari_tui.services.conversation.affording import require_for_draft
from javari_tui.services.conversation.answering import Answer, Prepare, ToolsTaken
from javari_tui.services.conversation.context import used_tokens
from javari_tui.services.conversation.desk import Desk
from javari_tui.services.conversation.paying import follows_tools, paid_length, request_tokens, wanted_for
from javari_tui.services.conversation.request import turns
from javari_tui.services.conversation.retrying import AS_LONG_AS_IT_MAY_HELP, BRIEFLY, Persistence
from javari_tui.services.conversation.tool_work import ToolWork
from javari_tui.services.ledger.bills import Bill, Turn

_log = logging.getLogger(__name__)


class ChatWork:
    """Answers in one chat, one after the other, until nothing waits or one does not end well."""

    def __init__(self, chat_id: int, desk: Desk, lock: asyncio.Lock, asked: ModelRef | None = None) -> None:
        """`asked` is the model for this once, whatever the chat has chosen."""
        self.chat_id = chat_id
        self.error: JavariError | None = None
        """What ended it where no message tells."""
        self.is_over = False
        """Set under the lock: whoever sends after that starts new work."""
        self._desk = desk
        self._lock = lock
        self._asked = asked
        self._stopped = asyncio.Event()
        self._answer: Answer | None = None
        self._tools = ToolWork(chat_id, desk)
        self._stop_as: MessageState | None = None

    def stop(self, state: MessageState = MessageState.STOPPED) -> None:
        """End the running answer now, keep what came, and let the queue wait."""
        self._stop_as = state
        self._stopped.set()
        self._tools.stop(state)
        if self._answer is not None:
            self._answer.stop(state)

    async def run(self, first: Callable[[], Awaitable[bool]] | None = None, *, alone: bool = False) -> None:
        """Do the first thing, then, unless it stands alone, what waits, as long as things end well."""
        try:
            goes_on = first is None or await first()
            while goes_on and not alone and (answer := await self._next()) is not None:
                goes_on = await self.answer(answer)
        except JavariError as error:
            # What is in the chat and its queue is on disk; what could not be written there waits for the user.
            _log.error("work on a chat ended: %s", error)
            self.error = error
        finally:
            self.is_over = True

    async def answer(self, message: Message) -> bool:
        """Answer a question from this message on: what an answer calls is carried out, then the next is asked for.

        Tells whether it ended well.
        """
        self._tools = ToolWork(self.chat_id, self._desk)
        if self._stop_as is not None:
            self._tools.stop(self._stop_as)
        ended = await self._one_answer(message)
        while ended.is_running:
            below = await self._tools.next_step(ended)
            ended = await self._one_answer(below) if below.is_running else below
        return ended.state is MessageState.COMPLETE

    async def _one_answer(self, message: Message) -> Message:
        """Write an answer into its message: one request, and a summary above it where it needs room."""
        message, is_full = await self._looked_at(message)
        if is_full:
            message = await self._with_room(message)
        ended = await self._run_with_tools(message)
        if _is_too_long(ended) and self._stop_as is None:
            below = await self._with_room(ended)
            if below is not ended:
                ended = await self._run_with_tools(below)
        if ended.failure is not None and ended.failure.kind is FailureKind.BAD_KEY and ended.model is not None:
            self._desk.models.key_refused(ended.model.provider)
        await self._measure()
        return ended

    async def shorten(self) -> Shortening:
        """Put the older part of the shown branch in short. Never raises for a failed summary."""
        info = await self._model()
        summary = await self._desk.write(summaries.write_beginning, self.chat_id, info)
        if summary is None:
            return Shortening.NOTHING_OLDER
        self._desk.tell(MessageAdded(self.chat_id, summary))
        came = await self._summarise(summary)
        if came is not Shortening.STOPPED:
            await self._measure()
        return came

    async def _looked_at(self, message: Message) -> tuple[Message, bool]:
        """An empty answer with its model, and whether the window has too little room for it.

        The message is on disk, so servers may be asked; whoever stops does not wait for them.
        """
        look = asyncio.create_task(self._look_at(message))
        stopped = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait({look, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return look.result() if look.done() else (message, False)
        except JavariError as error:
            # The request meets the same trouble, and ends the answer with it.
            _log.info("an answer's model is not known yet: %s", error)
            return message, False
        finally:
            look.cancel()
            stopped.cancel()

    async def _look_at(self, message: Message) -> tuple[Message, bool]:
        info = await self._model()
        if message.model != info.ref:
            message = await self._desk.write(sending.write_addressed, message.id, info.ref)
            self._desk.tell(MessageChanged(self.chat_id, message))
        return message, not message.text and await self._desk.is_nearly_full(message, info)

    async def _with_room(self, answer: Message) -> Message:
        """The empty answer below a summary of what is older; the same answer where nothing is older."""
        summary = await self._desk.write(summaries.write_in_place, answer, await self._model())
        if summary is None:
            return answer
        self._desk.tell(MessageChanged(self.chat_id, summary))
        await self._summarise(summary)
        below, is_shown = await self._desk.write(sending.write_answer_below, summary)
        if is_shown:
            self._desk.tell(MessageAdded(self.chat_id, below))
        return below

    async def _summarise(self, summary: Message) -> Shortening:
        """Write a summary into its message."""
        bill = Bill(self._desk.spending)
        ended = await self._run(summary, partial(self._summary_request, summary, bill), bill, BRIEFLY)
        if ended.state is MessageState.STOPPED or self._stop_as is not None:
            return Shortening.STOPPED
        if ended.failure is not None and ended.failure.kind is FailureKind.SPENDING:
            # Not to be left out for want of credits: it counts for nothing, and what follows meets the same.
            stopped = await self._desk.stored.save_message(ended.id, state=MessageState.STOPPED)
            self._desk.tell(MessageChanged(self.chat_id, stopped))
            return Shortening.STOPPED
        settled = await self._desk.write(summaries.write_settled, ended)
        self._desk.tell(MessageChanged(self.chat_id, settled))
        return Shortening.MADE if settled.state is MessageState.COMPLETE else Shortening.LEFT_OUT

    async def _next(self) -> Message | None:
        """The empty answer to the next message that waited; none ends the work."""
        stored = self._desk.stored
        async with self._lock:
            sent = None
            if self._stop_as is None:
                ref = await self._desk.models.at_hand(self.chat_id)
                for waiting in (await stored.disk.run(stored.prompts.queue, self.chat_id))[:1]:
                    # Refused: it goes on waiting, and the work ends with the reason.
                    await require_for_draft(self._desk, ref, self.chat_id, waiting.text, waiting.attachments)
                sent = await self._desk.write(sending.write_next_of_queue, self.chat_id, ref)
            self.is_over = sent is None
        if sent is None:
            return None
        queue = await stored.disk.run(stored.prompts.queue, self.chat_id)
        self._desk.tell(QueueChanged(self.chat_id, queue))
        self._desk.tell_sent(sent)
        return sent.answer

    async def _model(self) -> ModelInfo:
        """The model that is asked; servers may have to be asked which it is."""
        models = self._desk.models
        return await models.current(self.chat_id) if self._asked is None else models.info(self._asked)

    async def _measure(self) -> None:
        self._desk.tell(await self._desk.measure(self.chat_id, await self._model()))

    async def _run_with_tools(self, message: Message) -> Message:
        """Write one answer, which may call tools where there are any."""
        tools, bill = self._tools.not_taken if self._tools.are_there else None, Bill(self._desk.spending)
        return await self._run(message, partial(self._request, message, bill), bill, tools=tools)

    async def _run(
        self,
        message: Message,
        prepare: Prepare,
        bill: Bill,
        persistence: Persistence = AS_LONG_AS_IT_MAY_HELP,
        tools: ToolsTaken | None = None,
    ) -> Message:
        """Write one answer or summary."""
        self._answer = Answer(message, prepare, self._desk.around, persistence=persistence, tools=tools, bill=bill)
        if self._stop_as is not None:
            self._answer.stop(self._stop_as)
        try:
            return await self._answer.run()
        finally:
            self._answer = None

    async def _request(self, message: Message, bill: Bill) -> tuple[Provider, ModelRequest]:
        """Who is asked for an answer, and what; its credits are held then."""
        desk, info, provider, path = self._desk, *await self._prepared(message)
        system, tools, limit = await desk.system_prompt(), await self._tools.offered(info), info.context_tokens
        used = used_tokens(path, system, info.ref, tools=tools, limit=limit)
        wanted = wanted_for(path, info.ref, used, desk.answer_tokens(info, used))
        request = ModelRequest(
            model=info.ref.model,
            system=system,
            turns=turns(path, info.ref, limit=limit, with_tools=bool(tools), mask=desk.mask),
            max_output_tokens=await paid_length(bill, wanted, Turn.of(path, tools), goes_on=follows_tools(path)),
            effort=await desk.models.effort(info),
            language=language(),
            chat_id=self.chat_id,
            tools=tools,
        )
        return provider, request

    async def _summary_request(self, summary: Message, bill: Bill) -> tuple[Provider, ModelRequest]:
        """Who is asked for a summary, and what."""
        info, provider, path = await self._prepared(summary)
        request = summaries.summary_request(path, summary, info.ref, self._desk.mask)
        wanted = wanted_for(path, info.ref, request_tokens(request), request.max_output_tokens)
        return provider, replace(request, max_output_tokens=await paid_length(bill, wanted))

    async def _prepared(self, message: Message) -> tuple[ModelInfo, Provider, tuple[Message, ...]]:
        """The model, whoever speaks to it, and the branch down to a message."""
        desk, stored = self._desk, self._desk.stored
        info = await self._model()
        provider = await desk.models.provider(info.ref.provider)
        path, _older = await stored.disk.run(stored.messages.path, self.chat_id, leaf_id=message.id)
        return info, provider, path


def _is_too_long(ended: Message) -> bool:
    """Whether the server found the chat too long to answer."""
    return ended.failure is not None and ended.failure.kind is FailureKind.TOO_LONG and not ended.text
