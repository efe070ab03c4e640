from __future__ import annotations

import json
from datetime import timedelta

import pytest

from javari_tui.domain.billing import ServiceFacts, Verdict, VerdictStatus
from javari_tui.domain.fates import FateKind
from javari_tui.domain.spending import OutboxEvent
from javari_tui.services.billing.verdicts import NO_CREDITS, OUT_OF_RANGE, Clocks, fates_of
from tests.storage.ledger_bench import START

_DAY = timedelta(days=1)


def _fate(
    problem: str, *, age: timedelta = timedelta(), offset: timedelta | None = None, attempts: int = 1
) -> FateKind:
    """What becomes of an event that is refused."""
    body = json.dumps({"time": (START - age).isoformat()})
    event = OutboxEvent(id=1, event="e", body=body, attempts=attempts)
    refused = Verdict(id="e", status=VerdictStatus.REJECTED, problem=problem)
    (fate,), _others = fates_of([event], [refused], Clocks(START, offset, ServiceFacts()))
    return fate.kind


@pytest.mark.parametrize(
    ("age", "offset", "kind"),
    [
        (timedelta(), 2 * _DAY, FateKind.CORRECTED),
        (40 * _DAY, 2 * _DAY, FateKind.QUARANTINED),
        (-_DAY, 2 * _DAY, FateKind.QUARANTINED),
        (timedelta(), timedelta(seconds=59), FateKind.QUARANTINED),
        (timedelta(), None, FateKind.QUARANTINED),
    ],
    ids=["explained by the clock", "too old", "in the future", "right clock", "unknown clock"],
)
def test_a_time_is_corrected_only_where_a_wrong_clock_explains_it(
    age: timedelta, offset: timedelta | None, kind: FateKind
) -> None:
    assert _fate(OUT_OF_RANGE, age=age, offset=offset) is kind


def test_what_lacks_credits_waits_however_often_it_was_tried() -> None:
    assert _fate(NO_CREDITS, attempts=1_000) is FateKind.LATER
    assert _fate("price-mismatch", attempts=1_000) is FateKind.QUARANTINED
