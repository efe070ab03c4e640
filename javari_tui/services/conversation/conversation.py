"""Talking with models: sending, stopping, answering again, branching, the queue. Every chat works by itself."""

from __future__ import annotations

from collections.abc import Callable

from javari_tui.domain.attachments import check_together
from javari_tui.domain.chat import Attachment, Chat, QueuedMessage
from javari_tui.domain.conversation import (
    BranchShown,
    ChatChanged,
    ContextMeasured,
    ConversationUpdate,
    MessageAdded,
    MessageChanged,
    QueueChanged,
    Shortening,
)
from javari_tui.domain.errors import JavariError
from javari_tui.domain.models import ModelRef
from javari_tui.services.conversation import affording, sending
from javari_tui.services.conversation.desk import Desk
from javari_tui.services.conversation.steps import Step
from javari_tui.services.conversation.works import Works


class Conversation:
    """What a person can do with a chat. Answers go on whatever the screen shows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stored = desk.stored
        self._works = Works(desk)

    def listen(self, listener: Callable[[ConversationUpdate], None]) -> Callable[[], None]:
        """Tell `listener` what changes, on the loop's thread; the result ends that."""
        return self._desk.around.updates.add(listener)

    async def send(self, chat_id: int | None, text: str, attachments: tuple[Attachment, ...] = ()) -> Chat:
        """Send a message, in a new chat when there is none; it waits while an answer runs, and behind those that wait.

        The message is on disk when this returns, and before any server is asked for anything. A StorageError or
        SpendingRefused means that nothing was written or sent.
        """
        check_together(attachments)
        if chat_id is None:
            ref = await self._desk.models.at_hand()
            await affording.require_for_draft(self._desk, ref, None, text, attachments)
            return self._started(await self._desk.write(sending.write_first, text, attachments, ref))
        async with self._works.lock(chat_id):
            if not self.is_running(chat_id):
                # An answer that the disk did not take stands there as running.
                await self._desk.around.owed.settle()
                ref = await self._desk.models.at_hand(chat_id)
                await affording.require_for_draft(self._desk, ref, chat_id, text, attachments)
                sent = await self._desk.write(sending.write_sent, chat_id, text, attachments, ref)
                if sent is not None:
                    return self._started(sent)
            else:
                await self._desk.write(sending.write_queued, chat_id, text, attachments)
            chat = await self._stored.disk.run(self._stored.chats.get, chat_id)
            queue = await self._stored.disk.run(self._stored.prompts.queue, chat_id)
            self._desk.tell(QueueChanged(chat_id, queue))
            if not self.is_running(chat_id):
                self._works.start_queue(chat_id)
            return chat

    async def ask(
        self, chat_id: int | None, text: str, attachments: tuple[Attachment, ...] = (), *, model: ModelRef | None = None
    ) -> Chat:
        """One question beside the queue, to this model for this once: drafts, choices and what waits stay as they are.

        For programs. The question is on disk when this returns.
        """
        check_together(attachments)
        if chat_id is not None:
            self._works.require_idle(chat_id)
        ref = model or await self._desk.models.at_hand(chat_id)
        await affording.require_for_draft(self._desk, ref, chat_id, text, attachments)
        sent = await self._desk.write(sending.write_asked, chat_id, text, attachments, ref)
        self._desk.tell_sent(sent)
        self._works.start_lone_answer(sent.answer, model)
        return sent.chat

    async def stop(self, chat_id: int) -> None:
        """End the running answer, or the wait for its next try; what came is on disk when this returns."""
        await self._works.stop(chat_id)

    async def regenerate(self, message_id: int) -> None:
        """Answer the same question again: a new version beside the old ones."""
        chat_id = await self._stop_chat_of(message_id)
        async with self._works.lock(chat_id):
            self._works.require_idle(chat_id)
            ref = await self._desk.models.at_hand(chat_id)
            await affording.require_again(self._desk, ref, message_id)
            answer = await self._desk.write(sending.write_another_answer, message_id, ref)
            self._desk.tell(BranchShown(chat_id))
            self._desk.tell(MessageAdded(chat_id, answer))
            self._works.start_answer(answer)

    async def continue_answer(self, message_id: int) -> None:
        """Go on where an answer ended early: in the same message, or below it where it had called tools."""
        chat_id = await self._stop_chat_of(message_id)
        owed = self._desk.around.owed
        async with self._works.lock(chat_id):
            self._works.require_idle(chat_id)
            await affording.require_again(self._desk, await self._desk.models.at_hand(chat_id), message_id)
            # Written with the reopening or not at all: written later it would go over what comes now.
            owing = await owed.take(message_id)
            try:
                opened = await self._desk.write(sending.write_reopened, message_id, owing)
            except JavariError:
                if owing:
                    owed.add(message_id, owing)
                raise
            for payment in owing.payments:
                payment.tell()
            if isinstance(opened, Step):
                self._desk.tell_step(opened)
                self._works.start_answer(opened.answer)
            else:
                self._desk.tell(MessageChanged(chat_id, opened))
                self._works.start_answer(opened)

    async def edit(self, message_id: int, text: str, attachments: tuple[Attachment, ...] = ()) -> None:
        """Another version of the user's message, with an answer of its own; the old one stays as a branch."""
        check_together(attachments)
        chat_id = await self._stop_chat_of(message_id)
        async with self._works.lock(chat_id):
            self._works.require_idle(chat_id)
            ref = await self._desk.models.at_hand(chat_id)
            await affording.require_for_edit(self._desk, ref, message_id, text, attachments)
            sent = await self._desk.write(sending.write_edited, message_id, text, attachments, ref)
            self._desk.tell(BranchShown(chat_id))
            self._started(sent)

    async def show_branch(self, chat_id: int, message_id: int) -> None:
        """Show the branch that a message is on, down to its newest end."""
        leaf_id = await self._stored.disk.run(self._stored.messages.newest_leaf_below, message_id)
        chat = await self._stored.disk.run(self._stored.chats.change, chat_id, leaf_id=leaf_id)
        self._desk.tell(ChatChanged(chat))
        self._desk.tell(BranchShown(chat_id))
        self._desk.tell(await self._desk.measure(chat_id))

    async def show_sibling(self, message_id: int, step: int) -> None:
        """Show the version of a message that is `step` further; nothing happens past the first and the last."""
        versions = await self._stored.disk.run(self._stored.messages.siblings, message_id)
        message = await self._stored.disk.run(self._stored.messages.get, message_id)
        place = versions.index(message_id) + step
        if 0 <= place < len(versions):
            leaf = await self._stored.disk.run(self._stored.messages.newest_leaf_below, versions[place])
            await self.show_branch(message.chat_id, leaf)

    async def remove_queued(self, queued_id: int) -> QueuedMessage | None:
        """Take a message out of the queue; none when it was sent meanwhile."""
        taken, left = await self._desk.write(sending.take_from_queue, queued_id)
        if taken is not None:
            self._desk.tell(QueueChanged(taken.chat_id, left))
        return taken

    async def resume_queue(self, chat_id: int) -> None:
        """Send what waits after a failure or a stop."""
        async with self._works.lock(chat_id):
            if not self.is_running(chat_id):
                self._works.start_queue(chat_id)

    def is_running(self, chat_id: int) -> bool:
        """Whether something is being written in a chat."""
        return self._works.is_running(chat_id)

    def running(self) -> tuple[int, ...]:
        """The chats in which something is being written."""
        return self._works.running()

    async def summarise(self, chat_id: int) -> Shortening:
        """Put the older part of a chat in short now; returns when it is done, with what came of it."""
        self._works.require_idle(chat_id)
        ref = await self._desk.models.at_hand(chat_id)
        await affording.require_for_summary(self._desk, ref, chat_id)
        return await self._works.summarise(chat_id)

    async def measure(self, chat_id: int) -> ContextMeasured:
        """How full the model's window is."""
        return await self._desk.measure(chat_id)

    async def system_prompt(self) -> str:
        """Exactly what is sent as the system prompt."""
        return await self._desk.system_prompt()

    async def close(self) -> None:
        """End everything that runs; what came is on disk when this returns, within a second."""
        await self._works.close()

    def _started(self, sent: sending.Sent) -> Chat:
        """The chat of what was sent, with its answer under way."""
        self._desk.tell_sent(sent)
        self._works.start_answer(sent.answer)
        return sent.chat

    async def _stop_chat_of(self, message_id: int) -> int:
        """The chat of a message, with nothing running in it."""
        message = await self._stored.disk.run(self._stored.messages.get, message_id)
        await self.stop(message.chat_id)
        return message.chat_id
