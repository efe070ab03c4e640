"""Calls of tools in the shapes in which servers of the OpenAI-chat protocol stream them."""

from __future__ import annotations

import json

import pytest

from javari_tui.domain.models import StopReason
from tests.providers.raw_server import DONE, chunk
from tests.providers.test_openai_chat import heard_from


async def test_tool_calls_without_an_index_or_arguments() -> None:
    calls = [
        {"id": "1", "function": {"name": "now"}},
        {"id": "2", "function": {"name": "then", "arguments": "{"}},
        None,
    ]
    heard = await heard_from(chunk({"tool_calls": calls}), chunk(finish="tool_calls"), DONE)
    assert [(tool.id, tool.name, tool.arguments) for tool in heard.tools] == [("1", "now", "{}"), ("2", "then", "{")]


def piece(**more: object) -> dict[str, object]:
    """A piece of a call: `name` and `arguments` are inside."""
    function = {name: more.pop(name) for name in ("name", "arguments") if name in more}
    return {**more, "function": function}


@pytest.mark.parametrize(
    ("deltas", "calls"),
    [
        pytest.param(
            [[piece(index=0, id="a", name="x", arguments="")], [piece(index=0, arguments="{}")]],
            [("a", "x", "{}")],
            id="as documented",
        ),
        pytest.param(
            [[piece(id="a", name="x", arguments='{"n":')], [piece(arguments="1}")], [piece(id="b", name="y")]],
            [("a", "x", '{"n":1}'), ("b", "y", "{}")],
            id="no index, one after the other",
        ),
        pytest.param(
            [[piece(index=0, id="a", name="x", arguments="{}")], [piece(index=0, id="b", name="x", arguments="{}")]],
            [("a", "x", "{}"), ("b", "x", "{}")],
            id="one index for all",
        ),
        pytest.param(
            [[piece(name="x", arguments='{"n":1}')], [piece(name="x", arguments='{"n":2}')]],
            [("", "x", '{"n":1}'), ("", "x", '{"n":2}')],
            id="no index and no ids",
        ),
        pytest.param(
            [[piece(index=0, id="a", name="x", arguments={"n": "ñ"})]], [("a", "x", '{"n": "ñ"}')], id="an object"
        ),
        pytest.param(
            [[piece(index=0, id="a", name="x", arguments="{")], [piece(index=0, id="z", name=None, arguments="}")]],
            [("a", "x", "{}")],
            id="another id in every piece",
        ),
        pytest.param(
            [[piece(index=0, id="a", name="x", arguments="{"), piece(index=1, id="a", name="y", arguments="{")]],
            [("a", "x", "{"), ("", "y", "{")],
            id="one id twice",
        ),
    ],
)
async def test_calls_in_the_shapes_that_servers_stream(
    deltas: list[list[dict[str, object]]], calls: list[tuple[str, str, str]]
) -> None:
    chunks = [chunk({"tool_calls": parts}) for parts in deltas]
    heard = await heard_from(*chunks, chunk(finish="stop"), DONE)
    told = [
        (tool.id if given else "", tool.name, tool.arguments)
        for tool, (given, *_) in zip(heard.tools, calls, strict=False)
    ]
    assert told == calls and len(heard.tools) == len(calls)
    ids = [tool.id for tool in heard.tools]
    assert all(ids) and len(set(ids)) == len(ids)
    assert heard.finished.reason is StopReason.TOOL_USE, "calls are waited for, whatever the server says"


async def test_calls_of_the_older_form_and_in_one_piece() -> None:
    old = chunk({"function_call": {"name": "x", "arguments": "{"}}) + chunk({"function_call": {"arguments": "}"}})
    at_once = {"choices": [{"message": {"content": "Hm.", "tool_calls": [piece(id="a", name="x", arguments="{}")]}}]}
    for sent in (old, f"data: {json.dumps(at_once)}\n\n".encode()):
        heard = await heard_from(sent, chunk(finish="function_call"), DONE)
        assert [(tool.name, tool.arguments) for tool in heard.tools] == [("x", "{}")]
