"""JSON laid out to be read: only the space changes."""

from __future__ import annotations

import json

import pytest

from javari_tui.domain.json_layout import laid_out


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "[[],{}]",
        '"a, b: {c}"',
        "12",
        '{"a":[1,2,{"b":null}],"c":"\\"x\\\\","d":{}}',
        '{"a":1,"a":2}',
        "[1.10, 1E400, 12345678901234567890123]",
        '{"ñ":"日本"}',
    ],
)
def test_nothing_but_space_changes(text: str) -> None:
    shown = laid_out(text)
    assert shown is not None
    assert json.loads(shown) == json.loads(text)
    assert "".join(shown.split()) == "".join(text.split())


def test_one_value_a_line() -> None:
    assert laid_out('{"a":[1,{"b":true}]}') == '{\n  "a": [\n    1,\n    {\n      "b": true\n    }\n  ]\n}\n'


@pytest.mark.parametrize("text", ["", "{", "{a:1}", "[1,]", "[" * 100_000, "9" * 5000])
def test_what_is_not_json_is_told(text: str) -> None:
    assert laid_out(text) is None
