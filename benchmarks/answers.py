"""What streamed answers cost: prose, a code fence, a growing table, and prose with the sidebar open."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from benchmarks.figures import Figure, middle
from benchmarks.model_server import model_server
from benchmarks.parts import Measured, Plan
from benchmarks.stream import through_javari, through_loop, through_stock
from benchmarks.streamed_answer import StreamedAnswer
from benchmarks.texts import KINDS

_TARGETS = {"prose": 2.0, "fence": 2.0, "table": 2.5}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was measured by turns."""

    loop: dict[str, list[StreamedAnswer]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    ours: dict[str, list[StreamedAnswer]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    stock: dict[str, list[StreamedAnswer]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    sidebar: list[StreamedAnswer] = field(default_factory=list)

    def measure(self, address: str, plan: Plan) -> None:
        """Stream everything so often."""
        for _ in range(plan.runs):
            for kind in KINDS:
                self.loop[kind].append(through_loop(kind, address))
                self.ours[kind].append(through_javari(kind, address))
            self.sidebar.append(through_javari("prose", address, sidebar=True))
        for kind in KINDS if plan.stock else ():
            self.stock[kind].append(through_stock(kind))


def answers(plan: Plan) -> Measured:
    """The part of the benchmark."""
    found = Answers()
    with model_server() as address:
        found.measure(address, plan)
    figures = [_cpu(f"CPU per token, {kind}", found.ours[kind], found.loop[kind], _TARGETS[kind]) for kind in KINDS]
    figures += [_lateness(kind, found.ours[kind]) for kind in KINDS]
    for name, runs, most in (("closed", found.ours["prose"], 30), ("open", found.sidebar, 60)):
        written = middle(runs, lambda run: run.byte_count)
        figures.append(Figure(name=f"bytes per token, sidebar {name}", unit="B", measured=written, most=most))
    memory, alone = (middle(runs["prose"], lambda run: run.memory) for runs in (found.ours, found.loop))
    name = "memory after the answer (reference: SDK alone)"
    figures.append(Figure(name=name, unit="MiB", measured=memory, reference=alone, most=170))
    for kind in KINDS if plan.stock else ():
        figures.append(_cpu(f"stock Textual Markdown: CPU per token, {kind}", found.stock[kind], found.loop[kind]))
        written = middle(found.stock[kind], lambda run: run.byte_count)
        figures.append(Figure(name=f"stock Textual Markdown: bytes per token, {kind}", unit="B", measured=written))
    return Measured(figures, asdict(found))


def _cpu(name: str, runs: list[StreamedAnswer], loop: list[StreamedAnswer], most_ratio: float | None = None) -> Figure:
    measured, reference = (middle(one, lambda run: run.cpu) for one in (runs, loop))
    return Figure(name=name, unit="ms", measured=measured, reference=reference, most_ratio=most_ratio)


def _lateness(kind: str, runs: list[StreamedAnswer]) -> Figure:
    late, early = middle(runs, lambda run: run.late), middle(runs, lambda run: run.early)
    name = f"late in the answer, {kind} (reference: early)"
    return Figure(name=name, unit="ms", measured=late, reference=early, most_ratio=1.2)
