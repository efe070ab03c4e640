"""What is common to both protocols in how a conversation is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from javari_tui.domain.models import Turn
from javari_tui.providers.tool_turns import paired, without_tools

GO_ON = (
    "Your last answer was cut off before its end. Go on exactly where it stopped, with the very next character: "
    "repeat nothing, announce nothing, and do not open a code block again that is already open."
)
"""Asked of models that take no beginning of an answer to go on from. For the model, so not translated."""


def settled(
    turns: Iterable[Turn], *, can_begin_answer: bool, has_tools: bool, plain_ids: bool = False
) -> tuple[Turn, ...]:
    """The turns without empty ones, with neighbours from the same side joined, fit for any server.

    Every call of a tool has its answer in the next turn (see `paired`); where no tools are offered, both are told
    as text. An assistant's last turn is a beginning to continue: it stays where the server can go on from one,
    else a user's turn that asks for it follows.
    """
    row = list(paired(_alternating(turns if has_tools else map(without_tools, turns)), plain_ids=plain_ids))
    if row and not row[-1].from_user:
        # Signed blocks belong to whole answers; a beginning goes as plain text.
        beginning = Turn(from_user=False, text=row.pop().text)
        if beginning.text.strip():
            row.append(beginning)
            if not can_begin_answer:
                row.append(Turn(from_user=True, text=GO_ON))
    return tuple(row)


def _alternating(turns: Iterable[Turn]) -> list[Turn]:
    """The turns in turn. Behind calls there is always a turn of the user's, for their answers."""
    row: list[Turn] = []
    for turn in turns:
        if not (turn.text.strip() or turn.replay or turn.tool_uses or turn.tool_answers):
            continue
        if row and row[-1].tool_uses and not turn.from_user:
            row.append(Turn(from_user=True, text=""))
        if row and row[-1].from_user == turn.from_user:
            row[-1] = _joined(row[-1], turn)
        else:
            row.append(turn)
    if row and row[-1].tool_uses:
        row.append(Turn(from_user=True, text=""))
    return row


def _joined(one: Turn, other: Turn) -> Turn:
    """Two neighbours of one side as one; calls and answers are kept, a replay belongs to one alone."""
    return replace(
        one,
        text="\n\n".join(text for text in (one.text, other.text) if text),
        replay="",
        tool_uses=one.tool_uses + other.tool_uses,
        tool_answers=one.tool_answers + other.tool_answers,
    )
