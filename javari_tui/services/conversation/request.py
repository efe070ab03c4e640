"""What is sent: a branch of a chat as the turns of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from javari_tui.domain.attachments import as_sent
from javari_tui.domain.chat import Message, MessageState, Role
from javari_tui.domain.models import ModelInfo, ModelRef, Turn
from javari_tui.services.conversation.told_calls import CallIds, answers, in_words, result_limits, uses

LEAST_OUTPUT = 1_024
"""Tokens an answer is given even where the window has no room by our estimate: the server knows better."""

NOTHING_SAID = "[A message without text.]"
"""No server takes an empty turn, and without this one the request might begin with the model's."""
LEFT_OUT = "[The older part of this conversation was left out because it was too long.]"
_SUMMARY_START = "[The older part of this conversation, in short:]"
_SUMMARY_END = "[End of the summary. The conversation goes on.]"


Mask = Callable[[str], str]
"""Takes the secrets that are known out of a text."""


def as_it_is(text: str) -> str:
    """The text, where no secrets are known."""
    return text


def turns(
    path: Sequence[Message],
    model: ModelRef,
    *,
    limit: int | None = None,
    with_tools: bool = True,
    mask: Mask = as_it_is,
) -> tuple[Turn, ...]:
    """The turns of a branch, oldest first: alternating, the user's first, a summary in place of what it covers.

    `limit` is the model's window. Without tools, what was done with them is told in words. `mask` is for what is
    attached: what the user types is sent as it is.
    """
    summary, kept = in_force(path)
    return _turns_after(summary, kept, _Telling(model, result_limits(kept, limit) if with_tools else None, mask))


def turns_in_words(
    summary: Message | None, kept: Iterable[Message], model: ModelRef, mask: Mask = as_it_is
) -> tuple[Turn, ...]:
    """The turns of some messages, with what tools did in short."""
    return _turns_after(summary, kept, _Telling(model, None, mask))


class _Telling:
    """How messages become turns of one request."""

    def __init__(self, model: ModelRef, limits: Mapping[int, int] | None, mask: Mask) -> None:
        """`limits` are those of the messages' results; None where no tools are offered."""
        self._model = model
        self._limits = limits
        self._mask = mask
        self._ids = CallIds()

    def turns_of(self, message: Message) -> tuple[Turn, ...]:
        """A message as turns; none where it says nothing. What was called always has its answers behind it."""
        if message.role is Role.USER:
            masked = tuple(replace(one, text=self._mask(one.text)) for one in message.attachments)
            said = as_sent(message.text, masked)
            return (Turn(from_user=True, text=said if said.strip() else NOTHING_SAID),)
        if not message.tool_calls:
            text, replay = message.text.strip(), self._replay(message)
            return (Turn(from_user=False, text=text, replay=replay),) if text or replay else ()
        if self._limits is None:
            return in_words(message)
        replay = self._replay(message) if self._ids.are_free(message) else ""
        ids = self._ids.keep(message) if replay else self._ids.make(message)
        called = Turn(from_user=False, text=message.text.strip(), replay=replay, tool_uses=uses(message, ids))
        return called, answers(message, ids, self._limits.get(message.id))

    def _replay(self, message: Message) -> str:
        """A model's own blocks go back only to the model that made them, and only whole."""
        is_whole = message.state is MessageState.COMPLETE or bool(message.tool_calls)
        return message.replay if is_whole and message.model == self._model else ""


def _turns_after(summary: Message | None, kept: Iterable[Message], telling: _Telling) -> tuple[Turn, ...]:
    """The turns of some messages that follow a summary, or stand at the beginning."""
    made = [Turn(from_user=True, text=_summary_text(summary))] if summary is not None else []
    for message in kept:
        # What comes before the first message of the user's cannot be sent.
        if made or message.role is Role.USER:
            made += telling.turns_of(message)
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


def _alternating(made: Iterable[Turn]) -> list[Turn]:
    """Neighbours from the same side become one turn."""
    joined: list[Turn] = []
    for turn in made:
        if not joined or joined[-1].from_user != turn.from_user:
            joined.append(turn)
            continue
        before = joined[-1]
        joined[-1] = replace(
            before,
            text="\n\n".join(part for part in (before.text, turn.text) if part),
            replay="",
            tool_uses=before.tool_uses + turn.tool_uses,
            tool_answers=before.tool_answers + turn.tool_answers,
        )
    return joined
