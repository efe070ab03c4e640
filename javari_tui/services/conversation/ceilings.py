"""What tools may take for one question, and how much of that is used up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from javari_tui.domain.chat import ToolCall
from javari_tui.i18n import N_, _
from javari_tui.settings.model import ToolSettings

ROUNDS = N_("One question may use tools {most} times (tools.most_rounds).")
CALLS = N_("The most tool calls for one question are {most} (tools.most_calls).")
OUTPUT = N_("The most that tools may give back for one question is {most} KiB (tools.most_output_kb).")
MINUTES = N_("The most minutes for one question with tools are {most} (tools.most_minutes).")
CREDITS = N_("There are not enough credits to go on by itself.")
REPEATS = N_("The model made the same call again and again, and it always came to the same.")


class Spent:
    """What the tools have taken for one question so far."""

    def __init__(self, most: ToolSettings, began: float) -> None:
        self._most = most
        self._began = began
        self._rounds = self._calls = self._bytes = 0
        self._waited = 0.0

    def ceiling(self, calls: Sequence[ToolCall], now: float) -> str:
        """The sentence on the ceiling that another round with these calls would go over; empty when there is none."""
        most = self._most
        kept = (
            (ROUNDS, most.most_rounds, self._rounds < most.most_rounds),
            (CALLS, most.most_calls, self._calls + len(calls) <= most.most_calls),
        )
        return _first_passed(kept) or self.ceiling_within((), 0.0, now)

    def ceiling_within(self, done: Iterable[ToolCall], waited: float, now: float) -> str:
        """The same in the middle of a round: these calls of it are done, and so long the user was asked."""
        most = self._most
        kept = (
            (OUTPUT, most.most_output_kb, self._bytes + _size(done) < self.most_bytes),
            (MINUTES, most.most_minutes, now - self._began - self._waited - waited < most.most_minutes * 60),
        )
        return _first_passed(kept)

    @property
    def most_bytes(self) -> int:
        """The most that all results may have."""
        return self._most.most_output_kb * 1024

    def note(self, calls: Sequence[ToolCall], waited: float) -> None:
        """A round was made; for so many seconds of it the user was asked."""
        self._rounds += 1
        self._calls += len(calls)
        self._bytes += _size(calls)
        self._waited += waited


def _first_passed(kept: Iterable[tuple[str, int, bool]]) -> str:
    """The sentence on the first ceiling that is not kept."""
    return next((_(sentence).format(most=number) for sentence, number, is_kept in kept if not is_kept), "")


def _size(calls: Iterable[ToolCall]) -> int:
    """Bytes of what they gave."""
    return sum(len(call.result.encode("utf-8", "replace")) for call in calls)
