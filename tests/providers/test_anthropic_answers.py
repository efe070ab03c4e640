"""The Anthropic protocol where servers and networks misbehave."""

from __future__ import annotations

import asyncio
import json

import pytest

from javari_tui.domain.models import FailureKind, StopReason, TextPiece, Usage
from tests.providers.anthropic_asking import BLOCKS, GOOD, heard_from, provider_with
from tests.providers.asking import hear, request
from tests.providers.raw_server import (
    PING,
    block,
    for_ever,
    message_end,
    message_start,
    sse,
    streamed,
    text_block,
    whole,
)


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


async def test_signed_thinking_is_given_back_to_replay() -> None:
    heard = await heard_from(message_start(), THINKING, message_end())
    assert json.loads(heard.finished.replay) == BLOCKS


async def test_calls_go_back_with_the_thinking_before_them_each_as_it_was_told() -> None:
    tools = [
        block(
            number,
            {"type": "tool_use", "id": given, "name": "n", "input": {}},
            {"type": "input_json_delta", "partial_json": pieces[0]},
            {"type": "input_json_delta", "partial_json": pieces[1]},
        )
        for number, given, pieces in ((3, "same", ('{"a"', ": 1}")), (4, "same", ("{b", "ad")), (5, "", ("", "")))
    ]
    heard = await heard_from(message_start(), THINKING, *tools, message_end("tool_use"))
    ids = [call.id for call in heard.tools]
    assert ids[0] == "same" and len(set(ids)) == 3 and all(ids), "servers refuse ids that are empty or come twice"
    assert [call.arguments for call in heard.tools] == ['{"a": 1}', "{bad", "{}"]
    inputs = [{"a": 1}, {"_raw": "{bad"}, {}]
    called = [
        {"type": "tool_use", "id": given, "name": "n", "input": found} for given, found in zip(ids, inputs, strict=True)
    ]
    assert json.loads(heard.finished.replay) == [*BLOCKS, *called]
    assert heard.finished.reason is StopReason.TOOL_USE


async def test_calls_of_servers_that_leave_things_out_are_told_and_waited_for() -> None:
    start = sse({"type": "content_block_start", "index": 0, "content_block": {"type": "tool_use", "name": "n"}})
    heard = await heard_from(message_start(), start, message_end("end_turn"))
    assert [(call.name, call.arguments) for call in heard.tools] == [("n", "{}")]
    assert heard.finished.reason is StopReason.TOOL_USE
    assert (await heard_from(message_start(), text_block(0, "x"), message_end("tool_use"))).finished.reason is (
        StopReason.END
    ), "nobody waits for the answers to calls that there are none of"


async def test_thinking_at_the_end_cannot_be_sent_back() -> None:
    tool = block(0, {"type": "tool_use", "id": "t", "name": "n", "input": {"a": 1}})
    thought = block(1, {"type": "thinking", "thinking": "Hm.", "signature": "x"})
    heard = await heard_from(message_start(), tool, thought, message_end("tool_use"))
    assert heard.finished.replay == ""
    assert [call.arguments for call in heard.tools] == ['{"a": 1}']


@pytest.mark.parametrize("end", [message_end(), b""])
async def test_what_was_held_back_as_a_sequence_comes_before_the_end(end: bytes) -> None:
    heard = await heard_from(message_start(), text_block(0, "a\x1b]0;tit", "le"), end)
    assert heard.text == "a␛]0;title"


async def test_plain_text_needs_no_replay() -> None:
    assert (await heard_from(message_start(), text_block(0, "x"), message_end())).finished.replay == ""
