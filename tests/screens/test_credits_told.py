"""What the chat says of credits is true: after an answer, for the account there is, in figures that agree."""

from __future__ import annotations

import pytest

from javari_tui.domain.balance_view import BalanceView
from javari_tui.domain.credits import Credits, shown_room
from javari_tui.domain.spending import Limit
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.widgets.credits.saying import said_of


@pytest.mark.parametrize(
    ("micro", "expected"),
    [(1_929_999, "1.92"), (9_999_999, "9.99"), (10_900_000, "10"), (2_000_000, "2"), (9_999, "<0.01"), (0, "0")],
)
def test_room_is_told_with_two_digits_downwards_below_ten(micro: int, expected: str) -> None:
    assert shown_room(Credits(micro)) == expected


def test_refusal_names_what_is_left_as_finely_as_what_is_needed() -> None:
    error = SpendingRefused(Limit.CHAT, needed=Credits(4_510_000), room=Credits(1_929_999))
    assert "about 4.51" in str(error.title)
    assert "leaves 1.92" in str(error.title)


@pytest.mark.parametrize(
    ("left", "cells", "mark"), [(3_900_000, "████░", ""), (100_000, "█░░░░", " !"), (4_000_000, "█████", "")]
)
def test_meter_promises_no_more_than_there_is_and_little_has_a_sign(left: int, cells: str, mark: str) -> None:
    said = said_of(BalanceView(available=Credits(left), total=Credits.of(4)))
    assert cells in said.meter
    assert said.mark == mark
