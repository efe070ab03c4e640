"""What is sent: a branch of a chat as the turns of a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from javari_tui.domain.attachments import as_sent
from javari_tui.domain.chat import Message, MessageState, Role
from javari_tui.domain.models import ModelInfo, ModelRef, Turn

LEAST_OUTPUT = 1_024
"""Tokens an answer is given even where the window has no room by our estimate: the server knows better."""

LEFT_OUT = "[The older part of this conversation was left out because it was too long.]"
_SUMMARY_START = "[The older part of this conversation, in short:]"
_SUMMARY_END = "[End of the summary. The conversation goes on.]"


def turns(path: Sequence[Message], model: ModelRef) -> tuple[Turn, ...]:
    """The turns of a branch, oldest first: alternating, the user's first, a summary in place of what it covers."""
    return turns_after(*in_force(path), model)


def turns_after(summary: Message | None, kept: Iterable[Message], model: ModelRef) -> tuple[Turn, ...]:
    """The turns of some messages that follow a summary, or stand at the beginning."""
    made = [turn for message in kept if (turn := _turn(message, model)) is not None]
    if summary is not None:
        made.insert(0, Turn(from_user=True, text=_summary_text(summary)))
    return tuple(_alternating(made))


def in_force(path: Sequence[Message]) -> tuple[Message | None, tuple[Message, ...]]:
    """The last summary that stands for something, and the messages that are sent as they are."""
    places = {message.id: place for place, message in enumerate(path)}
    for message in reversed(path):
        if stands_for_something(message) and message.covers_until in places:
            after = path[places[message.covers_until] + 1 :]
            return message, tuple(other for other in after if other.role is not Role.SUMMARY)
    return None, tuple(message for message in path if message.role is not Role.SUMMARY)


def output_limit(info: ModelInfo, prompt_tokens: int, wanted: int) -> int:
    """How long the answer may be: what is wanted, what the model can, and what the window has room for."""
    possible = min(info.output_tokens or wanted, wanted)
    if info.context_tokens is None:
        return possible
    room = info.context_tokens - prompt_tokens - prompt_tokens // 10
    return max(min(possible, room), min(LEAST_OUTPUT, possible))


def stands_for_something(message: Message) -> bool:
    """Whether this is a summary that was made, or one that failed and leaves its part out."""
    return message.role is Role.SUMMARY and message.state in (MessageState.COMPLETE, MessageState.FAILED)


def _summary_text(summary: Message) -> str:
    if summary.state is MessageState.FAILED:
        return LEFT_OUT
    return f"{_SUMMARY_START}\n\n{summary.text.strip()}\n\n{_SUMMARY_END}"


def _turn(message: Message, model: ModelRef) -> Turn | None:
    """A message as a turn; none where it says nothing.

    A model's own blocks go back only to the model that made them, and not where they hold an open tool call.
    """
    if message.role is Role.USER:
        return Turn(from_user=True, text=as_sent(message.text, message.attachments))
    text = message.text.strip()
    is_whole = message.state is MessageState.COMPLETE and not message.tool_calls
    replay = message.replay if is_whole and message.model == model else ""
    return Turn(from_user=False, text=text, replay=replay) if text or replay else None


def _alternating(made: Iterable[Turn]) -> list[Turn]:
    """Neighbours from the same side become one turn; what comes before the first user's turn cannot be sent."""
    joined: list[Turn] = []
    for turn in made:
        if joined and joined[-1].from_user == turn.from_user:
            both = "\n\n".join(part for part in (joined[-1].text, turn.text) if part)
            joined[-1] = replace(joined[-1], text=both, replay="")
        elif joined or turn.from_user:
            joined.append(turn)
    return joined
