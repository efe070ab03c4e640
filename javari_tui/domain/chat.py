"""Chats and what is said in them: frozen values with named questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from javari_tui.domain.drafts import NEW_CHAT_ID, Attachment, AttachmentKind, Draft
from javari_tui.domain.scroll_place import ScrollPlace

if TYPE_CHECKING:  # values of theirs are only carried
    from javari_tui.domain.model_records import Failure, ModelRef, Usage


class Role(StrEnum):
    """Who a message is from."""

    USER = "user"
    ASSISTANT = "assistant"
    SUMMARY = "summary"
    """Javari's own: the older part of the chat in short, sent in its place when the window is nearly full."""


class MessageState(StrEnum):
    """How a message stands."""

    COMPLETE = "complete"
    STREAMING = "streaming"
    """Being written, or what it called is being carried out, or its writer was killed: CUT when the library opens."""
    STOPPED = "stopped"
    """The user pressed Esc; what came is kept."""
    CUT = "cut"
    """It ended early: the connection broke, or the length limit was reached."""
    FAILED = "failed"
    """Nothing or only a part came; `failure` says why."""


class ToolState(StrEnum):
    """What became of a tool call."""

    ASKED = "asked"
    """The model asked for it, and nothing was done about it."""
    WAITING = "waiting"
    """It waits for the user's word."""
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DENIED = "denied"
    """The user, or a rule of theirs, said no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A tool the model asked for."""

    id: str
    name: str
    arguments: str
    """JSON as the model wrote it, perhaps invalid."""
    state: ToolState = ToolState.ASKED
    result: str = ""
    """What it gave, or why it failed; cleaned."""

    @property
    def is_under_way(self) -> bool:
        """Whether something still happens with it."""
        return self.state in (ToolState.WAITING, ToolState.RUNNING)

    @property
    def is_settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.state in (ToolState.DONE, ToolState.FAILED, ToolState.DENIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a chat. Messages form a tree: `parent_id` is what it answers or follows."""

    id: int
    chat_id: int
    parent_id: int | None
    role: Role
    text: str
    created_at: datetime
    thinking: str = ""
    state: MessageState = MessageState.COMPLETE
    attachments: tuple[Attachment, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    model: ModelRef | None = None
    usage: Usage | None = None
    failure: Failure | None = None
    replay: str = ""
    """JSON of the blocks to send back unchanged (signed thinking), only to the same provider and model."""
    covers_until: int | None = None
    """For a summary: the id of the last message it stands for."""
    sibling: int = 1
    """Which of its parent's children it is, from 1."""
    siblings: int = 1
    """How many children its parent has: more than one is a branching."""

    @property
    def is_users(self) -> bool:
        """Whether the user said it."""
        return self.role is Role.USER

    @property
    def is_summary(self) -> bool:
        """Whether Javari wrote it in place of an older part."""
        return self.role is Role.SUMMARY

    @property
    def is_running(self) -> bool:
        """Whether an answer is still being written here."""
        return self.state is MessageState.STREAMING

    @property
    def can_continue(self) -> bool:
        """Whether the answer ended before its end."""
        ended_early = self.state in (MessageState.STOPPED, MessageState.CUT, MessageState.FAILED)
        return self.role is Role.ASSISTANT and ended_early

    @property
    def came_to_nothing(self) -> bool:
        """Whether the answer ended before anything of it came: nothing to continue, but it can be asked for again."""
        stands_at_a_limit = self.failure is not None and self.failure.kind == "tool_limit"
        return self.can_continue and not (self.text or self.tool_calls or stands_at_a_limit)

    @property
    def is_branching(self) -> bool:
        """Whether there are other versions of this message."""
        return self.siblings > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat without its messages."""

    id: int
    uid: str
    """The same on every machine: what an import recognises a chat by."""
    title: str
    """Empty until the first message or the user gives one."""
    created_at: datetime
    updated_at: datetime
    title_is_users: bool = False
    """Given by the user, so never replaced by an automatic one."""
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    model: ModelRef | None = None
    """The model this chat last chose; none means the default."""
    leaf_id: int | None = None
    """The last message of the branch that is shown."""
    message_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way through a chat's tree, named by its last message."""

    leaf_id: int
    forks_at: int | None
    """The id of the last message it shares with the branch that is shown; none when it shares nothing."""
    excerpt: str
    """The start of the first message that is only in this branch."""
    message_count: int
    updated_at: datetime
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A message found by what was said."""

    chat_id: int
    chat_title: str
    message_id: int
    role: Role
    excerpt: str
    """Plain text around the hit."""
    matches: tuple[tuple[int, int], ...]
    """Where the words stand in `excerpt`: start and end offsets."""
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedMessage:
    """A message that waits until the running answer ends."""

    id: int
    chat_id: int
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatOpening:
    """All that is needed to show a chat as it was left."""

    chat: Chat
    messages: tuple[Message, ...]
    """The last ones of the shown branch, oldest first."""
    has_older: bool = False
    draft: Draft = field(default_factory=Draft)
    queue: tuple[QueuedMessage, ...] = ()
    scroll: ScrollPlace = field(default_factory=ScrollPlace)


__all__ = [
    "NEW_CHAT_ID",
    "Attachment",
    "AttachmentKind",
    "Branch",
    "Chat",
    "ChatOpening",
    "Draft",
    "Message",
    "MessageState",
    "QueuedMessage",
    "Role",
    "ScrollPlace",
    "SearchHit",
    "ToolCall",
    "ToolState",
]
