"""From what a message called to the next answer: what is written down, each in one transaction on the disk thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from javari_tui.domain.chat import Message, MessageState, Role, ToolCall
from javari_tui.domain.models import Failure
from javari_tui.domain.unsettled_calls import STOPPED, ended_early
from javari_tui.services.stored import Stored


@dataclass(frozen=True, slots=True)
class Step:
    """A message whose calls are settled, and the answer below it."""

    above: Message
    answer: Message
    is_shown: bool
    """Whether the chat shows the answer: it stands at the end of the branch that was shown."""


def write_step(stored: Stored, above: Message, calls: Iterable[ToolCall], failure: Failure | None = None) -> Step:
    """The message is whole, and below it stands an empty answer: to be written, or failed where nothing may go on."""
    with stored.database.writing():
        is_shown = stored.chats.get(above.chat_id).leaf_id == above.id
        whole = stored.messages.change(above.id, state=MessageState.COMPLETE, tool_calls=tuple(calls), failure=None)
        answer = stored.messages.add(
            chat_id=above.chat_id,
            parent_id=above.id,
            role=Role.ASSISTANT,
            text="",
            state=MessageState.STREAMING if failure is None else MessageState.FAILED,
            model=above.model,
            failure=failure,
            make_leaf=is_shown,
        )
        return Step(whole, answer, is_shown)


def write_step_after_end(stored: Stored, above: Message) -> Step:
    """The same for a message that ended before all it called was done: what was not done is told to the model."""
    return write_step(stored, above, ended_early(above.tool_calls, STOPPED))
