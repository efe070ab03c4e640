"""An answer in the Anthropic protocol: events of its stream to events of ours."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import (
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
from javari_tui.providers.anthropic_replay import kept
from javari_tui.providers.exchange import ended_without_mark
from javari_tui.providers.failures import failure_of_answer
from javari_tui.providers.server_events import JsonObject
from javari_tui.providers.tool_calls import CallIds, arguments_object

_STOP_REASONS = {
    "max_tokens": StopReason.LENGTH,
    "tool_use": StopReason.TOOL_USE,
    "refusal": StopReason.REFUSED,
    "model_context_window_exceeded": StopReason.CONTEXT_FULL,
}


@dataclass(slots=True)
class _Block:
    """One block of content while it comes: the piecewise fields apart, so that nothing is copied per piece."""

    start: dict[str, Any]
    pieces: dict[str, list[str]] = field(default_factory=dict)
    is_told: bool = False
    """A call that was passed on, whole."""

    @property
    def kind(self) -> str:
        return str(self.start.get("type", ""))

    def add(self, name: str, piece: str) -> None:
        self.pieces.setdefault(name, []).append(piece)

    def text(self, name: str) -> str:
        start = self.start.get(name)
        return (start if isinstance(start, str) else "") + "".join(self.pieces.get(name, ()))

    def arguments(self) -> str:
        """Of a call: as the model wrote them, in pieces or at once."""
        start = self.start.get("input") or {}
        return "".join(self.pieces.get("partial_json", ())) or (start if isinstance(start, str) else json.dumps(start))

    def whole(self) -> dict[str, Any]:
        if self.kind == "tool_use":
            return {**self.start, "input": arguments_object(self.arguments())}
        return {**self.start, **{name: self.text(name) for name in self.pieces}}


class AnthropicReader:
    """Reads one answer; tolerates what third-party servers leave out or add."""

    def __init__(self, headers: dict[str, str] | None = None) -> None:
        self.is_over = False
        self.has_stopped = False
        self._headers = headers or {}
        self._blocks: dict[object, _Block] = {}
        self._ids = CallIds()
        self._usage: dict[str, int] = {}
        self._reason = StopReason.END
        self._was_understood = False

    def read(self, event: JsonObject) -> list[ModelEvent]:
        """What one event means. Raises ModelError for an `error` event."""
        kind = event.get("type")
        if kind == "error" or (kind is None and "error" in event):
            raise ModelError(failure_of_answer(None, event, headers=self._headers))
        reader = _READERS.get(kind) if isinstance(kind, str) else None
        if reader is None:
            return []
        self._was_understood = True
        return reader(self, event)

    def end(self) -> ModelEvent:
        """How the answer ended."""
        if not (self.is_over or self.has_stopped):
            return ended_without_mark(was_understood=self._was_understood)
        return Finished(self._reason, kept(block.whole() for block in self._blocks.values()))

    def _read_start(self, event: JsonObject) -> list[ModelEvent]:
        message = event.get("message")
        return self._read_usage(message.get("usage")) if isinstance(message, dict) else []

    def _read_block_start(self, event: JsonObject) -> list[ModelEvent]:
        start = event.get("content_block")
        block = _Block(dict(start) if isinstance(start, dict) else {})
        if block.kind == "tool_use":
            block.start.update(id=self._ids.take(block.start.get("id")), name=clean(str(block.start.get("name", ""))))
        self._blocks[event.get("index")] = block
        return _pieces(block.text("text"), block.text("thinking"))

    def _read_delta(self, event: JsonObject) -> list[ModelEvent]:
        delta = event.get("delta")
        if not isinstance(delta, dict):
            return []
        block = self._block_of(event, str(delta.get("type", "")))
        for name in ("text", "thinking", "signature", "partial_json"):
            if isinstance(piece := delta.get(name), str):
                block.add(name, piece)
        return _pieces(delta.get("text"), delta.get("thinking"))

    def _block_of(self, event: JsonObject, delta_type: str) -> _Block:
        """The block a delta belongs to; made up where a server sent no start for it."""
        index = event.get("index")
        if index not in self._blocks:
            kind = "thinking" if delta_type in {"thinking_delta", "signature_delta"} else "text"
            self._blocks[index] = _Block({"type": kind})
        return self._blocks[index]

    def _read_block_stop(self, event: JsonObject) -> list[ModelEvent]:
        block = self._blocks.get(event.get("index"))
        return _calls([block] if block else [])

    def _read_message_delta(self, event: JsonObject) -> list[ModelEvent]:
        delta = event.get("delta")
        reason = delta.get("stop_reason") if isinstance(delta, dict) else None
        if isinstance(reason, str):
            self.has_stopped = True
            self._reason = _STOP_REASONS.get(reason, StopReason.END)
        calls = _calls(self._blocks.values()) if self.has_stopped else []
        return calls + self._read_usage(event.get("usage"))

    def _read_stop(self, _event: JsonObject) -> list[ModelEvent]:
        self.is_over = True
        return _calls(self._blocks.values())

    def _read_usage(self, usage: object) -> list[ModelEvent]:
        """Counts only grow more exact: the last word on each stays. All zero means the server does not count."""
        if not isinstance(usage, dict):
            return []
        self._usage.update({name: count for name, count in usage.items() if type(count) is int and count > 0})
        known = Usage(
            input=self._usage.get("input_tokens", 0),
            output=self._usage.get("output_tokens", 0),
            cache_read=self._usage.get("cache_read_input_tokens", 0),
            cache_write=self._usage.get("cache_creation_input_tokens", 0),
        )
        return [UsageReported(known)] if known != Usage() else []


_READERS = {
    "message_start": AnthropicReader._read_start,
    "content_block_start": AnthropicReader._read_block_start,
    "content_block_delta": AnthropicReader._read_delta,
    "content_block_stop": AnthropicReader._read_block_stop,
    "message_delta": AnthropicReader._read_message_delta,
    "message_stop": AnthropicReader._read_stop,
}


def _pieces(text: object, thinking: object) -> list[ModelEvent]:
    pieces: list[ModelEvent] = []
    if isinstance(thinking, str) and thinking:
        pieces.append(ThinkingPiece(thinking))
    if isinstance(text, str) and text:
        pieces.append(TextPiece(text))
    return pieces


def _calls(blocks: Iterable[_Block]) -> list[ModelEvent]:
    """The calls among these blocks that were not told yet; some servers do not say where a block stops."""
    found: list[ModelEvent] = []
    for block in blocks:
        if block.kind == "tool_use" and not block.is_told:
            block.is_told = True
            found.append(ToolRequested(block.start["id"], block.start["name"], block.arguments()))
    return found
