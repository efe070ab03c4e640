"""Days and months of the caps are those of the user's clock, wherever they live."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from javari_tui.domain.credits import Credits
from javari_tui.domain.spending import Caps
from javari_tui.storage.ledger import LedgerStore
from tests.storage.ledger_bench import charge, wish

_CAP = Credits(100)


@pytest.fixture
def live_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Moves the user's clock to a zone."""

    def live(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield live
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "cap", "before", "within", "at"),
    [
        ("Pacific/Auckland", "day", "2026-11-23T10:30", "2026-11-23T11:30", "2026-11-23T12:00"),
        ("America/Los_Angeles", "day", "2026-11-23T07:30", "2026-11-23T08:30", "2026-11-24T07:30"),
        ("Pacific/Auckland", "month", "2026-11-30T10:30", "2026-11-30T11:30", "2026-12-02T12:00"),
        ("America/Los_Angeles", "month", "2026-11-01T06:30", "2026-11-01T07:30", "2026-12-01T07:30"),
    ],
)
def test_a_cap_counts_from_the_midnight_of_the_user(
    ledger: LedgerStore, live_in: Callable[[str], None], zone: str, cap: str, before: str, within: str, at: str
) -> None:
    live_in(zone)
    for cost, when in ((50, before), (30, within)):
        moment = datetime.fromisoformat(f"{when}+00:00")
        ledger.settle(ledger.hold(wish(60), at=moment).id, charge(cost), at=moment)

    room = ledger.room(wish(90), Caps(**{cap: _CAP}), at=datetime.fromisoformat(f"{at}+00:00"))

    assert room.left == Credits(70)
