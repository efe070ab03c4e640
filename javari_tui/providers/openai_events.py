"""An answer in the OpenAI-chat protocol: chunks of its stream to events of ours."""

from __future__ import annotations

from typing import Any

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import (
    Finished,
    ModelEvent,
    StopReason,
    TextPiece,
    ThinkingPiece,
    Usage,
    UsageReported,
)
from javari_tui.providers.exchange import ended_without_mark
from javari_tui.providers.failures import failure_of_answer
from javari_tui.providers.openai_calls import OpenAICalls
from javari_tui.providers.server_events import JsonObject

_STOP_REASONS = {
    "length": StopReason.LENGTH,
    "tool_calls": StopReason.TOOL_USE,
    "function_call": StopReason.TOOL_USE,
    "content_filter": StopReason.REFUSED,
    "refusal": StopReason.REFUSED,
}
_THINKING_FIELDS = ("reasoning_content", "reasoning", "thinking")


class OpenAIReader:
    """Reads one answer; tolerates what the many servers of this protocol leave out or add."""

    def __init__(self, headers: dict[str, str] | None = None) -> None:
        self.is_over = False
        self.has_stopped = False
        self._headers = headers or {}
        self._calls = OpenAICalls()
        self._reason = StopReason.END
        self._was_understood = False

    def read(self, event: JsonObject) -> list[ModelEvent]:
        """What one chunk means. Raises ModelError for an error inside the stream."""
        if not event:  # [DONE]
            self.is_over = True
            return self._calls.finished()
        if event.get("error"):
            raise ModelError(failure_of_answer(None, event, headers=self._headers))
        events: list[ModelEvent] = []
        choices = event.get("choices")
        if isinstance(choices, list):
            self._was_understood = True
            if choices and isinstance(choices[0], dict):
                events += self._read_choice(choices[0])
        return events + _usage(event.get("usage"))

    def end(self) -> ModelEvent:
        """How the answer ended."""
        if not (self.has_stopped or (self.is_over and self._was_understood)):
            return ended_without_mark(was_understood=self._was_understood)
        return Finished(self._reason)

    def _read_choice(self, choice: dict[str, Any]) -> list[ModelEvent]:
        # Some servers put what comes in one piece where a whole answer has it.
        delta = choice.get("delta") or choice.get("message")
        events = self._read_delta(delta) if isinstance(delta, dict) else []
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason:
            self.has_stopped = True
            self._reason = _STOP_REASONS.get(reason, StopReason.END)
            events += self._calls.finished()
        return events

    def _read_delta(self, delta: dict[str, Any]) -> list[ModelEvent]:
        events: list[ModelEvent] = []
        # Some servers send the same thinking under two names.
        thinking = next((text for name in _THINKING_FIELDS if (text := _text(delta.get(name)))), "")
        if thinking:
            events.append(ThinkingPiece(thinking))
        if text := _text(delta.get("content")) or _text(delta.get("refusal")):
            events.append(TextPiece(text))
        self._calls.read(delta)
        return events


def _text(value: object) -> str:
    """A text, or the texts of a list of parts."""
    if isinstance(value, list):
        return "".join(_text(part.get("text")) for part in value if isinstance(part, dict))
    return value if isinstance(value, str) else ""


def _usage(usage: object) -> list[ModelEvent]:
    """All zero means the server does not count."""
    if not isinstance(usage, dict):
        return []
    details = usage.get("prompt_tokens_details")
    cached = _count(details.get("cached_tokens") if isinstance(details, dict) else None)
    cached = cached or _count(usage.get("prompt_cache_hit_tokens"))
    known = Usage(
        input=max(0, _count(usage.get("prompt_tokens")) - cached),
        output=_count(usage.get("completion_tokens")),
        cache_read=cached,
    )
    return [UsageReported(known)] if known != Usage() else []


def _count(value: object) -> int:
    return value if type(value) is int and value > 0 else 0
