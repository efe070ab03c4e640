"""What the parts of the benchmark are given and give back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.figures import Figure
from benchmarks.libraries import Libraries


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to measure."""

    runs: int
    stock: bool
    """Whether to measure Textual's own Markdown widget too."""
    libraries: Libraries


@dataclass(frozen=True, slots=True)
class Measured:
    """What a part found: lines of the table, and every single run for whoever wants to know more."""

    figures: list[Figure]
    raw: Mapping[str, object] = field(default_factory=dict)


Part = Callable[[Plan], Measured]
