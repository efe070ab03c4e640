"""What an answer cost, as it stands beside its name."""

from __future__ import annotations

from dataclasses import dataclass

from javari_tui.domain.credits import NOTHING, Credits


@dataclass(frozen=True, slots=True)
class AnswerCost:
    """What was taken for an answer, in one figure."""

    amount: Credits = NOTHING
    is_estimated: bool = False
    """Whether some of it was counted by Javari, because the provider told nothing."""

    def __add__(self, other: AnswerCost) -> AnswerCost:
        return AnswerCost(self.amount + other.amount, self.is_estimated or other.is_estimated)
