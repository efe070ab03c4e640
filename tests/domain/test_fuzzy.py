"""Finding by a few letters."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.fuzzy import best, fold, match


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("rnm", "rename"),
        ("senal", "Señal"),
        ("ÑU", "ñu"),
        ("strasse", "Straße"),
        ("日語", "日本語"),
        ("page login", "the login page"),
        ("", "anything"),
    ],
)
def test_letters_in_their_order_fit_whatever_the_case_and_accents(query: str, text: str) -> None:
    assert match(query, text) is not None


@pytest.mark.parametrize(("query", "text"), [("mnr", "rename"), ("x", ""), ("aa", "a"), ("page nothing", "page")])
def test_other_letters_or_another_order_do_not_fit(query: str, text: str) -> None:
    assert match(query, text) is None


def test_positions_point_at_the_letters_that_were_hit_even_where_folding_changes_lengths() -> None:
    text = "Straße_ñandú"
    found = match("ssnandu", text)

    assert found is not None
    assert "".join(text[at] for at in found.positions) == "ßñandú"


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("mod", "model", "my old data"),
        ("re", "rename", "core"),
        ("main", "src/main.py", "src/domain.py"),
        ("ab", "xx ab", "xa xxx b"),
    ],
)
def test_the_start_of_words_and_letters_in_a_row_come_first(query: str, better: str, worse: str) -> None:
    assert [item for item, _match in best(query, [worse, better], str)] == [better, worse]


def test_of_equals_the_shorter_and_then_the_earlier_comes_first() -> None:
    items = [("a.py long", 1), ("a.py", 2), ("a.py", 3)]

    assert [number for (_text, number), _match in best("a.py", items, lambda item: item[0])] == [2, 3, 1]


def test_no_more_than_asked_for_come_back() -> None:
    assert len(best("a", ["a"] * 100, str, limit=7)) == 7


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_query_on_any_text_is_answered_with_places_in_the_text(query: str, text: str) -> None:
    found = match(query, text)

    assert match(text, text) is not None
    if found is not None:
        assert all(0 <= at < len(text) for at in found.positions)
        assert list(found.positions) == sorted(set(found.positions))
        hit = fold("".join(text[at] for at in found.positions))
        assert all(letter in hit for word in fold(query).split() for letter in word)


def test_ten_thousand_paths_are_ranked_while_a_finger_moves() -> None:
    paths = [f"src/package_{n % 97}/module_{n}/test_something_{n}.py" for n in range(10_000)]
    start = time.perf_counter()
    best("pkgmod77", paths, str)

    assert time.perf_counter() - start < 1.0
