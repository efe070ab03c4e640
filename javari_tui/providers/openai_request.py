"""A request in the OpenAI-chat protocol: what is asked, as plain data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from javari_tui.domain.models import ModelInfo, ModelRequest, ToolAnswer, ToolInfo, ToolUse, Turn
from javari_tui.providers.presets import Preset
from javari_tui.providers.sendable import sendable
from javari_tui.providers.tool_calls import NO_OUTPUT, arguments_text, in_order
from javari_tui.providers.turns import settled

Message = dict[str, Any]


def build_request(
    request: ModelRequest, preset: Preset, model: ModelInfo | None, *, counts_usage: bool = True
) -> dict[str, Any]:
    """The body of a request for a streamed answer."""
    limit = request.max_output_tokens
    if model is not None and model.output_tokens is not None:
        limit = min(limit, model.output_tokens)
    body: dict[str, Any] = {
        "model": request.model,
        "messages": _messages(request, preset),
        preset.length_field: limit,
        "stream": True,
    }
    if counts_usage:
        body["stream_options"] = {"include_usage": True}
    if request.tools:
        body["tools"] = [_tool(info) for info in in_order(request.tools)]
    if model is not None and request.effort is not None and request.effort in model.efforts:
        body["reasoning_effort"] = request.effort.value
    return body


def _tool(info: ToolInfo) -> dict[str, Any]:
    function = {"name": info.name, "description": info.purpose, "parameters": dict(info.schema)}
    return {"type": "function", "function": function}


def _messages(request: ModelRequest, preset: Preset) -> list[Message]:
    """The system prompt and the turns. This protocol has no blocks to replay."""
    messages: list[Message] = []
    if request.system.strip():
        messages.append({"role": "system", "content": sendable(request.system)})
    turns = settled(
        (replace(turn, replay="") for turn in request.turns),
        can_begin_answer=preset.can_begin_answer,
        has_tools=bool(request.tools),
    )
    for turn in turns:
        messages += _of_user(turn) if turn.from_user else [_of_model(turn)]
    return messages


def _of_user(turn: Turn) -> list[Message]:
    """A message for each answer of a tool, then what the user said."""
    said: list[Message] = [{"role": "user", "content": sendable(turn.text)}] if turn.text.strip() else []
    return [_result(answer) for answer in turn.tool_answers] + said


def _of_model(turn: Turn) -> Message:
    message: Message = {"role": "assistant", "content": sendable(turn.text)}
    return {**message, "tool_calls": [_use(use) for use in turn.tool_uses]} if turn.tool_uses else message


def _use(use: ToolUse) -> dict[str, Any]:
    function = {"name": use.name, "arguments": arguments_text(use.arguments)}
    return {"id": use.id, "type": "function", "function": function}


def _result(answer: ToolAnswer) -> Message:
    """An answer of a tool. The protocol has no sign for failures, so words tell them."""
    text = sendable(answer.text) if answer.text.strip() else NO_OUTPUT
    return {"role": "tool", "tool_call_id": answer.id, "content": f"Error: {text}" if answer.is_error else text}
