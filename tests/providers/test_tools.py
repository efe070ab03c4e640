"""Tools in both protocols: offered, called, answered; and what is sent is never what a server must refuse."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.models import FailureKind, ModelRequest, StopReason, ToolAnswer, ToolUse, Turn
from javari_tui.providers import anthropic_request, openai_request
from javari_tui.providers.base import Provider
from javari_tui.providers.failures import failure_of_answer
from javari_tui.providers.presets import Preset, Protocol
from javari_tui.providers.tool_calls import arguments_object
from javari_tui.providers.tool_turns import NOT_CARRIED_OUT
from tests.model_server import ModelServer
from tests.providers.anthropic_asking import BLOCKS
from tests.providers.asking import hear, request, tool
from tests.providers.raw_server import raw_server, whole
from tests.providers.test_both_protocols import BOTH, provider_at

TOOLS = (tool("get_weather"), tool("get_time"))
CALLS = [
    {"id": "toolu_1", "name": "get_weather", "arguments": '{"city":"Paris"}'},
    {"id": "toolu_2", "name": "get_time", "arguments": '{"zone":"Europe/Paris"}'},
]
ROUND: list[dict[str, Any]] = [
    {
        "match": {"userMessage": "weather and time", "hasToolResult": False},
        "response": {"content": "Let me look.", "reasoning": "Two tools.", "toolCalls": CALLS},
    },
    {"match": {"userMessage": "weather and time", "hasToolResult": True}, "response": {"content": "Rain at noon."}},
]


@pytest.fixture(params=BOTH)
async def provider(request: pytest.FixtureRequest, model_server: ModelServer) -> AsyncIterator[Provider]:
    """A provider of each protocol at a server that calls two tools and then waits for their answers."""
    model_server.reset(*ROUND)
    made = provider_at(model_server, request.param)
    yield made
    await made.close()


async def test_a_round_of_calls_and_answers(provider: Provider, model_server: ModelServer) -> None:
    asked = Turn(from_user=True, text="weather and time, please")
    heard = await hear(provider, request(turns=(asked,), tools=TOOLS))
    assert (heard.text, heard.finished.reason) == ("Let me look.", StopReason.TOOL_USE)
    uses = tuple(ToolUse(call.id, call.name, call.arguments) for call in heard.tools)
    assert [use.name for use in uses] == ["get_weather", "get_time"]
    answers = (ToolAnswer(uses[0].id, "Rain."), ToolAnswer(uses[1].id, "No such zone.", is_error=True))
    called = Turn(from_user=False, text=heard.text, replay=heard.finished.replay, tool_uses=uses)
    turns = (asked, called, Turn(from_user=True, text="", tool_answers=answers))
    assert (await hear(provider, request(turns=turns, tools=TOOLS))).text == "Rain at noon."
    body = model_server.journal()[-1].body
    assert [offered["function"]["name"] for offered in body["tools"]] == ["get_time", "get_weather"]
    assert body["tools"][0]["function"]["parameters"] == TOOLS[1].schema
    _user, model, first, second = body["messages"]
    assert [call["id"] for call in model["tool_calls"]] == [use.id for use in uses]
    assert [json.loads(call["function"]["arguments"]) for call in model["tool_calls"]] == [
        {"city": "Paris"},
        {"zone": "Europe/Paris"},
    ]
    assert [message["tool_call_id"] for message in (first, second)] == [use.id for use in uses]
    assert "Rain." in str(first["content"]) and "No such zone." in str(second["content"])


@pytest.mark.parametrize("protocol", BOTH)
async def test_a_model_that_takes_no_tools_says_so_and_only_when_it_was_offered_some(protocol: Protocol) -> None:
    said = {"error": {"message": "registry.ollama.ai/library/gemma:2b does not support tools", "type": "api_error"}}
    async with raw_server(whole("400 Bad Request", json.dumps(said).encode())) as server:
        provider = provider_at(ModelServer(server.url), protocol)
        assert (await hear(provider, request(tools=TOOLS))).failure.kind is FailureKind.NO_TOOLS
        assert (await hear(provider, request())).failure.kind is FailureKind.BAD_REQUEST
        await provider.close()


@pytest.mark.parametrize(
    ("status", "message", "is_meant"),
    [
        (400, "registry.ollama.ai/library/gemma:2b does not support tools", True),
        (404, "No endpoints found that support tool use. To learn more about provider routing, visit: x", True),
        (400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', True),
        (500, "tools param requires --jinja flag", True),
        (400, "`tool calling` is not supported with this model", True),
        (400, "Function calling is not enabled for this model", True),
        (400, "deepseek-reasoner does not support Function Calling", True),
        (400, "This model doesn't support tool use in streaming mode.", True),
        (400, "Unsupported parameter: 'tools' is not supported with this model.", True),
        (422, "tools: Extra inputs are not permitted", True),
        (400, "Unrecognized request argument supplied: tools", True),
        (400, "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: x", False),
        (400, "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'", False),
        (400, "tools.0.custom.input_schema.foo: Extra inputs are not permitted", False),
        (400, "tools: Tool names must be unique.", False),
        (400, "Invalid schema for function 'show': 'minLength' is not supported", False),
        (400, "Thinking may not be enabled when tool_choice forces tool use.", False),
        (400, "This model does not support tools of type web_search_20250305", False),
        (400, "This model does not support image input, nor do its tools", False),
        (400, "parallel tool calls are not supported", False),
        (400, "Unknown parameter: 'tools[0].function.strict'.", False),
        (400, "Missing required parameter: 'tools[0].function'.", False),
        (401, "This key does not support tools", False),
        (429, "This model does not support tools", False),
    ],
)
def test_a_refusal_of_tools_is_told_from_other_refusals(status: int, message: str, is_meant: bool) -> None:
    kind = failure_of_answer(status, {"error": {"message": message, "type": "invalid_request_error"}}).kind
    assert (kind is FailureKind.NO_TOOLS) == is_meant, kind


SERVER = Preset(name="s", title="S", protocol=Protocol.ANTHROPIC, base_url="")
words = st.sampled_from(["", " ", "a", "hello", "half \ud800"])
ids = st.sampled_from(["", "a", "b", "functions.x:0", "\ud800", "call"])
arguments = st.sampled_from(["{}", '{"a": "\\ud800"}', "[1]", "{bad", "NaN", '{"n": 1e999}', "[" * 9999, '{"a":' * 99])
uses = st.lists(st.builds(ToolUse, ids, st.sampled_from(["show", "", "a.b c"]), arguments), max_size=3).map(tuple)
answers = st.lists(st.builds(ToolAnswer, ids, words, st.booleans()), max_size=3).map(tuple)
replays = st.sampled_from(["", "{damaged", json.dumps(BLOCKS)])
turns_of_any_kind = st.lists(
    st.one_of(
        st.builds(Turn, from_user=st.just(True), text=words, tool_answers=answers),
        st.builds(Turn, from_user=st.just(False), text=words, tool_uses=uses, replay=replays),
    ),
    max_size=7,
).map(tuple)


@given(turns_of_any_kind, st.booleans())
def test_whatever_the_turns_every_call_has_its_answer_in_the_anthropic_protocol(
    turns: tuple[Turn, ...], has_tools: bool
) -> None:
    asked = ModelRequest(model="m", system="", turns=turns, max_output_tokens=9, tools=TOOLS if has_tools else ())
    messages = anthropic_request.build_request(asked, SERVER, None)["messages"]
    json.dumps(messages, ensure_ascii=False, allow_nan=False).encode()
    blocks = [[{}] if isinstance(message["content"], str) else message["content"] for message in messages]
    seen: list[str] = []
    for at, message in enumerate(messages):
        assert message["content"] and (isinstance(message["content"], list) or message["content"].strip())
        assert at == 0 or message["role"] != messages[at - 1]["role"]
        called = [block["id"] for block in blocks[at] if block.get("type") == "tool_use"]
        answered = [block["tool_use_id"] for block in blocks[at] if block.get("type") == "tool_result"]
        expected = [block["id"] for block in blocks[at - 1] if block.get("type") == "tool_use"] if at else []
        assert answered == expected, "in their order, none missing, none too many"
        assert [block["type"] for block in blocks[at][: len(answered)]] == ["tool_result"] * len(answered)
        assert all(isinstance(block["input"], dict) for block in blocks[at] if block.get("type") == "tool_use")
        seen += called
    assert not messages or messages[-1]["role"] == "user"
    assert len(set(seen)) == len(seen) and all(re.fullmatch(r"[a-zA-Z0-9_-]+", one) for one in seen)
    assert has_tools or not seen


@given(turns_of_any_kind)
def test_whatever_the_turns_every_call_has_its_answer_in_the_openai_protocol(turns: tuple[Turn, ...]) -> None:
    asked = ModelRequest(model="m", system="", turns=turns, max_output_tokens=9, tools=TOOLS)
    messages = openai_request.build_request(asked, SERVER, None)["messages"]
    json.dumps(messages, ensure_ascii=False, allow_nan=False).encode()
    open_calls: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            assert message["tool_call_id"] == open_calls.pop(0) and message["content"]
            continue
        assert not open_calls, "the answers come before anything else"
        calls = message.get("tool_calls", [])
        assert message["content"].strip() or calls
        assert all(isinstance(json.loads(call["function"]["arguments"]), dict) for call in calls)
        open_calls = [call["id"] for call in calls]
    assert not open_calls


def test_an_answer_of_which_nothing_can_be_sent_is_no_empty_message() -> None:
    thought = Turn(from_user=False, text="", replay='[{"type": "thinking", "thinking": "Hm.", "signature": "c2ln"}]')
    turns = (Turn(from_user=True, text="go"), thought, thought, Turn(from_user=True, text="and?"))
    messages = anthropic_request.build_request(request(turns=turns, tools=TOOLS), SERVER, None)["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant", "user"]
    assert all(message["content"].strip() for message in messages)


def test_what_has_lost_its_other_half_is_told_in_words() -> None:
    lost = (
        Turn(
            from_user=True, text="go", tool_answers=(ToolAnswer("x", "found 3"), ToolAnswer("y", "no", is_error=True))
        ),
        Turn(from_user=False, text="", tool_uses=(ToolUse("z", "show", "{}"),)),
        Turn(from_user=True, text="and?"),
    )
    first, _called, last = anthropic_request.build_request(request(turns=lost, tools=TOOLS), SERVER, None)["messages"]
    assert first["content"] == "[A tool answered:]\nfound 3\n\n[A tool failed:]\nno\n\ngo"
    missing = {"type": "tool_result", "tool_use_id": "z", "content": NOT_CARRIED_OUT, "is_error": True}
    assert last["content"] == [missing, {"type": "text", "text": "and?"}]
    without = anthropic_request.build_request(request(turns=lost), SERVER, None)["messages"]
    assert without[1]["content"] == "[You called the tool show with {}]"
    assert without[2]["content"] == "and?"


def test_signed_blocks_go_back_with_their_calls_unless_they_are_others() -> None:
    blocks = [*BLOCKS, {"type": "tool_use", "id": "t.1", "name": "show", "input": {"a": 1}}]
    turns = (
        Turn(from_user=True, text="go"),
        Turn(from_user=False, text="So.", replay=json.dumps(blocks), tool_uses=(ToolUse("t.1", "show", '{"a": 1}'),)),
        Turn(from_user=True, text="", tool_answers=(ToolAnswer("t.1", "ok"),)),
    )
    sent = anthropic_request.build_request(request(turns=turns, tools=TOOLS), SERVER, None)["messages"]
    assert sent[1]["content"] == [*BLOCKS, {"type": "tool_use", "id": "t_1", "name": "show", "input": {"a": 1}}]
    assert sent[2]["content"] == [{"type": "tool_result", "tool_use_id": "t_1", "content": "ok"}]
    other = Turn(from_user=False, text="So.", replay=json.dumps(blocks), tool_uses=(ToolUse("u", "show", "{}"),))
    sent = anthropic_request.build_request(request(turns=(turns[0], other), tools=TOOLS), SERVER, None)["messages"]
    assert [block["type"] for block in sent[1]["content"]] == ["text", "tool_use"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ("", {}),
        ("nonsense", {"_raw": "nonsense"}),
        ('["a"]', {"_raw": '["a"]'}),
        ('{"n": NaN}', {"_raw": '{"n": NaN}'}),
        ('{"s": "\\ud800"}', {"s": "�"}),
        ('{"n": ' + "9" * 5000 + "}", {"_raw": '{"n": ' + "9" * 5000 + "}"}),
    ],
)
def test_arguments_are_sent_back_as_an_object_whatever_was_written(written: str, found: dict[str, object]) -> None:
    assert arguments_object(written) == found
