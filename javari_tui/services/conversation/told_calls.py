"""Tool calls as models are told of them later: in the protocol's own form, or in words where no tools are offered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from javari_tui.domain.chat import Message, ToolCall, ToolState
from javari_tui.domain.models import ToolAnswer, ToolUse, Turn
from javari_tui.domain.tokens import ASCII_PER_TOKEN, estimate_tokens

SHORT = 1_200
"""Characters that are sent of an old result."""
VERY_SHORT = 400
"""Characters of a result, or of arguments, where calls are told in words."""
WHOLE_SHARE, MOST_WHOLE, WHOLE_WITHOUT_LIMIT = 0.25, 40_000, 12_000
"""What the newest results may take as they are: a share of the window, tokens at most, tokens of an unknown window."""
SHARE_OF_ONE = 0.35
"""What the results of one message may take of the window."""

NOT_CARRIED_OUT = "This call was not carried out. Make it again if it is still needed."
NOTHING = "Done. It gave nothing back."
MARK = "\n[shortened]\n"

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class CallIds:
    """Names for calls that all servers take: plain, and each only once in a request."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def are_free(self, message: Message) -> bool:
        """Whether the calls of a message can keep the names their own model gave them."""
        ids = [call.id for call in message.tool_calls]
        return len(set(ids)) == len(ids) and self._taken.isdisjoint(ids)

    def keep(self, message: Message) -> tuple[str, ...]:
        """The names as they are."""
        ids = tuple(call.id for call in message.tool_calls)
        self._taken.update(ids)
        return ids

    def make(self, message: Message) -> tuple[str, ...]:
        """The names, others where they have to be."""
        return tuple(self._made(call.id) for call in message.tool_calls)

    def _made(self, wanted: str) -> str:
        name = wanted if _ID.fullmatch(wanted) else "call"
        number = 1
        while name in self._taken:
            number += 1
            name = f"{wanted[:50] if _ID.fullmatch(wanted) else 'call'}_{number}"
        self._taken.add(name)
        return name


def uses(message: Message, ids: Sequence[str]) -> tuple[ToolUse, ...]:
    """What a message called."""
    return tuple(ToolUse(name, call.name, call.arguments) for name, call in zip(ids, message.tool_calls, strict=True))


def answers(message: Message, ids: Sequence[str], most: int | None) -> Turn:
    """What came of it: one answer to every call, with so many characters of each result."""
    made = (
        ToolAnswer(name, told_result(call, most), is_error=call.state is not ToolState.DONE)
        for name, call in zip(ids, message.tool_calls, strict=True)
    )
    return Turn(from_user=True, text="", tool_answers=tuple(made))


def in_words(message: Message) -> tuple[Turn, Turn]:
    """The message with its calls, and what came of them, for a model that is offered no tools."""
    said = [message.text.strip()] if message.text.strip() else []
    calls = message.tool_calls
    said += [f"[I called the tool {call.name} with {shortened(call.arguments, VERY_SHORT)}]" for call in calls]
    came = [f"[What the tool {call.name} gave back: {told_result(call, VERY_SHORT)}]" for call in calls]
    return Turn(from_user=False, text="\n\n".join(said)), Turn(from_user=True, text="\n\n".join(came))


def told_result(call: ToolCall, most: int | None) -> str:
    """What the model is told of a call."""
    if not call.is_settled:
        return call.result or NOT_CARRIED_OUT
    return shortened(call.result, most) or NOTHING


def shortened(text: str, most: int | None) -> str:
    """At most about so many characters: the beginning, the end, and a mark between them that says so."""
    if most is None or len(text) <= most + len(MARK):
        return text
    end = most // 4
    return f"{text[: most - end]}{MARK}{text[-end:] if end else ''}"


def result_limits(kept: Sequence[Message], limit: int | None) -> Mapping[int, int]:
    """Message → characters that are sent of each of its results, for those that are not sent whole.

    Shortened in steps, the oldest first: as long as nothing more is shortened, what a server has read and kept of the
    chat stays the same.
    """
    sizes = [(message, results_tokens(message)) for message in kept if message.tool_calls]
    if not sizes:
        return {}
    whole = WHOLE_WITHOUT_LIMIT if limit is None else min(int(limit * WHOLE_SHARE), MOST_WHOLE)
    too_much = sum(size for _, size in sizes) - whole
    step = max(whole // 2, 1)
    to_drop = -(-too_much // step) * step
    limits = {message.id: most for message, _ in sizes if (most := most_of_one(message, limit)) is not None}
    for message, size in sizes[:-1]:
        if to_drop <= 0:
            break
        limits[message.id] = SHORT
        to_drop -= size
    return limits


def most_of_one(message: Message, limit: int | None) -> int | None:
    """Characters of each result where all of a message's would take too much of the window; None where they do not."""
    if limit is None or not message.tool_calls or results_tokens(message) <= limit * SHARE_OF_ONE:
        return None
    return max(SHORT, int(limit * SHARE_OF_ONE) * ASCII_PER_TOKEN // len(message.tool_calls))


def results_tokens(message: Message, most: int | None = None) -> int:
    """About how many tokens the results of a message are, with so many characters of each."""
    return sum(estimate_tokens(told_result(call, most)) for call in message.tool_calls)


def calls_tokens(message: Message) -> int:
    """About how many tokens the calls of a message are without their results."""
    return sum(estimate_tokens(call.name) + estimate_tokens(call.arguments) for call in message.tool_calls)
