"""What has come of an answer, and how it ended: a model's events put together."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

from javari_tui.domain.chat import Message, MessageState, ToolCall
from javari_tui.domain.models import (
    ActionRequested,
    Failed,
    Failure,
    FailureKind,
    Finished,
    ModelEvent,
    StopReason,
    TextPiece,
    ThinkingPiece,
    ToolRequested,
    Usage,
    UsageReported,
)
from javari_tui.domain.untrusted_text import clean
from javari_tui.services.conversation.answer_text import GrowingText
from javari_tui.services.ledger.bills import Came, tokens_of

_BROKEN = frozenset(
    {
        FailureKind.CUT_OFF,
        FailureKind.LENGTH,
        FailureKind.TIMED_OUT,
        FailureKind.UNREACHABLE,
        FailureKind.SERVER,
        FailureKind.OVERLOADED,
    }
)
"""Failures that end an answer early; where a part has come it can be continued."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended."""

    state: MessageState
    failure: Failure | None = None
    replay: str = ""


class Incoming:
    """An answer as it comes in. Everything from the model is cleaned here."""

    def __init__(self, message: Message, ask_action: Callable[[str, str], None]) -> None:
        self.text = GrowingText(message.text)
        self.thinking = GrowingText(message.thinking)
        self.tool_calls = message.tool_calls
        self.usage = message.usage
        self._before = message
        self._ask_action = ask_action
        self._has_called = self._has_renamed = False
        self._told: Usage | None = None
        self._is_counted = self._is_whole = False

    @property
    def has_come(self) -> bool:
        """Whether the model has said anything in this run."""
        return self.text.has_grown or self.thinking.has_grown or self._has_called

    def begin(self) -> None:
        """Another try: what the one before it counted is not paid."""
        self._told, self._is_counted = None, False

    def came(self) -> Came:
        """What came in this run, to be paid; no piece follows."""
        text, thinking, before = self.text.whole(), self.thinking.whole(), self._before
        new = (text[len(before.text) :], thinking[len(before.thinking) :], self.tool_calls[len(before.tool_calls) :])
        return Came(
            text=text, tokens=tokens_of(*new), usage=self._told, is_counted=self._is_counted, is_whole=self._is_whole
        )

    def take(self, event: ModelEvent) -> Ending | None:
        """Take in an event; the last one tells how the answer ended."""
        match event:
            case TextPiece(text):
                self.text.feed(text)
                self._is_counted = False
            case ThinkingPiece(text):
                self.thinking.feed(text)
                self._is_counted = False
            case Finished(reason, replay):
                self._is_whole = True
                return self._finished(reason, replay)
            case Failed(failure):
                return self.failed(failure)
            case _:
                self._take_aside(event)
        return None

    def failed(self, failure: Failure) -> Ending:
        """The ending of an answer that failed."""
        is_cut = self.text.has_grown and failure.kind in _BROKEN
        return Ending(MessageState.CUT if is_cut else MessageState.FAILED, failure)

    def close(self) -> None:
        """No piece follows: give out what was held back."""
        self.thinking.finish()
        self.text.finish()

    def _take_aside(self, event: ModelEvent) -> None:
        """Events that are not part of the text."""
        match event:
            case ToolRequested(id, name, arguments):
                self._take_call(ToolCall(id=clean(id), name=clean(name), arguments=clean(arguments)))
            case UsageReported(usage):
                self.usage = self._told = usage
                self._is_counted = True
            case ActionRequested(command, argument):
                self._ask_action(command, argument)

    def _take_call(self, call: ToolCall) -> None:
        """A tool call; some servers give several the same name, or none."""
        self._has_called = True
        names = {other.id for other in self.tool_calls}
        if not call.id or call.id in names:
            self._has_renamed = True
            numbers = itertools.count(len(names) + 1)
            made = (f"{call.id or 'call'}_{number}" for number in numbers)
            call = replace(call, id=next(name for name in made if name not in names))
        self.tool_calls = (*self.tool_calls, call)

    def _finished(self, reason: StopReason, replay: str) -> Ending:
        match reason:
            case StopReason.LENGTH:
                return Ending(MessageState.CUT, Failure(kind=FailureKind.LENGTH))
            case StopReason.CONTEXT_FULL:
                return Ending(MessageState.CUT, Failure(kind=FailureKind.TOO_LONG))
            case StopReason.REFUSED:
                return Ending(MessageState.FAILED, Failure(kind=FailureKind.REFUSED))
            case _:
                # The blocks as they came name the calls as they came.
                return Ending(MessageState.COMPLETE, replay="" if self._has_renamed else replay)
