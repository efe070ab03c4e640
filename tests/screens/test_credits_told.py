"""What the chat says of credits is true: after an answer, for the account there is, in figures that agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from javari_tui.domain.balance_view import BalanceView, DraftCost
from javari_tui.domain.credits import Credits, shown_room
from javari_tui.domain.spending import Limit
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.settings import SettingsStore
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
    ("left", "cells", "mark"), [(3_900_000, "━━━━─", ""), (100_000, "━────", " !"), (4_000_000, "━━━━━", "")]
)
def test_meter_promises_no_more_than_there_is_and_little_has_a_sign(left: int, cells: str, mark: str) -> None:
    said = said_of(BalanceView(available=Credits(left), total=Credits.of(4)))
    assert cells in said.meter
    assert said.mark == mark


def test_draft_over_a_limit_names_it() -> None:
    draft = DraftCost(least=Credits(1), most=Credits(2), is_refused=True, limit=Limit.CHAT, cap=Credits.of(4))
    assert said_of(BalanceView(), draft=draft).notes[0].forms[0] == "! over your limit for this chat (4)"


def test_limit_that_another_window_sets_binds_at_once_and_a_broken_file_lifts_none(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    here, there = (SettingsStore.load(file, {}) for _ in range(2))
    there.set("credits.most_chat", "4")
    assert here.credits_in_force().most_chat == 4
    file.write_text("credits: [")
    assert here.credits_in_force().most_chat == 4
