from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.credits import Credits, plain, read_credits, shown_cost, shown_left
from javari_tui.i18n import use_language
from javari_tui.paths import shipped

AMOUNTS = st.integers(0, 10**15).map(Credits)


@pytest.mark.parametrize("wrong", [1.0, True, "1", None])
def test_only_whole_numbers_are_amounts(wrong: object) -> None:
    with pytest.raises(TypeError):
        Credits(wrong)  # type: ignore[arg-type]


@given(st.lists(AMOUNTS, max_size=6), st.integers(0, 6))
def test_amounts_add_up_the_same_in_every_way(amounts: list[Credits], where: int) -> None:
    assert Credits.sum(amounts) == Credits.sum(amounts[where:]) + Credits.sum(amounts[:where])


def test_what_is_left_is_shown_downwards_and_a_cost_upwards() -> None:
    assert shown_left(Credits(1_234_999_999)) == "1,234"
    assert shown_cost(Credits(1_234_560_001)) == "1,234.57"
    assert shown_cost(Credits(1)) == "0.01"
    assert shown_cost(Credits.of(2)) == "2"
    assert shown_cost(-Credits(1)) == "-0.01"
    assert shown_cost(Credits()) == "0"


def test_amounts_are_written_and_read_as_the_language_does() -> None:
    use_language("es", shipped("locales"))

    assert shown_left(Credits.of(12_345)) == "12.345"
    assert shown_cost(Credits(1_500_000)) == "1,50"
    assert read_credits("12.345,5") == Credits(12_345_500_000)
    with pytest.raises(ValueError, match=r"12,345\.5"):
        read_credits("12,345.5")


def test_a_made_up_language_writes_numbers_too() -> None:
    use_language("qps", shipped("locales"))

    assert shown_left(Credits.of(12_345)) == "12,345"


@given(AMOUNTS)
def test_an_exact_amount_is_read_back(amount: Credits) -> None:
    text = plain(amount)

    assert "e" not in text.lower()
    if amount.micro < 10**12:
        assert read_credits(text) == amount


@pytest.mark.parametrize("text", ["", "-1", "1.0000001", "1e9", "nan", "inf", "12345678901234", "ten", "1,2,3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_credits(text)
