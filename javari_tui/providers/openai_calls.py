"""Calls of tools in the OpenAI-chat protocol, in the many shapes in which servers stream them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from javari_tui.domain.models import ModelEvent, ToolRequested
from javari_tui.providers.tool_calls import CallIds


@dataclass(slots=True)
class _Call:
    """One call while it comes."""

    id: str
    name: str
    pieces: list[str] = field(default_factory=list)

    @property
    def arguments(self) -> str:
        return "".join(self.pieces)

    @property
    def is_whole(self) -> bool:
        try:
            return isinstance(json.loads(self.arguments), dict)
        except (ValueError, RecursionError):
            return False


class OpenAICalls:
    """The calls of one answer."""

    def __init__(self) -> None:
        self._all: list[_Call] = []
        self._at: dict[object, _Call] = {}
        """The call that a place of the stream was last about."""
        self._ids = CallIds()

    def read(self, delta: Mapping[str, object]) -> None:
        """Add what a piece of the answer tells of calls; the older form has a single one."""
        parts = delta.get("tool_calls")
        parts = parts if isinstance(parts, list) else [{"function": delta.get("function_call")}]
        for place, part in enumerate(parts):
            if isinstance(part, dict) and isinstance(function := part.get("function"), dict):
                self._read_part(part, function, place)

    def finished(self) -> list[ModelEvent]:
        """The calls that came since the last time."""
        calls, self._all, self._at = self._all, [], {}
        return [ToolRequested(self._ids.take(call.id), call.name, call.arguments or "{}") for call in calls]

    def _read_part(self, part: Mapping[str, object], function: Mapping[str, object], place: int) -> None:
        came = _Call(_text(part.get("id")), _text(function.get("name")), [_arguments(function.get("arguments"))])
        index = part.get("index")
        key = index if isinstance(index, int) else f"place {place}"
        call = self._at.get(key)
        if call is None or _is_another(call, came):
            self._at[key] = came
            self._all.append(came)
            return
        call.id, call.name = call.id or came.id, call.name or came.name
        call.pieces += came.pieces


def _is_another(call: _Call, came: _Call) -> bool:
    """Whether a piece begins a call of its own: servers without an index, or with one for all, send whole calls."""
    if not (call.name and came.name):
        return False
    has_other_id = bool(call.id and came.id and call.id != came.id)
    return has_other_id or (bool(came.arguments) and call.is_whole)


def _arguments(value: object) -> str:
    """A text, or an object that should have been one."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
