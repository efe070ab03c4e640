from __future__ import annotations

import pytest

from javari_tui.domain.cutting import LONGEST_WORD, head_of, without_first_word, without_last_word

KEY = "abcdefghijklmnopqrstuvwx"


@pytest.mark.parametrize("before", ["say: ", '{"token":"', "é,", "a\n"])
@pytest.mark.parametrize("seen", range(1, len(KEY)))
def test_no_part_of_a_word_is_left_at_a_cut(before: str, seen: int) -> None:
    assert head_of(f"{before}{KEY} more", len(before) + seen) == before
    assert without_first_word(f"{KEY[-seen:]}{before[-1]}more") == f"{before[-1]}more"


def test_what_is_not_cut_stays_whole() -> None:
    assert head_of(f"say {KEY}", 100) == f"say {KEY}"
    assert head_of(f"say {KEY} more", 4 + len(KEY)) == f"say {KEY}"


def test_one_endless_word_is_shown_but_for_its_end() -> None:
    assert without_last_word("x" * 10_000) == without_first_word("x" * 10_000) == "x" * (10_000 - LONGEST_WORD)
