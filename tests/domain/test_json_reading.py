"""JSON read to be looked at: what it says is kept as it was written, and what is broken is told where."""

from __future__ import annotations

import gc
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.json_reading import JsonDocument, JsonProblem, JsonValue, read_json, written


def value_of(text: str) -> JsonValue:
    found = read_json(text)
    assert isinstance(found, JsonDocument)
    return found.value


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    )
)
def test_what_is_written_again_says_the_same(value: object) -> None:
    text = json.dumps(value)
    assert json.loads(written(value_of(text))) == value
    assert written(value_of(text)) == json.dumps(json.loads(text), ensure_ascii=False, indent=2)


def test_nothing_is_made_neater() -> None:
    digits = "9" * 10_000
    text = f'{{"a": 1.10, "a": NaN, "b": [{digits}, -Infinity, 1E+2], "c": "\\ud800 \\u001b[31m"}}'
    value = value_of(text)
    assert isinstance(value, tuple)
    first, second, numbers, half = value
    assert (first, second) == (("a", "1.10"), ("a", "NaN"))
    assert numbers == ("b", [digits, "-Infinity", "1E+2"])
    assert half == ("c", "\ud800 \x1b[31m")
    assert written(half[1]) == '"\\ud800 \\u001b[31m"', "half a character can be copied only as an escape"


def test_what_is_nested_too_deeply_is_told_and_breaks_nothing() -> None:
    for text in ("[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000):
        found = read_json(text)
        assert found == JsonProblem()
        assert "too deeply" in found.sentence
    deep = "[" * 900 + "]" * 900
    assert json.loads(written(value_of(deep))) == json.loads(deep)


@pytest.mark.parametrize(
    ("text", "place"),
    [('{"a": 1,\n "b" 2}', (2, 6)), ("", (1, 1)), ("[1, 2", (1, 6)), ("// no\n[1]", (1, 1)), ("[1] x", (1, 5))],
)
def test_where_it_breaks_is_told(text: str, place: tuple[int, int]) -> None:
    found = read_json(text)
    assert isinstance(found, JsonProblem)
    assert (found.line, found.column) == place
    assert f"line {place[0]}, column {place[1]}" in found.sentence


def test_values_on_lines_are_a_list_whatever_the_fence_calls_them() -> None:
    text = '{"a": 1}\n\n[2]\n"three"\n'
    expected = JsonDocument([(("a", "1"),), ["2"], "three"], is_lines=True)
    assert read_json(text, is_lines=True) == read_json(text) == expected
    assert read_json('{"a": 1}\n\n{"b" 2}', is_lines=True) == JsonProblem(3, 6)


def test_garbage_is_collected_again_after_something_long() -> None:
    assert gc.isenabled()
    assert isinstance(read_json(f"[{'1,' * 600_000}1]"), JsonDocument)
    assert isinstance(read_json("[" * 1_000_001), JsonProblem)
    assert gc.isenabled()
    gc.unfreeze()
