"""How full a model's window is, and which part of a chat to put in short when it is nearly full."""

from __future__ import annotations

import json
from collections.abc import Sequence

from javari_tui.domain.chat import Message, Role
from javari_tui.domain.models import ModelRef, ToolInfo
from javari_tui.domain.tokens import OVERHEAD_OF_A_TURN, estimate_message, estimate_tokens
from javari_tui.services.conversation.request import in_force, stands_for_something
from javari_tui.services.conversation.told_calls import (
    SHORT,
    calls_tokens,
    most_of_one,
    result_limits,
    results_tokens,
)

NEARLY_FULL = 0.85
"""The share of the window from which the older part is summarised."""
TOOLS_SHARE = 0.25
"""The share of the window that may be taken for telling of tools."""
KEPT = 0.3
"""The share of the window that recent messages may keep as they are."""
KEPT_WITHOUT_LIMIT = 4_000
"""Tokens recent messages may keep where the window's size is not known."""


class BranchEnd:
    """The end of a branch, read upwards only as far as it must be to tell how full the window is."""

    def __init__(self, model: ModelRef, limit: int | None) -> None:
        """Without a limit there is nothing to compare with: what is read first is enough."""
        self.messages: tuple[Message, ...] = ()
        self._model = model
        self._room = limit or 0
        self._covers_until: int | None = None

    def add(self, above: Sequence[Message]) -> bool:
        """Put what stands above before the rest; tells whether that is enough.

        The server counted all that was sent, or a summary stands for it, or the window is full already.
        """
        self.messages = (*above, *self.messages)
        return any(self._is_last(message) for message in reversed(above)) or self._is_full()

    def _is_last(self, message: Message) -> bool:
        """Whether nothing above this message counts."""
        if self._covers_until is not None:
            return message.id == self._covers_until
        if message.role is Role.SUMMARY:
            self._covers_until = message.covers_until if stands_for_something(message) else None
            return False
        self._room -= _estimate(message, SHORT)
        return _counted(message, self._model) is not None

    def _is_full(self) -> bool:
        # Above a summary is read until where it begins: it keeps only little as it is.
        return self._covers_until is None and self._room <= 0


def used_tokens(
    path: Sequence[Message],
    system: str,
    model: ModelRef,
    *,
    tools: Sequence[ToolInfo] = (),
    limit: int | None = None,
) -> int:
    """How many tokens the branch takes in the window: as last reported, plus an estimate of what came after."""
    summary, kept = in_force(path)
    counted, after = _last_count(kept, summary, model, limit)
    if counted is not None:
        return counted + sum(_estimate(message, most_of_one(message, limit)) for message in after)
    start = estimate_tokens(system) + (estimate_tokens(summary.text) if summary is not None else 0)
    limits = result_limits(kept, limit)
    return start + tools_tokens(tools) + sum(_estimate(message, limits.get(message.id)) for message in kept)


def tools_tokens(tools: Sequence[ToolInfo]) -> int:
    """About how many tokens the tools take that a model is told of."""
    return sum(estimate_tokens(f"{tool.name} {tool.purpose} {json.dumps(dict(tool.schema))}") for tool in tools)


def has_room_for(tools: Sequence[ToolInfo], limit: int | None) -> bool:
    """Whether a window is large enough to tell of these tools in it."""
    return limit is None or tools_tokens(tools) <= limit * TOOLS_SHARE


def is_nearly_full(used: int, limit: int | None) -> bool:
    """Whether the older part should be summarised before more is sent."""
    return limit is not None and used >= limit * NEARLY_FULL


def older_part(path: Sequence[Message], limit: int | None) -> tuple[Message, ...]:
    """The messages a new summary should stand for: all but the recent ones. Empty when there is nothing to shorten.

    What is kept begins with a message of the user's.
    """
    _, kept = in_force(path)
    room = KEPT_WITHOUT_LIMIT if limit is None else int(limit * KEPT)
    start = len(kept)
    for place in range(len(kept) - 1, -1, -1):
        room -= _estimate(kept[place])
        if room < 0 and start < len(kept):
            break
        if kept[place].role is Role.USER:
            start = place
    return kept[:start]


def _last_count(
    kept: Sequence[Message], summary: Message | None, model: ModelRef, limit: int | None
) -> tuple[int | None, Sequence[Message]]:
    """What the server counted last for this model since the summary, and the messages that came after."""
    for place in range(len(kept) - 1, -1, -1):
        message = kept[place]
        if summary is not None and message.id < summary.id:
            break
        if (counted := _counted(message, model)) is not None:
            # What it called came to something after the server had counted.
            return counted + results_tokens(message, most_of_one(message, limit)), kept[place + 1 :]
    return None, kept


def _counted(message: Message, model: ModelRef) -> int | None:
    """What the server of this model counted up to the end of a message."""
    usage = message.usage
    return usage.prompt + usage.output if usage is not None and usage.prompt and message.model == model else None


def _estimate(message: Message, most: int | None = None) -> int:
    """About the tokens of a message, with so many characters of each result of what it called."""
    if message.role is Role.USER:
        return estimate_message(message.text, message.attachments)
    called = calls_tokens(message) + results_tokens(message, most) + OVERHEAD_OF_A_TURN * len(message.tool_calls)
    return OVERHEAD_OF_A_TURN + estimate_tokens(message.text) + called
