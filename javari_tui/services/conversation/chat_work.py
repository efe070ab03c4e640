"""What goes on in one chat: an answer, perhaps a summary before it, then what waits in the queue."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from javari_tui.domain.chat import Message, MessageState
from javari_tui.domain.conversation import (
    ChatChanged,
    ContextMeasured,
    ConversationUpdate,
    MessageAdded,
    MessageChanged,
    QueueChanged,
)
from javari_tui.domain.errors import JavariError
from javari_tui.domain.models import Effort, FailureKind, ModelInfo, ModelRequest
from javari_tui.domain.tokens import estimate_message
from javari_tui.i18n import language
from javari_tui.providers.base import Provider
from javari_tui.services.conversation import sending, summaries
from javari_tui.services.conversation.answering import Answer, Prepare, Surroundings
from javari_tui.services.conversation.context import is_enough, is_nearly_full, used_tokens
from javari_tui.services.conversation.request import output_limit, turns
from javari_tui.services.conversation.retrying import AS_LONG_AS_IT_MAY_HELP, BRIEFLY, Persistence
from javari_tui.services.stored import Stored

P = ParamSpec("P")
T = TypeVar("T")

_TAIL = 12
"""Messages at the end of a chat that are looked at first."""

_log = logging.getLogger(__name__)


class ModelChoice(Protocol):
    """Which model answers, and whoever speaks to it."""

    async def current(self, chat_id: int | None = None) -> ModelInfo:
        """The model of the next answer."""

    async def provider(self, name: str) -> Provider:
        """The provider, with its key. Raises KeyMissing or ModelError."""

    async def effort(self, info: ModelInfo) -> Effort | None:
        """How hard the model shall think, where it has the choice."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What working on a chat needs."""

    stored: Stored
    models: ModelChoice
    system_prompt: Callable[[], Awaitable[str]]
    longest_answer: Callable[[], int]
    """Tokens an answer may have, from the settings."""
    around: Surroundings

    async def write(self, work: Callable[Concatenate[Stored, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What one of the transactions of `sending` or `summaries` gives."""
        return await self.stored.disk.run(work, self.stored, *args, **kwargs)

    def tell(self, update: ConversationUpdate) -> None:
        """Tell everyone who listens."""
        self.around.updates.tell(update)

    async def measure(self, chat_id: int) -> ContextMeasured:
        """How full the window is."""
        info = await self.models.current(chat_id)
        return ContextMeasured(chat_id, await self._used(chat_id, info), info.context_tokens)

    async def is_nearly_full(self, chat_id: int, more: int) -> bool:
        """Whether the older part should be put in short before so many tokens more are sent."""
        info = await self.models.current(chat_id)
        if info.context_tokens is None:
            return False
        return is_nearly_full(await self._used(chat_id, info) + more, info.context_tokens)

    async def _used(self, chat_id: int, info: ModelInfo) -> int:
        """Tokens the chat takes; a long one is not read whole when its end tells."""
        path, has_older = await self.stored.disk.run(self.stored.messages.path, chat_id, limit=_TAIL)
        if has_older and not is_enough(path, info.ref):
            path, _older = await self.stored.disk.run(self.stored.messages.path, chat_id)
        return used_tokens(path, await self.system_prompt(), info.ref)

    def tell_sent(self, sent: sending.Sent) -> None:
        """Tell what a send made."""
        self.tell(ChatChanged(sent.chat))
        self.tell(MessageAdded(sent.chat.id, sent.question))
        self.tell(MessageAdded(sent.chat.id, sent.answer))


class ChatWork:
    """Answers in one chat, one after the other, until nothing waits or one does not end well."""

    def __init__(self, chat_id: int, desk: Desk, lock: asyncio.Lock) -> None:
        self.chat_id = chat_id
        self.is_over = False
        """Set under the lock: whoever sends after that starts new work."""
        self._desk = desk
        self._lock = lock
        self._answer: Answer | None = None
        self._stop_as: MessageState | None = None

    def stop(self, state: MessageState = MessageState.STOPPED) -> None:
        """End the running answer now, keep what came, and let the queue wait."""
        self._stop_as = state
        if self._answer is not None:
            self._answer.stop(state)

    async def run(self, first: Callable[[], Awaitable[bool]] | None = None) -> None:
        """Do the first thing, then what waits, as long as things end well."""
        try:
            goes_on = first is None or await first()
            while goes_on and (answer := await self._next()) is not None:
                goes_on = await self.answer(answer)
        except JavariError as error:
            # What is in the chat and its queue is on disk; what could not be written there waits for the user.
            _log.error("work on a chat ended: %s", error)
        finally:
            self.is_over = True

    async def answer(self, message: Message) -> bool:
        """Write an answer into its message; tells whether it ended well."""
        ended = await self._run(message, lambda: self._request(message))
        if _is_too_long(ended) and self._stop_as is None:
            ended = await self._answer_shortened(ended)
        self._desk.tell(await self._desk.measure(self.chat_id))
        return ended.state is MessageState.COMPLETE

    async def shorten(self) -> bool:
        """Put the older part in short; tells whether the next request is shorter. Never raises for a failed summary."""
        info = await self._desk.models.current(self.chat_id)
        summary = await self._desk.write(summaries.write_beginning, self.chat_id, info)
        if summary is None:
            return False
        self._desk.tell(MessageAdded(self.chat_id, summary))
        ended = await self._run(summary, lambda: self._summary_request(summary), BRIEFLY)
        if ended.state is MessageState.STOPPED or self._stop_as is not None:
            return False
        settled = await self._desk.write(summaries.write_settled, ended)
        self._desk.tell(MessageChanged(self.chat_id, settled))
        self._desk.tell(await self._desk.measure(self.chat_id))
        return True

    async def _answer_shortened(self, refused: Message) -> Message:
        """Once more, after the server found the chat too long."""
        if not await self.shorten():
            return refused
        stored = self._desk.stored
        info = await self._desk.models.current(self.chat_id)
        chat = await stored.disk.run(stored.chats.get, self.chat_id)
        parent_id = chat.leaf_id or refused.id
        message = await self._desk.write(sending.write_answer, self.chat_id, parent_id, info.ref)
        self._desk.tell(MessageAdded(self.chat_id, message))
        return await self._run(message, lambda: self._request(message))

    async def _next(self) -> Message | None:
        """The empty answer to the next message that waited; none ends the work."""
        stored, models = self._desk.stored, self._desk.models
        waiting = await stored.disk.run(stored.prompts.queue, self.chat_id)
        if waiting and self._stop_as is None:
            more = estimate_message(waiting[0].text, waiting[0].attachments)
            if await self._desk.is_nearly_full(self.chat_id, more):
                await self.shorten()
        async with self._lock:
            sent = None
            if self._stop_as is None:
                info = await models.current(self.chat_id)
                sent = await self._desk.write(sending.write_next_of_queue, self.chat_id, info.ref)
            self.is_over = sent is None
        if sent is None:
            return None
        queue = await stored.disk.run(stored.prompts.queue, self.chat_id)
        self._desk.tell(QueueChanged(self.chat_id, queue))
        self._desk.tell_sent(sent)
        return sent.answer

    async def _run(
        self, message: Message, prepare: Prepare, persistence: Persistence = AS_LONG_AS_IT_MAY_HELP
    ) -> Message:
        """Write one answer or summary."""
        self._answer = Answer(message, prepare, self._desk.around, persistence)
        if self._stop_as is not None:
            self._answer.stop(self._stop_as)
        try:
            return await self._answer.run()
        finally:
            self._answer = None

    async def _request(self, message: Message) -> tuple[Provider, ModelRequest]:
        """Who is asked for an answer, and what."""
        desk, stored = self._desk, self._desk.stored
        info = await desk.models.current(self.chat_id)
        provider = await desk.models.provider(info.ref.provider)
        path, _older = await stored.disk.run(stored.messages.path, self.chat_id, leaf_id=message.id)
        system = await desk.system_prompt()
        request = ModelRequest(
            model=info.ref.model,
            system=system,
            turns=turns(path, info.ref),
            max_output_tokens=output_limit(info, used_tokens(path, system, info.ref), desk.longest_answer()),
            effort=await desk.models.effort(info),
            language=language(),
            chat_id=self.chat_id,
        )
        return provider, request

    async def _summary_request(self, summary: Message) -> tuple[Provider, ModelRequest]:
        """Who is asked for a summary, and what."""
        desk, stored = self._desk, self._desk.stored
        info = await desk.models.current(self.chat_id)
        provider = await desk.models.provider(info.ref.provider)
        path, _older = await stored.disk.run(stored.messages.path, self.chat_id, leaf_id=summary.id)
        return provider, summaries.summary_request(path, summary, info.ref)


def _is_too_long(ended: Message) -> bool:
    """Whether the server found the chat too long to answer."""
    return ended.failure is not None and ended.failure.kind is FailureKind.TOO_LONG and not ended.text
