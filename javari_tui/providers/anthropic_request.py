"""A request in the Anthropic protocol: what is asked, as plain data."""

from __future__ import annotations

import json
from typing import Any

from javari_tui.domain.models import ModelInfo, ModelRequest, Turn
from javari_tui.providers.presets import Preset
from javari_tui.providers.turns import sendable, settled


def build_request(request: ModelRequest, preset: Preset, model: ModelInfo | None) -> dict[str, Any]:
    """The arguments of `messages.create`. Fields of Anthropic's own go to Anthropic only."""
    limit = request.max_output_tokens
    if model is not None and model.output_tokens is not None:
        limit = min(limit, model.output_tokens)
    turns = settled(request.turns, can_begin_answer=preset.can_begin_answer)
    body: dict[str, Any] = {
        "model": request.model,
        "max_tokens": limit,
        "messages": [_message(turn) for turn in turns],
    }
    if request.system.strip():
        body["system"] = sendable(request.system)
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


def _message(turn: Turn) -> dict[str, Any]:
    blocks = None if turn.from_user else replayed(turn.replay)
    return {"role": "user" if turn.from_user else "assistant", "content": blocks or sendable(turn.text)}


def replayed(replay: str) -> list[dict[str, Any]] | None:
    """The blocks kept of an earlier answer; None when there are none that can be sent."""
    if not replay:
        return None
    try:
        blocks = json.loads(replay)
    except ValueError:
        return None
    is_sound = isinstance(blocks, list) and all(isinstance(block, dict) and block.get("type") for block in blocks)
    return blocks if is_sound and blocks else None
