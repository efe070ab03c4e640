"""Noticing that a model makes the very same call again and again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from javari_tui.domain.chat import ToolCall, ToolState

TOLD_AT = 3
"""The how manieth time the model is told so."""
MOST = 5
"""The how manieth time is not carried out any more: that many times at most it may be asked for."""

NOTE = (
    "\n\n[Javari: this very call has now been made {times} times with the same result. "
    "Do something else, or answer with what you have.]"
)


@dataclass(frozen=True, slots=True)
class _Made:
    """A call as it was made last."""

    round: int
    times: int
    came_to: tuple[ToolState, str]


class Repeats:
    """The same calls with the same results, round after round."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], _Made] = {}
        self._round = 0

    def next_round(self) -> None:
        """Calls from now on are of another round."""
        self._round += 1

    def noted(self, call: ToolCall) -> ToolCall:
        """A settled call, with a word to the model when it is the same again."""
        before, came_to = self._made.get(_key(call)), (call.state, call.result)
        is_again = before is not None and before.came_to == came_to and before.round >= self._round - 1
        times = before.times + 1 if before is not None and is_again else 1
        self._made[_key(call)] = _Made(self._round, times, came_to)
        return call if times < TOLD_AT else replace(call, result=call.result + NOTE.format(times=times))

    def goes_round(self, calls: Iterable[ToolCall]) -> bool:
        """Whether one of these calls was made in the last round and too often before."""
        made = (self._made.get(_key(call)) for call in calls)
        return any(last is not None and last.round == self._round and last.times >= MOST - 1 for last in made)


def _key(call: ToolCall) -> tuple[str, str]:
    return call.name, call.arguments.strip()
