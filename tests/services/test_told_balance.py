"""What the Guide says of the balance is what the bar says, in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from javari_tui.domain.balance_view import BalanceState, BalanceView
from javari_tui.domain.credits import Credits
from javari_tui.services.ledger.told import told_balance

LOCAL = BalanceView(state=BalanceState.LOCAL, available=Credits(999_600_000), total=Credits.of(1000))
ACCOUNT = replace(LOCAL, state=BalanceState.FRESH, is_local=False, plan="Pro")


def test_what_is_left_is_rounded_down_and_what_is_not_known_is_not_told() -> None:
    assert (told_balance(LOCAL).remaining, told_balance(LOCAL).total) == (999, 1000)
    assert told_balance(BalanceView()).remaining is None


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (LOCAL, "Javari charges nothing"),
        (replace(LOCAL, state=BalanceState.EXHAUSTED), "/topup adds more, which charges nothing"),
        (replace(ACCOUNT, state=BalanceState.STALE), "another figure by now"),
        (replace(ACCOUNT, state=BalanceState.OFFLINE, offline_allowance=Credits.of(500)), "0 of the 500 credits"),
        (replace(ACCOUNT, pending=2, pending_amount=Credits.of(3)), "2 answers are not sent"),
        (replace(ACCOUNT, needs_sign_in=True), "/login"),
    ],
)
def test_it_says_how_true_the_figure_is(view: BalanceView, said: str) -> None:
    assert said in " ".join(told_balance(view).remarks)


def test_a_figure_of_now_needs_no_words() -> None:
    assert told_balance(ACCOUNT).remarks == ()
