"""How full a model's window is, and which part of a chat to put in short when it is nearly full."""

from __future__ import annotations

from collections.abc import Sequence

from javari_tui.domain.chat import Message, Role
from javari_tui.domain.models import ModelRef
from javari_tui.domain.tokens import OVERHEAD_OF_A_TURN, estimate_message, estimate_tokens
from javari_tui.services.conversation.request import in_force

NEARLY_FULL = 0.85
"""The share of the window from which the older part is summarised."""
KEPT = 0.3
"""The share of the window that recent messages may keep as they are."""
KEPT_WITHOUT_LIMIT = 4_000
"""Tokens recent messages may keep where the window's size is not known."""


def used_tokens(path: Sequence[Message], system: str, model: ModelRef) -> int:
    """How many tokens the branch takes in the window: as last reported, plus an estimate of what came after."""
    summary, kept = in_force(path)
    counted, after = _last_count(kept, summary, model)
    if counted is not None:
        return counted + sum(_estimate(message) for message in after)
    start = estimate_tokens(system) + (estimate_tokens(summary.text) if summary is not None else 0)
    return start + sum(_estimate(message) for message in kept)


def is_enough(tail: Sequence[Message], model: ModelRef) -> bool:
    """Whether the last messages alone tell how many tokens the branch takes: the server counted all before them."""
    has_summary = any(message.role is Role.SUMMARY for message in tail)
    return not has_summary and any(_counted(message, model) is not None for message in tail)


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
    kept: Sequence[Message], summary: Message | None, model: ModelRef
) -> tuple[int | None, Sequence[Message]]:
    """What the server counted last for this model since the summary, and the messages that came after."""
    for place in range(len(kept) - 1, -1, -1):
        message = kept[place]
        if summary is not None and message.id < summary.id:
            break
        if (counted := _counted(message, model)) is not None:
            return counted, kept[place + 1 :]
    return None, kept


def _counted(message: Message, model: ModelRef) -> int | None:
    """What the server of this model counted up to the end of a message."""
    usage = message.usage
    return usage.prompt + usage.output if usage is not None and usage.prompt and message.model == model else None


def _estimate(message: Message) -> int:
    if message.role is Role.USER:
        return estimate_message(message.text, message.attachments)
    return OVERHEAD_OF_A_TURN + estimate_tokens(message.text)
