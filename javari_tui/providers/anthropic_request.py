"""A request in the Anthropic protocol: what is asked, as plain data."""

from __future__ import annotations

from typing import Any

from javari_tui.domain.models import ModelInfo, ModelRequest, ToolAnswer, ToolInfo, ToolUse, Turn
from javari_tui.providers.anthropic_replay import replayed, with_usable_replay
from javari_tui.providers.presets import Preset
from javari_tui.providers.sendable import sendable
from javari_tui.providers.tool_calls import NO_OUTPUT, NOTHING_SAID, arguments_object, in_order
from javari_tui.providers.turns import settled

Block = dict[str, Any]


def build_request(request: ModelRequest, preset: Preset, model: ModelInfo | None) -> dict[str, Any]:
    """The arguments of `messages.create`. Fields of Anthropic's own go to Anthropic only."""
    limit = request.max_output_tokens
    if model is not None and model.output_tokens is not None:
        limit = min(limit, model.output_tokens)
    turns = settled(
        map(with_usable_replay, request.turns),
        can_begin_answer=preset.can_begin_answer,
        has_tools=bool(request.tools),
        plain_ids=True,
    )
    body: dict[str, Any] = {
        "model": request.model,
        "max_tokens": limit,
        "messages": [_message(turn) for turn in turns],
    }
    if request.system.strip():
        body["system"] = sendable(request.system)
    if request.tools:
        body["tools"] = [_tool(info) for info in in_order(request.tools)]
    if preset.is_claude_api:
        body.update(_claude_fields(request, model))
    return body


def _claude_fields(request: ModelRequest, model: ModelInfo | None) -> dict[str, Any]:
    """Caching always; thinking and effort where the model is known to have them."""
    fields: dict[str, Any] = {"cache_control": {"type": "ephemeral"}}
    if model is not None and model.thinks:
        fields["thinking"] = {"type": "adaptive", "display": "summarized"}
    if model is not None and request.effort is not None and request.effort in model.efforts:
        fields["output_config"] = {"effort": request.effort.value}
    return fields


def _tool(info: ToolInfo) -> Block:
    return {"name": info.name, "description": info.purpose, "input_schema": dict(info.schema)}


def _message(turn: Turn) -> Block:
    if turn.from_user:
        return {"role": "user", "content": _content([_result(answer) for answer in turn.tool_answers], turn.text)}
    blocks = replayed(turn) or _content([_use(use) for use in turn.tool_uses], turn.text, text_is_first=True)
    return {"role": "assistant", "content": blocks}


def _content(blocks: list[Block], text: str, *, text_is_first: bool = False) -> list[Block] | str:
    """Blocks with the text before or after them; a text alone as it is, and words in place of nothing at all."""
    if not blocks:
        return sendable(text) if text.strip() else NOTHING_SAID
    texts: list[Block] = [{"type": "text", "text": sendable(text)}] if text.strip() else []
    return texts + blocks if text_is_first else blocks + texts


def _use(use: ToolUse) -> Block:
    return {"type": "tool_use", "id": use.id, "name": use.name, "input": arguments_object(use.arguments)}


def _result(answer: ToolAnswer) -> Block:
    text = sendable(answer.text) if answer.text.strip() else NO_OUTPUT
    block = {"type": "tool_result", "tool_use_id": answer.id, "content": text}
    return {**block, "is_error": True} if answer.is_error else block
