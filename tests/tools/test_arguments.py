"""Arguments are taken by their schema, exactly, or refused with what is wrong."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import Risk, TimeTold
from javari_tui.tools.context import ToolContext
from javari_tui.tools.registry import TOOLS, call


@pytest.mark.parametrize(
    ("tool", "text", "said"),
    [
        ("read_file", "{", "not valid JSON"),
        ("read_file", '{"path": "a", "path": "b"}', "stands twice"),
        ("read_file", '{"path": "a", "offset": NaN}', "NaN"),
        ("read_file", '{"path": "a", "offset": Infinity}', "Infinity"),
        ("read_file", '{"path": "a", "offset": 1.0}', "“offset” must be of type integer"),
        ("read_file", '{"path": "a", "offset": true}', "“offset” must be of type integer"),
        ("read_file", '{"path": "a", "offset": "1"}', "“offset” must be of type integer"),
        ("read_file", '{"path": "a", "offset": 0}', "too small: 1"),
        ("read_file", '{"path": "a", "offset": 1' + "0" * 5000 + "}", "not valid JSON"),
        ("read_file", '{"path": null}', "“path” must be of type string"),
        ("read_file", '{"path": "\\ud800"}', "half of a character"),
        ("read_file", json.dumps({"path": "a" * 5000}), "too large: 4096"),
        ("read_file", '{"path": "a", "follow": true}', "no argument “follow”"),
        ("read_file", '{"path": "a", "\\u001b[2J": 1}', "no argument “␛[2J”"),
        ("read_file", '["a"]', "not a JSON object"),
        ("read_file", "", "“path” is missing"),
        ("read_file", "[" * 100_000, "not valid JSON"),
        ("run_command", '{"command": "rm -rf /"}', "“command” must be of type array"),
        ("run_command", '{"command": []}', "too small"),
        ("run_command", '{"command": ["a", ["b"]]}', "must be of type string"),
        ("run_command", json.dumps({"command": ["a"] * 300}), "too large"),
        ("delete_all", "{}", "no tool “delete_all”"),
    ],
)
async def test_what_is_wrong_is_said(tool: str, text: str, said: str, context: ToolContext) -> None:
    with pytest.raises(ToolRefused) as refused:
        await call(tool, text, context)
    assert said in str(refused.value)


@given(st.text() | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    for tool in TOOLS.values():
        try:
            tool.arguments(text)
        except ToolRefused as refused:
            assert str(refused)


def test_every_default_and_every_schema_is_in_order() -> None:
    for tool in TOOLS.values():
        schema = json.loads(json.dumps(tool.info.schema))
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) <= set(schema["properties"])
        for rule in schema["properties"].values():
            assert rule["description"]
            assert "default" not in rule or rule.get("minimum", 0) <= (
                rule["default"] or 0 if rule["type"] == "integer" else 0
            )


def test_the_risks_are_what_the_approval_goes_by() -> None:
    assert {name: tool.info.risk for name, tool in TOOLS.items()} == {
        "read_file": Risk.READS,
        "list_files": Risk.READS,
        "search_files": Risk.READS,
        "write_file": Risk.WRITES,
        "edit_file": Risk.WRITES,
        "run_command": Risk.RUNS,
        "fetch_url": Risk.NETWORK,
        "get_time": Risk.NONE,
    }


async def test_the_time_is_told_in_a_zone(context: ToolContext) -> None:
    told = await call("get_time", '{"zone": "Europe/Madrid"}', context)
    assert isinstance(told, TimeTold)
    assert told.as_text() == "2026-03-29T01:30:00+01:00 (Sunday, Europe/Madrid)"
    here = await call("get_time", "", context)
    assert isinstance(here, TimeTold)
    assert here.moment == datetime.fromisoformat("2026-03-29T00:30:00+00:00")
    for zone in ("../../etc/passwd", "Nowhere/Land", "\\u0000"):
        with pytest.raises(ToolRefused):
            await call("get_time", f'{{"zone": "{zone}"}}', context)
