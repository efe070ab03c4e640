"""What becomes of each event of a batch, by what the endpoint said of it: pure, and nothing is ever dropped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from javari_tui.domain.billing import ServiceFacts, Verdict, VerdictStatus
from javari_tui.domain.fates import Fate, FateKind
from javari_tui.domain.spending import OutboxEvent

NO_CREDITS = "insufficient-credits"
OUT_OF_RANGE = "timestamp-out-of-range"
CONFLICT = "event-conflict"
PRICES = frozenset({"plan-outdated", "price-mismatch"})
"""The price list here is not that of the endpoint."""
NO_VERDICT = "no-verdict"

_KEPT = frozenset({NO_CREDITS, "account-closed", "subject-mismatch", *PRICES})
"""Sent again later, though the endpoint may say that it will be refused again: what it depends on can change."""
_PATIENCE = 8
"""Tries after which somebody is asked to look at what is still refused for its price or its account."""
_LONGEST = timedelta(hours=1)
_WRONG_CLOCK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Clocks:
    """What is known of the endpoint's clock."""

    now: datetime
    """By this machine's."""
    offset: timedelta | None
    """How far the endpoint's is ahead of it."""
    facts: ServiceFacts


def fates_of(events: Sequence[OutboxEvent], verdicts: Iterable[Verdict], clocks: Clocks) -> tuple[list[Fate], int]:
    """What becomes of each event, and how many verdicts were about something else."""
    told: Mapping[str, Verdict] = {verdict.id: verdict for verdict in verdicts}
    fates = [_fate(event, told.get(event.event), clocks) for event in events]
    return fates, len(told.keys() - {event.event for event in events})


def later(event: OutboxEvent, problem: str, now: datetime) -> Fate:
    """It is sent again, after longer the oftener it was tried."""
    wait = min(_LONGEST, timedelta(seconds=30) * 2 ** min(event.attempts, 8))
    return Fate(event=event.event, kind=FateKind.LATER, when=now + wait, problem=problem)


def quarantined(event: OutboxEvent, problem: str) -> Fate:
    """Somebody must look at it."""
    return Fate(event=event.event, kind=FateKind.QUARANTINED, problem=problem)


def _fate(event: OutboxEvent, verdict: Verdict | None, clocks: Clocks) -> Fate:
    if verdict is None:
        return later(event, NO_VERDICT, clocks.now)
    if verdict.status in {VerdictStatus.ACCEPTED, VerdictStatus.DUPLICATE}:
        return Fate(event=event.event, kind=FateKind.KNOWN, seq=verdict.seq or 0)
    if verdict.status is VerdictStatus.CONFLICT:
        return quarantined(event, CONFLICT)
    if verdict.problem == OUT_OF_RANGE:
        return _corrected(event, clocks) or quarantined(event, OUT_OF_RANGE)
    is_kept = verdict.retryable or verdict.problem == NO_CREDITS
    if is_kept or (verdict.problem in _KEPT and event.attempts < _PATIENCE):
        return later(event, verdict.problem, clocks.now)
    return quarantined(event, verdict.problem or "refused")


def _corrected(event: OutboxEvent, clocks: Clocks) -> Fate | None:
    """The event with the time it has by the endpoint's clock, where that explains why it was refused.

    The endpoint keeps nothing of what it refuses, so its id stays good. It is done once.
    """
    if event.corrected_time or clocks.offset is None or abs(clocks.offset) < _WRONG_CLOCK:
        return None
    time, there = datetime.fromisoformat(json.loads(event.body)["time"]) + clocks.offset, clocks.now + clocks.offset
    if not there - clocks.facts.accepts_past <= time <= there + clocks.facts.accepts_future:
        return None
    return Fate(event=event.event, kind=FateKind.CORRECTED, when=clocks.now, time=time)
