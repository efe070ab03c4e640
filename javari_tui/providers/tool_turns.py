"""Calls of tools and their answers in what is sent: a server refuses everything where one has not the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from javari_tui.domain.models import ToolAnswer, ToolUse, Turn
from javari_tui.providers.sendable import sendable
from javari_tui.providers.tool_calls import plain, sendable_name

# For the model, so not translated.
NOT_CARRIED_OUT = "This call was not carried out."
_ANSWER = "[A tool answered:]"
_FAILED = "[A tool failed:]"
_CALL = "[You called the tool {name} with {arguments}]"


def paired(row: Iterable[Turn], *, plain_ids: bool) -> tuple[Turn, ...]:
    """The alternating turns with an answer to every call, and none without its call.

    What no call fits becomes text; a call without an answer is told that it was not carried out. Ids that came
    twice are told apart; `plain_ids` are made of the signs that every server takes.
    """
    done: list[Turn] = []
    taken: set[str] = set()
    asked: tuple[ToolUse, ...] = ()
    named: tuple[ToolUse, ...] = ()
    for turn in row:
        if turn.from_user:
            done.append(_answering(turn, asked, named))
            asked = named = ()
        else:
            asked = turn.tool_uses
            named = tuple(_named(use, taken, plain_ids=plain_ids) for use in asked)
            done.append(replace(turn, tool_uses=named))
    return tuple(done)


def without_tools(turn: Turn) -> Turn:
    """The turn with its calls and answers told as text, for a model that is offered no tools."""
    if turn.tool_uses:
        calls = [_CALL.format(name=sendable_name(use.name), arguments=use.arguments) for use in turn.tool_uses]
        return Turn(from_user=turn.from_user, text=_paragraphs(turn.text, *calls))
    return _with_told(turn, turn.tool_answers) if turn.tool_answers else turn


def _answering(turn: Turn, asked: Sequence[ToolUse], named: Sequence[ToolUse]) -> Turn:
    """The user's turn with the answers to exactly these calls, in their order."""
    left = list(turn.tool_answers)
    answers: list[ToolAnswer] = []
    for before, now in zip(asked, named, strict=True):
        at = next((at for at, answer in enumerate(left) if answer.id == before.id), None)
        found = ToolAnswer(before.id, NOT_CARRIED_OUT, is_error=True) if at is None else left.pop(at)
        answers.append(replace(found, id=now.id))
    return replace(_with_told(turn, left) if left else turn, tool_answers=tuple(answers))


def _with_told(turn: Turn, answers: Iterable[ToolAnswer]) -> Turn:
    told = [f"{_FAILED if answer.is_error else _ANSWER}\n{answer.text}" for answer in answers]
    return replace(turn, text=_paragraphs(*told, turn.text), tool_answers=())


def _named(use: ToolUse, taken: set[str], *, plain_ids: bool) -> ToolUse:
    """The call with a name and an id that servers take; the id is one that no earlier call has."""
    wanted = (plain(use.id) if plain_ids else sendable(use.id)) or "call"
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}_{number}", number + 1
    taken.add(found)
    return replace(use, id=found, name=sendable_name(use.name))


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part.strip())
