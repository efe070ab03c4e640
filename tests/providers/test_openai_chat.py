"""The OpenAI-chat protocol where servers and networks misbehave, and what exactly is sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from javari_tui.domain.models import Effort, FailureKind, ModelInfo, ModelRef, StopReason, TextPiece, Turn, Usage
from javari_tui.providers.openai_chat import OpenAIChat, server_address
from javari_tui.providers.patience import Patience
from javari_tui.providers.presets import OLLAMA, Preset, Protocol, at
from javari_tui.providers.turns import GO_ON
from tests.providers.asking import Heard, hear, key_of, request
from tests.providers.raw_server import (
    DONE,
    Part,
    RawServer,
    chunk,
    for_ever,
    raw_server,
    streamed,
    whole,
)

THINKER = ModelInfo(ref=ModelRef("test", "thinker"), title="Thinker", output_tokens=500, efforts=(Effort.LOW,))
SOMEBODY = Preset(name="test", title="Test", protocol=Protocol.OPENAI, base_url="", known_models=(THINKER,))
GOOD = streamed(chunk({"role": "assistant", "content": "Hello"}), chunk(finish="stop"), DONE)


@asynccontextmanager
async def provider_with(
    *answers: list[Part], preset: Preset = SOMEBODY, key: str | None = "test-key-12345", silence: float = 5.0
) -> AsyncIterator[tuple[OpenAIChat, RawServer]]:
    """A provider at a server with these answers."""
    async with raw_server(*answers) as server:
        provider = OpenAIChat(at(preset, f"{server.url}/v1"), key_of(key), patience=Patience(silence=silence))
        try:
            yield provider, server
        finally:
            await provider.close()


async def heard_from(*parts: Part, ends: bool = True) -> Heard:
    """What is heard when a stream consists of this."""
    async with provider_with(streamed(*parts, ends=ends)) as (provider, _):
        return await hear(provider, "hi")


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning", "thinking"])
async def test_thinking_under_each_of_its_names(name: str) -> None:
    heard = await heard_from(chunk({name: "Hm."}), chunk({name: None, "content": "So."}), chunk(finish="stop"), DONE)
    assert (heard.thinking, heard.text) == ("Hm.", "So.")


async def test_thinking_under_two_names_comes_once() -> None:
    heard = await heard_from(chunk({"reasoning_content": "Hm.", "reasoning": "Hm."}), chunk(finish="stop"), DONE)
    assert heard.thinking == "Hm."


async def test_content_in_parts_is_text() -> None:
    heard = await heard_from(chunk({"content": [{"type": "text", "text": "a"}, {"text": "b"}, 3]}), DONE)
    assert heard.text == "ab"


async def test_usage_with_cached_tokens_is_counted_apart() -> None:
    usage = {"prompt_tokens": 100, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 60}}
    heard = await heard_from(chunk({"content": "x"}, usage=None), chunk(finish="stop"), chunk(usage=usage), DONE)
    assert heard.usage == Usage(input=40, output=7, cache_read=60)


@pytest.mark.parametrize(
    ("finish", "reason"),
    [
        ("stop", StopReason.END),
        ("length", StopReason.LENGTH),
        ("tool_calls", StopReason.END),
        ("content_filter", StopReason.REFUSED),
        ("something_new", StopReason.END),
    ],
)
async def test_each_finish_reason(finish: str, reason: StopReason) -> None:
    assert (await heard_from(chunk({"content": "x"}), chunk(finish=finish), DONE)).finished.reason is reason


async def test_an_end_without_done_or_reason_is_cut_off() -> None:
    for ends in (True, False):
        heard = await heard_from(chunk({"content": "half"}), ends=ends)
        assert (heard.text, heard.failure.kind) == ("half", FailureKind.CUT_OFF)


async def test_a_finish_reason_without_done_is_an_end() -> None:
    for ends in (True, False):
        assert (await heard_from(chunk({"content": "x"}), chunk(finish="stop"), ends=ends)).finished


async def test_done_without_anything_before_is_not_understood() -> None:
    assert (await heard_from(DONE)).failure.kind is FailureKind.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"message": "boom", "type": "server_error"}, FailureKind.SERVER),
        ({"message": "the model ran out of context size", "code": 400}, FailureKind.TOO_LONG),
        ({"message": "Rate limit", "code": "rate_limit_exceeded"}, FailureKind.RATE_LIMITED),
        ("plain words", FailureKind.SERVER),
    ],
)
async def test_an_error_inside_a_good_stream_has_its_kind(error: object, kind: FailureKind) -> None:
    event = f"data: {json.dumps({'error': error})}\n\n".encode()
    heard = await heard_from(chunk({"content": "Some "}), event)
    assert (heard.text, heard.failure.kind) == ("Some ", kind)


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        ("400 Bad Request", {"code": "context_length_exceeded", "message": "x"}, FailureKind.TOO_LONG),
        ("400 Bad Request", {"type": "exceed_context_size_error", "message": "x", "code": 400}, FailureKind.TOO_LONG),
        ("400 Bad Request", {"message": "This model's maximum context length is 8192 tokens."}, FailureKind.TOO_LONG),
        ("401 Unauthorized", {"code": "invalid_api_key", "type": "invalid_request_error"}, FailureKind.BAD_KEY),
        ("404 Not Found", {"code": "model_not_found", "message": "gpt-9"}, FailureKind.NO_SUCH_MODEL),
        ("404 Not Found", {"message": 'model "x" not found, try pulling it first'}, FailureKind.NO_SUCH_MODEL),
        ("429 Too Many Requests", {"code": "insufficient_quota"}, FailureKind.NO_CREDIT),
        ("429 Too Many Requests", {"message": "slow down"}, FailureKind.RATE_LIMITED),
        ("503 Service Unavailable", {"message": "Loading model", "type": "unavailable_error"}, FailureKind.OVERLOADED),
        ("307 Temporary Redirect", {}, FailureKind.NOT_UNDERSTOOD),
    ],
)
async def test_refusals_have_their_kind(status: str, error: dict[str, object], kind: FailureKind) -> None:
    async with provider_with(whole(status, json.dumps({"error": error}).encode())) as (provider, _):
        assert (await hear(provider, "hi")).failure.kind is kind


async def test_a_server_that_does_not_know_stream_options_is_asked_without() -> None:
    refusal = whole("400 Bad Request", b'{"error": {"message": "Unknown field: stream_options"}}')
    async with provider_with(refusal, GOOD) as (provider, server):
        assert (await hear(provider, "hi")).text == "Hello"
        assert (await hear(provider, "hi")).text == "Hello"
    assert ["stream_options" in asked.body for asked in server.asked] == [True, False, False]


async def test_a_refusal_for_another_reason_is_not_asked_again() -> None:
    async with provider_with(whole("400 Bad Request", b'{"error": {"message": "no"}}'), GOOD) as (provider, server):
        assert (await hear(provider, "hi")).failure.kind is FailureKind.BAD_REQUEST
        assert len(server.asked) == 1


async def test_a_whole_json_answer_to_a_request_for_a_stream_is_not_understood() -> None:
    body = b'{"choices": [{"message": {"content": "all at once"}}]}'
    async with provider_with(whole("200 OK", body)) as (provider, _):
        assert (await hear(provider, "hi")).failure.kind is FailureKind.NOT_UNDERSTOOD


async def test_garbage_in_the_stream_is_not_understood_and_keeps_the_text() -> None:
    heard = await heard_from(b": a comment\n\n", chunk({"content": "half"}), b"data: {oops\n\n")
    assert (heard.text, heard.failure.kind) == ("half", FailureKind.NOT_UNDERSTOOD)


async def test_line_separators_of_unicode_end_no_line() -> None:
    event = {"choices": [{"delta": {"content": "a\u2028b\x85c"}, "finish_reason": "stop"}]}
    raw = f"data: {json.dumps(event, ensure_ascii=False)}\r\n\r\n".encode()
    assert (await heard_from(raw, DONE)).text == "a\nbc"


async def test_slow_bytes_come_as_they_come() -> None:
    event = {"choices": [{"delta": {"content": "Grüße 😀"}, "finish_reason": "stop"}]}
    answer = f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode() + DONE
    heard = await heard_from(*(answer[place : place + 1] for place in range(len(answer))))
    assert heard.text == "Grüße 😀"


async def test_closing_the_iterator_leaves_the_server_at_once() -> None:
    stuck = streamed(chunk({"content": "half"}), for_ever)
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


async def test_what_is_sent() -> None:
    async with provider_with(GOOD) as (provider, server):
        await hear(provider, request(model="thinker", system="Be kind.", effort=Effort.LOW, limit=9000))
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert asked.headers["authorization"] == "Bearer test-key-12345"
    assert asked.body == {
        "model": "thinker",
        "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "hi"}],
        "max_tokens": 500,
        "stream": True,
        "stream_options": {"include_usage": True},
        "reasoning_effort": "low",
    }


async def test_a_server_without_a_key_gets_none_and_its_own_name_for_the_limit() -> None:
    preset = replace(SOMEBODY, length_field="max_completion_tokens")
    async with provider_with(GOOD, preset=preset, key=None) as (provider, server):
        await hear(provider, request(effort=Effort.MAX))
    assert "authorization" not in server.asked[0].headers
    assert server.asked[0].body["max_completion_tokens"] == 1000
    assert "reasoning_effort" not in server.asked[0].body


async def test_beginnings_are_continued_where_the_server_can_and_asked_for_elsewhere() -> None:
    turns = (Turn(from_user=True, text="Count."), Turn(from_user=False, text="One, t"))
    for can, last in ((True, ("assistant", "One, t")), (False, ("user", GO_ON))):
        async with provider_with(GOOD, preset=replace(SOMEBODY, can_begin_answer=can)) as (provider, server):
            await hear(provider, request(turns=turns))
        message = server.asked[0].body["messages"][-1]
        assert (message["role"], message["content"]) == last


async def test_ollamas_own_list_is_used_where_there_is_no_other() -> None:
    tags = whole("200 OK", b'{"models": [{"name": "qwen3:8b", "model": "qwen3:8b"}]}')
    async with provider_with(whole("404 Not Found", b"404 page not found"), tags, preset=OLLAMA) as (provider, server):
        (model,) = await provider.list_models()
    assert str(model.ref) == "ollama/qwen3:8b"
    assert [asked.path for asked in server.asked] == ["/v1/models", "/api/tags"]


@pytest.mark.parametrize("path", ["", "/", "/chat/completions"])
def test_the_address_may_be_given_with_or_without_its_path(path: str) -> None:
    assert server_address(f"http://127.0.0.1:1/v1{path}") == "http://127.0.0.1:1/v1"
