"""A tree of rows: whatever is folded and unfolded, every row is what a plain walk would find there."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.json_reading import JsonDocument, JsonValue, read_json
from javari_tui.domain.json_tree import JsonTree, Steps


def tree_of(text: str) -> JsonTree:
    found = read_json(text)
    assert isinstance(found, JsonDocument)
    return JsonTree(found.value)


def walk(value: JsonValue, unfolded: set[Steps], steps: Steps = ()) -> Iterator[Steps]:
    """The rows there should be."""
    yield steps
    if steps in unfolded and isinstance(value, tuple | list):
        for at in range(len(value)):
            yield from walk(value[at][1] if isinstance(value, tuple) else value[at], unfolded, (*steps, at))


NESTED = st.recursive(
    st.integers(), lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=2), inner, max_size=5)
)


@given(NESTED.map(json.dumps), st.lists(st.integers(0, 60), max_size=30))
def test_rows_are_those_of_a_plain_walk_however_it_is_folded(text: str, toggled: list[int]) -> None:
    found = read_json(text)
    assert isinstance(found, JsonDocument)
    tree = JsonTree(found.value)
    unfolded: set[Steps] = {()} if isinstance(found.value, tuple | list) and found.value else set()
    for number in toggled:
        row = number % tree.rows
        steps = tree.steps(row)
        if tree.toggle(row):
            is_fold = steps in unfolded
            unfolded = {each for each in unfolded if each[: len(steps)] != steps} | (set() if is_fold else {steps})
        expected = list(walk(found.value, unfolded))
        assert tree.rows == len(expected)
        assert [tree.steps(at) for at in range(tree.rows)] == expected
        assert [tree.row_at(each) for each in expected] == list(range(tree.rows))


def test_only_what_is_unfolded_is_walked() -> None:
    tree = tree_of(json.dumps([{"id": number, "tags": ["a"]} for number in range(20_000)]))
    assert (tree.rows, tree.unfolded) == (20_001, 1)
    assert tree.toggle(10_000)
    assert (tree.rows, tree.unfolded) == (20_003, 2)
    assert [tree.node(row).key for row in (10_000, 10_001, 10_002, 10_003)] == [9_999, "id", "tags", 10_000]
    tree.unfold_while_short(40)
    assert tree.unfolded == 2, "a long list is not unfolded by itself"


def test_levels_unfold_and_too_much_is_unfolded_in_parts() -> None:
    tree = tree_of('{"a": {"b": {"c": [1, 2]}}, "d": [[3]]}')
    rows = []
    for level in (1, 2, 3, None):
        tree.fold_all()
        assert tree.unfold_to(level)
        rows.append(tree.rows)
    assert rows == [3, 5, 7, 9]
    wide = tree_of(json.dumps([[number] for number in range(100)]))
    assert not wide.unfold_to(None, most=60)
    assert wide.rows == 161
    assert not wide.unfold_to(None, most=60)
    assert wide.rows == 201
    assert wide.toggle(1)
    assert wide.unfold_to(None)
    assert wide.rows == 201, "what was folded again is looked at again"


def test_a_value_in_what_was_folded_is_found_where_that_is() -> None:
    tree = tree_of('{"a": {"b": [1, 2]}, "c": 3}')
    tree.unfold_to(None)
    steps = tree.steps(4)
    assert tree.node(4).value == "2"
    tree.fold_all()
    assert tree.row_at(steps) == 1


def test_paths_are_those_of_jsonpath() -> None:
    text = r"""{"a": {"b": [0, {"it's": 1, "a b": 2, "": 3, "é": 4, "x\u202ey\n": 5, "\\": 6, "_1": 7}]}}"""
    tree = tree_of(text)
    tree.unfold_to(None)
    assert [tree.path(row) for row in range(tree.rows)] == [
        "$",
        "$.a",
        "$.a.b",
        "$.a.b[0]",
        "$.a.b[1]",
        r"$.a.b[1]['it\'s']",
        "$.a.b[1]['a b']",
        "$.a.b[1]['']",
        "$.a.b[1]['é']",
        r"$.a.b[1]['x\u202ey\n']",
        r"$.a.b[1]['\\']",
        "$.a.b[1]._1",
    ]
