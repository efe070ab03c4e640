"""The work that goes on, by chat: starting, stopping, waiting for its end."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import partial

from javari_tui.domain.chat import Message, MessageState
from javari_tui.domain.conversation import Shortening, WorkEnded
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import ModelRef
from javari_tui.i18n import N_
from javari_tui.services.conversation.chat_work import ChatWork
from javari_tui.services.conversation.desk import Desk

LAST_SECOND = 0.9
"""Seconds that answers have to be written down when Javari closes."""


class Works:
    """At most one piece of work in each chat, several chats at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._works: dict[int, tuple[ChatWork, asyncio.Task[None]]] = {}
        self._is_closing = False
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    def lock(self, chat_id: int) -> asyncio.Lock:
        """Held while it is decided what a chat does next."""
        return self._locks[chat_id]

    def is_running(self, chat_id: int) -> bool:
        """Whether something is being written in a chat."""
        return chat_id in self._works and not self._works[chat_id][0].is_over

    def running(self) -> tuple[int, ...]:
        """The chats in which something is being written."""
        return tuple(chat_id for chat_id in self._works if self.is_running(chat_id))

    def require_idle(self, chat_id: int) -> None:
        """Refuse what cannot be done beside a running answer."""
        if self.is_running(chat_id):
            raise NotFound(N_("An answer is running here."), cure=N_("Wait until it ends, or stop it."))

    def start_answer(self, message: Message) -> None:
        """Write an answer into its message, then send what waits."""
        work = self._work(message.chat_id)
        self._start(work, partial(work.answer, message))

    def start_lone_answer(self, message: Message, asked: ModelRef | None) -> None:
        """Write an answer of this model into its message, and send nothing of what waits."""
        work = self._work(message.chat_id, asked)
        self._start(work, partial(work.answer, message), alone=True)

    def start_queue(self, chat_id: int) -> None:
        """Send what waits."""
        self._start(self._work(chat_id), None)

    async def summarise(self, chat_id: int) -> Shortening:
        """Put the older part of a chat in short, then send what waits; returns when the first is done."""
        work = self._work(chat_id)
        came: asyncio.Future[Shortening] = asyncio.get_running_loop().create_future()

        async def shorten() -> bool:
            came.set_result(await work.shorten())
            return came.result() is not Shortening.STOPPED

        everything = self._start(work, shorten)
        ends: tuple[asyncio.Future[Shortening] | asyncio.Future[None], ...] = (came, everything)
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        return came.result() if came.done() else Shortening.STOPPED

    async def stop(self, chat_id: int) -> None:
        """End what runs in a chat; what came is on disk when this returns."""
        if chat_id in self._works:
            work, task = self._works[chat_id]
            work.stop()
            await asyncio.wait({task})

    async def close(self) -> None:
        """End everything, and what is started from now on; what came is on disk when this returns, within a second."""
        self._is_closing = True
        for work, _task in self._works.values():
            work.stop(MessageState.CUT)
        tasks = {task for _work, task in self._works.values()}
        if tasks:
            await asyncio.wait(tasks, timeout=LAST_SECOND)

    def _work(self, chat_id: int, asked: ModelRef | None = None) -> ChatWork:
        return ChatWork(chat_id, self._desk, self._locks[chat_id], asked)

    def _start(
        self, work: ChatWork, first: Callable[[], Awaitable[bool]] | None, *, alone: bool = False
    ) -> asyncio.Task[None]:
        if self._is_closing:
            work.stop(MessageState.CUT)
        task = asyncio.create_task(work.run(first, alone=alone), name=f"chat-{work.chat_id}")
        self._works[work.chat_id] = work, task
        task.add_done_callback(partial(self._ended, work))
        return task

    def _ended(self, work: ChatWork, task: asyncio.Task[None]) -> None:
        if self._works.get(work.chat_id, (None,))[0] is work:
            del self._works[work.chat_id]
            self._desk.tell(WorkEnded(work.chat_id, work.error))
        error = None if task.cancelled() else task.exception()
        if error is not None:
            context = {"message": "an answer ended in an unforeseen way", "exception": error, "task": task}
            task.get_loop().call_exception_handler(context)
