"""What is common to both protocols in how a conversation is sent."""

from __future__ import annotations

from collections.abc import Iterable

from javari_tui.domain.models import Turn

GO_ON = (
    "Your last answer was cut off before its end. Go on exactly where it stopped, with the very next character: "
    "repeat nothing, announce nothing, and do not open a code block again that is already open."
)
"""Asked of models that take no beginning of an answer to go on from. For the model, so not translated."""


def settled(turns: Iterable[Turn], *, can_begin_answer: bool) -> tuple[Turn, ...]:
    """The turns without empty ones, with neighbours from the same side joined, fit for any server.

    An assistant's last turn is a beginning to continue: it stays where the server can go on from one,
    else a user's turn that asks for it follows.
    """
    row: list[Turn] = []
    for turn in turns:
        if not turn.text.strip() and not turn.replay:
            continue
        if row and row[-1].from_user == turn.from_user:
            row[-1] = _joined(row[-1], turn)
        else:
            row.append(turn)
    if row and not row[-1].from_user:
        # Signed blocks belong to whole answers; a beginning goes as plain text.
        row[-1] = Turn(from_user=False, text=row[-1].text)
        if not can_begin_answer:
            row.append(Turn(from_user=True, text=GO_ON))
    return tuple(row)


def sendable(text: str) -> str:
    """The text without halves of characters, which no server could be sent."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _joined(one: Turn, other: Turn) -> Turn:
    return Turn(from_user=one.from_user, text=f"{one.text}\n\n{other.text}")
