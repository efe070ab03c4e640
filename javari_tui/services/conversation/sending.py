"""What a send writes down, each in one transaction on the disk thread: all of it is on disk, or nothing is."""

from __future__ import annotations

from dataclasses import dataclass

from javari_tui.domain.chat import NEW_CHAT_ID, Attachment, Chat, Draft, Message, MessageState, QueuedMessage, Role
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import ModelRef
from javari_tui.domain.titles import title_from
from javari_tui.i18n import N_
from javari_tui.services.conversation.steps import Step, write_step_after_end
from javari_tui.services.owed import Owing
from javari_tui.services.stored import Stored

Attachments = tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What the user says, and whom it is for."""

    text: str
    attachments: Attachments
    model: ModelRef | None
    """None where it is not known without asking a server."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a send made: the user's message, and the empty message that the answer is written into."""

    chat: Chat
    question: Message
    answer: Message


def write_first(stored: Stored, text: str, attachments: Attachments, model: ModelRef | None) -> Sent:
    """The first message of a new chat; the draft it came from is gone."""
    with stored.database.writing():
        _leave_prompt(stored, None, text)
        return _add_both(stored, stored.chats.create(), None, _Said(text, attachments, model))


def write_sent(
    stored: Stored, chat_id: int, text: str, attachments: Attachments, model: ModelRef | None
) -> Sent | None:
    """A message at the end of the shown branch, or behind those that wait: then None. Its draft is gone."""
    with stored.database.writing():
        chat = stored.chats.get(chat_id)
        if stored.prompts.queue(chat_id) or _is_written_elsewhere(stored, chat):
            write_queued(stored, chat_id, text, attachments)
            return None
        _leave_prompt(stored, chat_id, text)
        return _add_both(stored, chat, chat.leaf_id, _Said(text, attachments, model))


def write_asked(
    stored: Stored, chat_id: int | None, text: str, attachments: Attachments, model: ModelRef | None
) -> Sent:
    """A message that comes from no prompt: drafts stay, and what waits goes on waiting."""
    with stored.database.writing():
        chat = stored.chats.create() if chat_id is None else stored.chats.get(chat_id)
        _remember(stored, text)
        return _add_both(stored, chat, chat.leaf_id, _Said(text, attachments, model))


def write_queued(stored: Stored, chat_id: int, text: str, attachments: Attachments) -> None:
    """A message that waits; the draft it came from is gone."""
    with stored.database.writing():
        stored.prompts.enqueue(chat_id, text, attachments)
        _leave_prompt(stored, chat_id, text)


def write_next_of_queue(stored: Stored, chat_id: int, model: ModelRef | None) -> Sent | None:
    """The first that waits becomes a message; none when nothing waits, or another Javari will send it."""
    with stored.database.writing():
        for waiting in stored.prompts.queue(chat_id)[:1]:
            chat = stored.chats.get(chat_id)
            if _is_written_elsewhere(stored, chat):
                return None
            stored.prompts.dequeue(waiting.id)
            said = _Said(waiting.text, waiting.attachments, model)
            return _add_both(stored, chat, chat.leaf_id, said)
        return None


def write_edited(stored: Stored, message_id: int, text: str, attachments: Attachments, model: ModelRef | None) -> Sent:
    """Another version of a message of the user's."""
    with stored.database.writing():
        old = stored.messages.get(message_id)
        if old.role is not Role.USER:
            raise NotFound(N_("Only your own messages can be edited."))
        _remember(stored, text)
        said = _Said(text, attachments, model)
        return _add_both(stored, stored.chats.get(old.chat_id), old.parent_id, said)


def write_another_answer(stored: Stored, message_id: int, model: ModelRef | None) -> Message:
    """An empty message for another answer to the same question; `message_id` is an answer or the question."""
    with stored.database.writing():
        old = stored.messages.get(message_id)
        parent_id = old.id if old.role is Role.USER else old.parent_id
        if old.role is Role.SUMMARY or parent_id is None:
            raise NotFound(N_("This message has no question to answer again."))
        return write_answer(stored, old.chat_id, parent_id, model)


def write_answer(
    stored: Stored, chat_id: int, parent_id: int, model: ModelRef | None, *, make_leaf: bool = True
) -> Message:
    """An empty message that an answer is written into."""
    return stored.messages.add(
        chat_id=chat_id,
        parent_id=parent_id,
        role=Role.ASSISTANT,
        text="",
        state=MessageState.STREAMING,
        model=model,
        make_leaf=make_leaf,
    )


def write_answer_below(stored: Stored, summary: Message) -> tuple[Message, bool]:
    """The empty answer below a summary that was made for it, and whether the chat shows it."""
    with stored.database.writing():
        is_shown = stored.chats.get(summary.chat_id).leaf_id == summary.id
        answer = write_answer(stored, summary.chat_id, summary.id, summary.model, make_leaf=is_shown)
        return answer, is_shown


def write_addressed(stored: Stored, message_id: int, model: ModelRef) -> Message:
    """An answer with the model that it is asked of."""
    return stored.messages.change(message_id, model=model)


def write_reopened(stored: Stored, message_id: int, owed: Owing) -> Message | Step:
    """An answer that ended early, open again to be written on; `owed` is what of it was not on disk yet.

    One that had called something is whole, and another answer goes on below it.
    """
    with stored.database.writing():
        for payment in owed.payments:
            payment.write()
        if owed.changes:
            stored.messages.change(message_id, **owed.changes)
        old = stored.messages.get(message_id)
        if not old.can_continue:
            raise NotFound(N_("This answer is complete: there is nothing to continue."))
        if old.tool_calls:
            return write_step_after_end(stored, old)
        # Servers refuse a beginning that ends in white space, and the model writes its own.
        return stored.messages.change(
            message_id, text=old.text.rstrip(), state=MessageState.STREAMING, failure=None, replay=""
        )


def take_from_queue(stored: Stored, queued_id: int) -> tuple[QueuedMessage | None, tuple[QueuedMessage, ...]]:
    """A message that waited, and those that still wait in its chat."""
    with stored.database.writing():
        taken = stored.prompts.dequeue(queued_id)
        return taken, stored.prompts.queue(taken.chat_id) if taken is not None else ()


def _is_written_elsewhere(stored: Stored, chat: Chat) -> bool:
    """Whether another living Javari writes at the end of the branch: it sends what waits when that has ended.

    To be asked only while this one writes nothing there.
    """
    if chat.leaf_id is None or not stored.messages.get(chat.leaf_id).is_running:
        return False
    stored.messages.close_interrupted()
    return stored.messages.get(chat.leaf_id).is_running


def _add_both(stored: Stored, chat: Chat, parent_id: int | None, said: _Said) -> Sent:
    question = stored.messages.add(
        chat_id=chat.id, parent_id=parent_id, role=Role.USER, text=said.text, attachments=said.attachments
    )
    if not chat.title and not chat.title_is_users:
        stored.chats.change(chat.id, title=title_from(said.text, said.attachments))
    answer = write_answer(stored, chat.id, question.id, said.model)
    return Sent(stored.chats.get(chat.id), question, answer)


def _leave_prompt(stored: Stored, chat_id: int | None, text: str) -> None:
    """What stood in the prompt is sent: it is history now, and no draft."""
    _remember(stored, text)
    stored.prompts.save_draft(NEW_CHAT_ID if chat_id is None else chat_id, Draft())


def _remember(stored: Stored, text: str) -> None:
    if text.strip():
        stored.prompts.remember(text)
