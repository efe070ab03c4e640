"""Moments in a few letters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from javari_tui import i18n, paths
from javari_tui.widgets.moments import short_moment

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 11, 22, 14, 2, tzinfo=UTC), "2:02 PM"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "yesterday"),
        (datetime(2026, 11, 18, 9, 0, tzinfo=UTC), "Wed"),
        (datetime(2026, 11, 15, 9, 0, tzinfo=UTC), "Nov 15"),
        (datetime(2025, 12, 31, 9, 0, tzinfo=UTC), "Dec 31, 2025"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "Nov 23"),
    ],
)
def test_the_farther_away_the_coarser(moment: datetime, shown: str) -> None:
    assert short_moment(moment, NOW).replace("\u202f", " ") == shown


def test_words_are_in_the_language_in_force() -> None:
    i18n.use_language("es", paths.shipped("locales"))
    assert short_moment(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), NOW) == "ayer"
    assert short_moment(datetime(2026, 11, 18, 9, 0, tzinfo=UTC), NOW).startswith("mié")
