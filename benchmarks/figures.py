"""What is measured: figures with their references and targets, and how several runs become one."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Run = TypeVar("Run")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A line of the table. Less is better."""

    name: str
    unit: str
    measured: float
    reference: float | None = None
    most: float | None = None
    """What `measured` may be at most."""
    most_ratio: float | None = None
    """How many times the reference it may be at most."""

    @property
    def ratio(self) -> float | None:
        """How many times the reference it is."""
        return self.measured / self.reference if self.reference else None

    @property
    def is_reached(self) -> bool | None:
        """Whether every target is reached; None without one."""
        limits = [(self.measured, self.most)] if self.most is not None else []
        if self.most_ratio is not None:
            limits.append((float("inf") if self.ratio is None else self.ratio, self.most_ratio))
        return all(value <= limit for value, limit in limits) if limits else None

    @property
    def judged(self) -> float:
        """What is compared from one day to the next: the ratio where one is aimed at, since machines differ."""
        return self.ratio if self.most_ratio is not None and self.ratio is not None else self.measured


def middle(runs: Iterable[Run], value: Callable[[Run], float]) -> float:
    """The median of one value over several runs."""
    return statistics.median(value(run) for run in runs)


def p95(values: Sequence[float]) -> float:
    """What 95 % of the values do not exceed: one that was measured, not one between two."""
    ordered = sorted(values)
    return ordered[-(-len(ordered) * 95 // 100) - 1]
