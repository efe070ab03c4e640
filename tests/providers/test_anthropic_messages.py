"""The Anthropic protocol where servers and networks misbehave, and what exactly is sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from javari_tui.domain.models import Effort, FailureKind, ModelRequest, StopReason, TextPiece, Turn, Usage
from javari_tui.providers.anthropic_messages import AnthropicMessages, server_address
from javari_tui.providers.presets import Preset, at, presets
from javari_tui.providers.turns import GO_ON
from tests.providers.asking import Heard, hear, key_of, request
from tests.providers.raw_server import (
    PING,
    Asked,
    Part,
    RawServer,
    block,
    for_ever,
    message_end,
    message_start,
    raw_server,
    sse,
    streamed,
    text_block,
    whole,
)

CLAUDE = next(preset for preset in presets({}) if preset.name == "anthropic")
SOMEBODY = replace(CLAUDE, name="somebody", is_claude_api=False, needs_key=False)
GOOD = streamed(message_start(input_tokens=5), text_block(0, "Hello"), message_end(output_tokens=2))


@asynccontextmanager
async def provider_with(
    *answers: list[Part], preset: Preset = SOMEBODY, key: str | None = "test-key-12345", silence: float = 5.0
) -> AsyncIterator[tuple[AnthropicMessages, RawServer]]:
    """A provider at a server with these answers."""
    async with raw_server(*answers) as server:
        provider = AnthropicMessages(at(preset, server.url), key_of(key), silence=silence)
        try:
            yield provider, server
        finally:
            await provider.close()


async def heard_from(*parts: Part, ends: bool = True) -> Heard:
    """What is heard when a stream consists of this."""
    async with provider_with(streamed(*parts, ends=ends)) as (provider, _):
        return await hear(provider, "hi")


async def asked_with(
    preset: Preset = SOMEBODY, key: str | None = "test-key-12345", sent: ModelRequest | None = None
) -> Asked:
    """What the server got for such a request."""
    async with provider_with(GOOD, preset=preset, key=key) as (provider, server):
        assert (await hear(provider, sent or request())).text == "Hello"
        return server.asked[0]


async def test_an_error_event_inside_a_good_stream_has_its_own_kind() -> None:
    error = sse({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})
    heard = await heard_from(message_start(), text_block(0, "Some "), error)
    assert heard.text == "Some "
    assert (heard.failure.kind, heard.failure.detail) == (FailureKind.OVERLOADED, "Overloaded")


async def test_pings_and_unknown_events_are_passed_over() -> None:
    unknown = sse({"type": "from_the_future", "index": 0})
    heard = await heard_from(PING, message_start(), PING, unknown, text_block(0, "fine"), PING, message_end())
    assert heard.text == "fine"
    assert heard.finished


async def test_a_clean_end_without_the_end_mark_is_cut_off() -> None:
    heard = await heard_from(message_start(), text_block(0, "half"))
    assert (heard.text, heard.failure.kind) == ("half", FailureKind.CUT_OFF)


async def test_a_connection_that_breaks_is_cut_off() -> None:
    heard = await heard_from(message_start(), text_block(0, "half"), ends=False)
    assert (heard.text, heard.failure.kind) == ("half", FailureKind.CUT_OFF)


async def test_a_connection_that_breaks_after_the_stop_reason_harms_nothing() -> None:
    stop = sse({"type": "message_delta", "delta": {"stop_reason": "end_turn"}})
    heard = await heard_from(message_start(), text_block(0, "whole"), stop, ends=False)
    assert (heard.text, heard.finished.reason) == ("whole", StopReason.END)


async def test_usage_may_be_missing_null_or_odd() -> None:
    odd = sse({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": "many"}})
    none = sse({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": None})
    for end in (message_end(), odd + message_end(), none + message_end()):
        heard = await heard_from(message_start(), text_block(0, "x"), end)
        assert heard.usage is None
        assert heard.finished


async def test_usage_with_caching_is_counted_apart() -> None:
    start = message_start(input_tokens=10, cache_read_input_tokens=3400, cache_creation_input_tokens=1200)
    heard = await heard_from(start, text_block(0, "x"), message_end(output_tokens=7))
    assert heard.usage == Usage(input=10, output=7, cache_read=3400, cache_write=1200)
    assert heard.usage.prompt == 4610


async def test_garbage_in_the_stream_is_not_understood_and_keeps_the_text() -> None:
    heard = await heard_from(message_start(), text_block(0, "half"), b"event: content_block_delta\ndata: {oops\n\n")
    assert (heard.text, heard.failure.kind) == ("half", FailureKind.NOT_UNDERSTOOD)


@pytest.mark.parametrize(
    "body", [b"<html>hello</html>", b"", b"data: [1]\n\n", b'data: {"choices": []}\n\n', b"\xff\xfe\n"]
)
async def test_a_stream_that_is_not_this_protocol_is_not_understood(body: bytes) -> None:
    assert (await heard_from(*([body] if body else []))).failure.kind is FailureKind.NOT_UNDERSTOOD


async def test_events_without_their_event_line_are_understood() -> None:
    bare = b"".join(
        part for part in (message_start(), text_block(0, "bare"), message_end())
    )  # fmt: skip
    lines = b"\n".join(line for line in bare.split(b"\n") if not line.startswith(b"event:"))
    assert (await heard_from(lines)).text == "bare"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"id": "msg", "type": "message", "content": []}', FailureKind.NOT_UNDERSTOOD),
        (b'{"type": "error", "error": {"type": "overloaded_error", "message": "x"}}', FailureKind.OVERLOADED),
        (b"not even JSON", FailureKind.NOT_UNDERSTOOD),
        (b'"a text"', FailureKind.NOT_UNDERSTOOD),
    ],
)
async def test_a_whole_json_answer_to_a_request_for_a_stream(body: bytes, kind: FailureKind) -> None:
    async with provider_with(whole("200 OK", body)) as (provider, _):
        assert (await hear(provider, "hi")).failure.kind is kind


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        ("404 Not Found", b"<html><body>nginx</body></html>", FailureKind.NOT_UNDERSTOOD),
        ("502 Bad Gateway", b"<html>bad gateway</html>", FailureKind.SERVER),
        ("503 Service Unavailable", b"", FailureKind.OVERLOADED),
        ("413 Payload Too Large", b"{}", FailureKind.TOO_LONG),
        ("400 Bad Request", b'{"error": {"message": "Your credit balance is too low"}}', FailureKind.NO_CREDIT),
        ("400 Bad Request", b'{"error": "just a text"}', FailureKind.BAD_REQUEST),
        ("400 Bad Request", b"[" * 100_000, FailureKind.BAD_REQUEST),
        ("529 ", b'{"type": "error", "error": {"type": "overloaded_error"}}', FailureKind.OVERLOADED),
        ("418 Teapot", b"\xff\x00", FailureKind.BAD_REQUEST),
    ],
)
async def test_refusals_of_every_shape_have_a_kind(status: str, body: bytes, kind: FailureKind) -> None:
    async with provider_with(whole(status, body)) as (provider, _):
        assert (await hear(provider, "hi")).failure.kind is kind


async def test_a_wait_given_as_a_date_is_told_in_seconds() -> None:
    answer = whole("429 Too Many Requests", b"{}", "retry-after: Fri, 01 Jan 2100 00:00:00 GMT")
    async with provider_with(answer) as (provider, _):
        failure = (await hear(provider, "hi")).failure
    assert failure.kind is FailureKind.RATE_LIMITED
    assert failure.retry_after is not None
    assert failure.retry_after > 1_000_000


async def test_slow_bytes_come_as_they_come() -> None:
    answer = message_start() + text_block(0, "Grüße 😀") + message_end()
    heard = await heard_from(*(answer[place : place + 1] for place in range(len(answer))))
    assert heard.text == "Grüße 😀"


async def test_silence_in_the_middle_times_out_and_keeps_the_text() -> None:
    stuck = streamed(message_start(), text_block(0, "half"), for_ever)
    async with provider_with(stuck, silence=0.2) as (provider, server):
        heard = await hear(provider, "hi")
        await asyncio.wait_for(server.was_left.wait(), 5)
    assert (heard.text, heard.failure.kind) == ("half", FailureKind.TIMED_OUT)


async def test_closing_the_iterator_leaves_the_server_at_once() -> None:
    stuck = streamed(message_start(), text_block(0, "half"), for_ever)
    async with provider_with(stuck, silence=60) as (provider, server):
        events = provider.stream(request())
        async for event in events:
            if isinstance(event, TextPiece):
                break
        await events.aclose()  # type: ignore[attr-defined]
        await asyncio.wait_for(server.was_left.wait(), 2)


async def test_the_connection_is_used_again_for_the_next_answer() -> None:
    async with provider_with(GOOD) as (provider, server):
        for _ in range(3):
            assert (await hear(provider, "hi")).finished
        assert server.connections == 1


async def test_an_end_mark_with_the_connection_left_open_is_an_end() -> None:
    answer = streamed(message_start(), text_block(0, "x"), message_end(), for_ever)
    async with provider_with(answer, silence=60) as (provider, _):
        assert (await asyncio.wait_for(hear(provider, "hi"), 5)).finished


THINKING = (
    block(
        0,
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "thinking_delta", "thinking": "Let me "},
        {"type": "thinking_delta", "thinking": "see."},
        {"type": "signature_delta", "signature": "c2lnbmVk"},
    )
    + block(1, {"type": "redacted_thinking", "data": "aGlkZGVu"})
    + text_block(2, "So", ".")
)
BLOCKS = [
    {"type": "thinking", "thinking": "Let me see.", "signature": "c2lnbmVk"},
    {"type": "redacted_thinking", "data": "aGlkZGVu"},
    {"type": "text", "text": "So."},
]


async def test_signed_thinking_is_given_back_to_replay() -> None:
    heard = await heard_from(message_start(), THINKING, message_end())
    assert json.loads(heard.finished.replay) == BLOCKS


async def test_tool_calls_without_results_are_left_out_of_the_replay() -> None:
    tool = block(
        3,
        {"type": "tool_use", "id": "t", "name": "n", "input": {}},
        {"type": "input_json_delta", "partial_json": "{bad"},
    )
    heard = await heard_from(message_start(), THINKING, tool, message_end("tool_use"))
    assert json.loads(heard.finished.replay) == BLOCKS
    assert [call.arguments for call in heard.tools] == ["{bad"]


async def test_plain_text_needs_no_replay() -> None:
    assert (await heard_from(message_start(), text_block(0, "x"), message_end())).finished.replay == ""


async def test_replayed_blocks_go_back_unchanged() -> None:
    turns = (
        Turn(from_user=True, text="one"),
        Turn(from_user=False, text="So.", replay=json.dumps(BLOCKS)),
        Turn(from_user=True, text="two"),
    )
    asked = await asked_with(sent=request(turns=turns))
    assert asked.body["messages"][1] == {"role": "assistant", "content": BLOCKS}


async def test_a_damaged_replay_falls_back_to_the_text() -> None:
    turns = (
        Turn(from_user=True, text="one"),
        Turn(from_user=False, text="So.", replay="{x"),
        Turn(from_user=True, text="2"),
    )
    assert (await asked_with(sent=request(turns=turns))).body["messages"][1] == {"role": "assistant", "content": "So."}


async def test_claude_gets_caching_thinking_and_effort() -> None:
    asked = await asked_with(
        CLAUDE, sent=request(model="claude-opus-5-5", effort=Effort.HIGH, system="Be kind.", limit=999_999)
    )
    assert asked.path == "/v1/messages"
    assert asked.body == {
        "model": "claude-opus-5-5",
        "max_tokens": 128_000,
        "system": "Be kind.",
        "messages": [{"role": "user", "content": "hi"}],
        "stream": True,
        "cache_control": {"type": "ephemeral"},
        "thinking": {"type": "adaptive", "display": "summarized"},
        "output_config": {"effort": "high"},
    }
    assert asked.headers["authorization"] == "Bearer test-key-12345"


async def test_a_model_not_known_to_think_is_not_asked_to() -> None:
    asked = await asked_with(CLAUDE, sent=request(model="claude-of-tomorrow", effort=Effort.HIGH))
    assert "thinking" not in asked.body
    assert "output_config" not in asked.body


async def test_others_get_both_auth_headers_and_no_field_of_anthropics_own() -> None:
    asked = await asked_with(sent=request(model="claude-opus-5-5", effort=Effort.HIGH))
    assert set(asked.body) == {"model", "max_tokens", "messages", "stream"}
    assert asked.headers["authorization"] == "Bearer test-key-12345"
    assert asked.headers["x-api-key"] == "test-key-12345"
    assert "anthropic-beta" not in asked.headers


async def test_no_key_of_the_environment_is_sent_to_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "the-users-own-key")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "the-users-own-token")
    asked = await asked_with(key=None)
    assert "the-users-own" not in json.dumps(asked.headers)


async def test_a_needed_key_that_is_missing_or_broken_is_told_without_asking() -> None:
    for key, kind in ((None, FailureKind.NO_KEY), ("  ", FailureKind.NO_KEY), ("sk-ñ", FailureKind.BAD_KEY)):
        async with provider_with(GOOD, preset=CLAUDE, key=key) as (provider, server):
            assert (await hear(provider, "hi")).failure.kind is kind
            assert server.asked == []


async def test_a_key_pasted_meanwhile_is_used() -> None:
    keys = iter(["first-key-111", "second-key-222"])

    async def next_key() -> str:
        return next(keys)

    async with raw_server(GOOD) as server:
        provider = AnthropicMessages(at(CLAUDE, server.url), next_key)
        await hear(provider, "hi")
        await hear(provider, "hi")
        await provider.close()
    assert [asked.headers["authorization"] for asked in server.asked] == [
        "Bearer first-key-111",
        "Bearer second-key-222",
    ]


async def test_a_key_that_the_server_repeats_is_in_no_detail() -> None:
    body = b'{"error": {"type": "authentication_error", "message": "bad key test-key-12345, not sk-ant-abcdefghijkl"}}'
    async with provider_with(whole("401 Unauthorized", body, "request-id: req_test-key-12345")) as (provider, _):
        failure = (await hear(provider, "hi")).failure
    assert failure.kind is FailureKind.BAD_KEY
    assert failure.detail == "bad key …, not …"
    assert "test-key" not in failure.request_id


async def test_a_refusal_for_want_of_a_key_says_so() -> None:
    async with provider_with(whole("401 Unauthorized", b"{}"), key=None) as (provider, _):
        assert (await hear(provider, "hi")).failure.kind is FailureKind.NO_KEY


async def test_a_beginning_is_continued_by_asking_to_go_on() -> None:
    turns = (Turn(from_user=True, text="Count."), Turn(from_user=False, text="One, t", replay='[{"type": "text"}]'))
    messages = (await asked_with(sent=request(turns=turns))).body["messages"]
    assert messages[1:] == [{"role": "assistant", "content": "One, t"}, {"role": "user", "content": GO_ON}]


async def test_a_beginning_is_sent_as_it_is_where_the_server_goes_on_from_it() -> None:
    turns = (Turn(from_user=True, text="Count."), Turn(from_user=False, text="One, t"))
    messages = (await asked_with(preset=replace(SOMEBODY, can_begin_answer=True), sent=request(turns=turns))).body[
        "messages"
    ]
    assert messages[-1] == {"role": "assistant", "content": "One, t"}


async def test_empty_turns_are_left_out_and_neighbours_joined() -> None:
    turns = (Turn(from_user=True, text="a"), Turn(from_user=False, text=" "), Turn(from_user=True, text="b"))
    assert (await asked_with(sent=request(turns=turns))).body["messages"] == [{"role": "user", "content": "a\n\nb"}]


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/", "/v1/messages"])
def test_the_address_may_be_given_with_or_without_its_path(path: str) -> None:
    assert server_address(f"http://127.0.0.1:1/anthropic{path}") == "http://127.0.0.1:1/anthropic"


async def test_claudes_own_list_tells_what_models_can_do() -> None:
    supported = {"supported": True}
    row = {
        "id": "claude-next",
        "display_name": "Claude Next",
        "max_input_tokens": 2_000_000,
        "max_tokens": 64_000,
        "capabilities": {
            "thinking": {"supported": True, "types": {"adaptive": supported}},
            "effort": {"supported": True, "low": supported, "max": supported, "xhigh": {"supported": False}},
        },
    }
    listed = whole("200 OK", json.dumps({"data": [row], "has_more": False}).encode())
    async with provider_with(listed, GOOD, preset=CLAUDE) as (provider, server):
        (model,) = await provider.list_models()
        await hear(provider, request(model="claude-next", effort=Effort.MAX))
    assert (model.title, model.context_tokens, model.output_tokens) == ("Claude Next", 2_000_000, 64_000)
    assert (model.thinks, model.efforts) == (True, (Effort.LOW, Effort.MAX))
    assert server.asked[1].body["output_config"] == {"effort": "max"}
    assert server.asked[1].body["thinking"] == {"type": "adaptive", "display": "summarized"}
