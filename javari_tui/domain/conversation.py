"""What changes while people and models talk: the updates a screen listens to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from javari_tui.domain.chat import Chat, Message, QueuedMessage
from javari_tui.domain.errors import JavariError
from javari_tui.domain.models import Failure, ModelRef

if TYPE_CHECKING:  # values of theirs are only carried, and the first picture needs none of them
    from javari_tui.domain.approvals import ApprovalRequest, TrustRequest
    from javari_tui.domain.blocks import SourceBlock


@dataclass(frozen=True, slots=True)
class MessageAdded:
    """A message joined the end of the shown branch of a chat."""

    chat_id: int
    message: Message


@dataclass(frozen=True, slots=True)
class MessageChanged:
    """A message ended, failed or was changed; `message` is how it is now and is on disk."""

    chat_id: int
    message: Message


@dataclass(frozen=True, slots=True)
class AnswerGrew:
    """New pieces of the running answer (either may be empty). Cleaned; may come many times a second."""

    chat_id: int
    message_id: int
    text: str = ""
    thinking: str = ""


@dataclass(frozen=True, slots=True)
class AnswerWaits:
    """A failed try will be made again in `seconds`; sent once a second while it counts down, 0 when it is made."""

    chat_id: int
    message_id: int
    seconds: int
    attempt: int
    failure: Failure


@dataclass(frozen=True, slots=True)
class AnswerQuiet:
    """The model has said nothing for so many seconds (first at 10); 0 when it speaks again."""

    chat_id: int
    message_id: int
    seconds: int


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """The messages that wait in a chat."""

    chat_id: int
    queue: tuple[QueuedMessage, ...]


@dataclass(frozen=True, slots=True)
class ChatChanged:
    """A chat's title, tags, model or state changed."""

    chat: Chat


@dataclass(frozen=True, slots=True)
class BranchShown:
    """Another branch of this chat is shown now: read it again."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class ContextMeasured:
    """How full the model's window is; `limit` is None where the server does not tell."""

    chat_id: int
    used: int
    """Tokens; at least so many where they fill the window, or where its limit is not known."""
    limit: int | None


@dataclass(frozen=True, slots=True)
class WorkEnded:
    """Nothing is being written in this chat any more; what waits in its queue waits for the user."""

    chat_id: int
    error: JavariError | None = None
    """What ended it where no message tells: the disk did not take what comes next, or the chat is gone."""


@dataclass(frozen=True, slots=True)
class ActionAsked:
    """The answer asks to carry out one of Javari's commands."""

    chat_id: int
    command: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class ToolsNotTaken:
    """A model takes no tools: it was asked without them, and will be while Javari runs. Told once for each model."""

    chat_id: int
    model: ModelRef


@dataclass(frozen=True, slots=True)
class ShowAsked:
    """A tool has something to show beside the chat."""

    chat_id: int
    block: SourceBlock


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """A tool call waits for the user's word."""

    chat_id: int
    request: ApprovalRequest


@dataclass(frozen=True, slots=True)
class TrustAsked:
    """A tool wants to work in a folder the user was never asked about."""

    chat_id: int
    request: TrustRequest


@dataclass(frozen=True, slots=True)
class QuestionOver:
    """An approval or trust request is answered, too old, or its answer was stopped: nobody waits for it."""

    chat_id: int
    request_id: str


class Shortening(StrEnum):
    """What came of putting the older part of a chat in short."""

    MADE = "made"
    NOTHING_OLDER = "nothing_older"
    """All there is is recent: there is nothing to shorten."""
    LEFT_OUT = "left_out"
    """No summary could be made: the older part is not sent any more."""
    STOPPED = "stopped"
    """Nothing is different."""


ConversationUpdate = (
    MessageAdded
    | MessageChanged
    | AnswerGrew
    | AnswerWaits
    | AnswerQuiet
    | QueueChanged
    | ChatChanged
    | BranchShown
    | ContextMeasured
    | WorkEnded
    | ActionAsked
    | ToolsNotTaken
    | ShowAsked
    | ApprovalAsked
    | TrustAsked
    | QuestionOver
)
