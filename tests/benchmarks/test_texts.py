from __future__ import annotations

import pytest

from benchmarks.texts import END_MARK, KINDS, TOKEN, TOKENS, answer, tokens, unused_letters


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_has_its_number_of_tokens_and_ends_with_the_mark_in_a_paragraph_of_its_own(kind: str) -> None:
    text = answer(kind)
    pieces = tokens(text)
    assert len(pieces) == TOKENS
    assert {len(piece) for piece in pieces} == {TOKEN}
    assert text.isascii()
    assert pieces[-1] == END_MARK
    assert text.count(END_MARK) == 1
    assert text.endswith(f"\n\n{END_MARK}")
    assert text == answer(kind)


def test_the_fence_is_one_block_of_code() -> None:
    text = answer("fence")
    assert text.count("```") == 2
    assert text.rindex("```") - text.index("```") > 0.98 * len(text)


def test_the_table_is_one_table() -> None:
    lines = answer("table").splitlines()
    assert all(line.startswith("|") for line in lines[:-2])
    assert len(lines) > 100


def test_keys_are_letters_that_the_answer_has_not() -> None:
    letters = unused_letters(answer("prose"), "AB")
    assert len(letters) >= 15
    assert not set(letters) & set(answer("prose") + "AB")
