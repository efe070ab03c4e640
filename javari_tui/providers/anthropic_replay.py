"""The blocks of an answer that go back unchanged, because thinking in them is signed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from javari_tui.domain.models import Turn
from javari_tui.providers.sendable import sendable

_SENT_BACK = {"text", "thinking", "redacted_thinking", "tool_use"}
_SIGNED = {"thinking", "redacted_thinking"}


def kept(blocks: Iterable[dict[str, Any]]) -> str:
    """What to keep of an answer's blocks. Nothing where none is signed: text and calls are sent anew.

    The empty texts that servers refuse to take back are left out; an answer that ends in thinking is not whole.
    """
    found = [block for block in blocks if str(block.get("type")) in _SENT_BACK and not _is_empty_text(block)]
    has_signed = any(block["type"] in _SIGNED for block in found)
    return json.dumps(found) if has_signed and found[-1]["type"] not in _SIGNED else ""


def with_usable_replay(turn: Turn) -> Turn:
    """The turn without a replay that is damaged, or that holds other calls than the turn."""
    if not turn.replay:
        return turn
    blocks = None if turn.from_user else _blocks(turn.replay)
    calls = [str(block.get("id", "")) for block in blocks or () if block["type"] == "tool_use"]
    return turn if blocks and calls == [use.id for use in turn.tool_uses] else replace(turn, replay="")


def replayed(turn: Turn) -> list[dict[str, Any]] | None:
    """The blocks to send for a turn whose replay is usable, its calls by the names and ids they have now."""
    blocks = _blocks(turn.replay) if turn.replay else None
    if not blocks:
        return None
    uses = iter(turn.tool_uses)
    for block in blocks:
        if block["type"] == "tool_use" and (use := next(uses, None)) is not None:
            block.update(id=use.id, name=use.name)
    return blocks


def _blocks(replay: str) -> list[dict[str, Any]] | None:
    """The blocks kept of an earlier answer; None where they are damaged."""
    try:
        blocks = json.loads(sendable(json.dumps(json.loads(replay), ensure_ascii=False)))
    except (ValueError, RecursionError):
        return None
    is_sound = isinstance(blocks, list) and all(isinstance(block, dict) and block.get("type") for block in blocks)
    return blocks if is_sound and blocks else None


def _is_empty_text(block: dict[str, Any]) -> bool:
    return block["type"] == "text" and not str(block.get("text", "")).strip()
