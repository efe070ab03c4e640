"""Both protocols, against a model server somebody else wrote, over TCP: the same events whichever is spoken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from javari_tui.domain.models import FailureKind, StopReason, TextPiece, Turn, Usage
from javari_tui.providers.anthropic_messages import AnthropicMessages
from javari_tui.providers.base import Provider
from javari_tui.providers.openai_chat import OpenAIChat
from javari_tui.providers.patience import Patience
from javari_tui.providers.presets import Preset, Protocol
from tests.model_server import ModelServer
from tests.providers.asking import hear, key_of, request
from tests.providers.raw_server import chunk, for_ever, raw_server, streamed, text_block

PATIENCE = 30.0
"""Seconds until what never comes fails a test."""
BOTH = [Protocol.ANTHROPIC, Protocol.OPENAI]


def provider_at(server: ModelServer, protocol: Protocol, *, silence: float | None = None) -> Provider:
    """A provider of this protocol at the server."""
    is_anthropic = protocol is Protocol.ANTHROPIC
    preset = Preset(
        name="test",
        title="Test",
        protocol=protocol,
        base_url=server.base_url if is_anthropic else server.openai_url,
    )
    make = AnthropicMessages if is_anthropic else OpenAIChat
    return make(preset, key_of("secret-test-key"), patience=Patience(silence=silence))


@pytest.fixture(params=BOTH)
async def provider(request: pytest.FixtureRequest, model_server: ModelServer) -> AsyncIterator[Provider]:
    """A provider of each protocol in turn."""
    model_server.reset()
    made = provider_at(model_server, request.param)
    yield made
    await made.close()


async def test_a_plain_answer_comes_in_pieces_with_usage_and_an_end(provider: Provider) -> None:
    heard = await hear(provider, "say hello")
    assert heard.text == "Hello! How can I help you today?"
    assert sum(isinstance(event, TextPiece) for event in heard.events) > 1
    assert heard.usage == Usage(input=12, output=9)
    assert heard.finished.reason is StopReason.END


async def test_system_and_turns_arrive_as_they_were_asked(provider: Provider, model_server: ModelServer) -> None:
    turns = (
        Turn(from_user=True, text="One?"),
        Turn(from_user=False, text="One."),
        Turn(from_user=True, text="Tw\ud800o?"),
    )
    await hear(provider, request(model="some-model", system="Be brief.", turns=turns))
    received = model_server.journal()[-1]
    assert received.model == "some-model"
    assert received.turns == [("system", "Be brief."), ("user", "One?"), ("assistant", "One."), ("user", "Tw�o?")]
    assert "temperature" not in received.body


async def test_thinking_comes_apart_from_the_text(provider: Provider) -> None:
    heard = await hear(provider, "think first")
    assert heard.thinking == "Let me count: forty, forty-one, forty-two. That must be it."
    assert heard.text == "The answer is 42."


async def test_parallel_tool_calls_come_whole(provider: Provider) -> None:
    heard = await hear(provider, "use tools")
    assert heard.text == "Let me look."
    assert [(tool.id, tool.name, tool.arguments) for tool in heard.tools] == [
        ("toolu_1", "get_weather", '{"city":"Paris"}'),
        ("toolu_2", "get_time", '{"zone":"Europe/Paris"}'),
    ]
    assert heard.finished.reason is StopReason.TOOL_USE


async def test_characters_cut_in_half_by_the_server_are_put_together(provider: Provider) -> None:
    assert (await hear(provider, "split emoji")).text == "Yes 😀👩‍💻❤️!"


async def test_nothing_a_terminal_would_obey_gets_through(provider: Provider) -> None:
    heard = await hear(provider, "attack the terminal")
    assert heard.text == "Safe text here [bold]not markup[/bold] [@click=app.quit]x[/]."


async def test_usage_that_is_not_reported_is_not_made_up(provider: Provider) -> None:
    heard = await hear(provider, "without usage")
    assert heard.text == "Nobody counted."
    assert heard.finished.reason is StopReason.END


async def test_the_length_limit_is_told(provider: Provider) -> None:
    assert (await hear(provider, "reach the limit")).finished.reason is StopReason.LENGTH


@pytest.mark.parametrize(
    ("word", "kind", "status"),
    [
        ("fail 400", FailureKind.BAD_REQUEST, 400),
        ("fail too long", FailureKind.TOO_LONG, 400),
        ("fail 401", FailureKind.BAD_KEY, 401),
        ("fail 402", FailureKind.NO_CREDIT, 402),
        ("fail 403", FailureKind.FORBIDDEN, 403),
        ("fail 404", FailureKind.NO_SUCH_MODEL, 404),
        ("fail 429", FailureKind.RATE_LIMITED, 429),
        ("fail 500", FailureKind.SERVER, 500),
        ("fail 529", FailureKind.OVERLOADED, 529),
    ],
)
async def test_each_refusal_has_its_kind(provider: Provider, word: str, kind: FailureKind, status: int) -> None:
    failure = (await hear(provider, word)).failure
    assert (failure.kind, failure.status) == (kind, status)
    assert failure.detail
    assert failure.request_id.startswith("req-")


async def test_a_long_wait_is_told_at_once_and_not_obeyed(provider: Provider, model_server: ModelServer) -> None:
    async with asyncio.timeout(PATIENCE):
        failure = (await hear(provider, "fail 429")).failure
    assert failure.retry_after == 120
    assert len(model_server.journal()) == 1, "retries are the service's"


async def test_an_overloaded_server_is_asked_once(provider: Provider, model_server: ModelServer) -> None:
    assert (await hear(provider, "flaky")).failure.kind is FailureKind.OVERLOADED
    assert (await hear(provider, "flaky")).text == "Now it works."
    assert len(model_server.journal()) == 2


async def test_a_broken_connection_keeps_the_part_that_came(provider: Provider) -> None:
    heard = await hear(provider, "be cut off")
    assert heard.text.startswith("This answer begins well")
    assert heard.failure.kind is FailureKind.CUT_OFF


@pytest.mark.parametrize("protocol", BOTH)
async def test_a_silent_server_is_given_up(model_server: ModelServer, protocol: Protocol) -> None:
    provider = provider_at(model_server, protocol, silence=0.3)
    assert (await hear(provider, "stay silent")).failure.kind is FailureKind.TIMED_OUT
    await provider.close()


async def test_nobody_there_is_unreachable() -> None:
    nowhere = ModelServer("http://127.0.0.1:9")
    for protocol in BOTH:
        provider = provider_at(nowhere, protocol)
        failure = (await hear(provider, "say hello")).failure
        assert failure.kind is FailureKind.UNREACHABLE
        assert failure.status is None
        await provider.close()


async def test_an_address_that_is_none_is_unreachable() -> None:
    for address in ("nonsense", "http://[", "http://127.0.0.1:99999"):
        for protocol in BOTH:
            provider = provider_at(ModelServer(address), protocol)
            assert (await hear(provider, "say hello")).failure.kind is FailureKind.UNREACHABLE, (address, protocol)
            await provider.close()


async def test_cancelling_ends_the_request_at_once(provider: Provider) -> None:
    begun = asyncio.Event()
    pieces = 0

    async def listen() -> None:
        nonlocal pieces
        async for event in provider.stream(request("answer slowly")):
            if isinstance(event, TextPiece):
                pieces += 1
                begun.set()

    task = asyncio.create_task(listen())
    await begun.wait()
    heard = pieces
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert pieces == heard
    assert (await hear(provider, "say hello")).finished, "the provider is as good as before"


@pytest.mark.parametrize("protocol", BOTH)
async def test_cancelling_waits_for_no_more_words_of_the_server(protocol: Protocol) -> None:
    begins = text_block(0, "Well")[:-20] if protocol is Protocol.ANTHROPIC else chunk({"content": "Well"})
    async with raw_server(streamed(begins, for_ever)) as server:
        provider = provider_at(ModelServer(server.url), protocol)
        begun = asyncio.Event()

        async def listen() -> None:
            async for _event in provider.stream(request("hi")):
                begun.set()

        task = asyncio.create_task(listen())
        async with asyncio.timeout(PATIENCE):
            await begun.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await server.was_left.wait()
        await provider.close()


async def test_several_answers_at_once_do_not_mix(provider: Provider) -> None:
    heard = await asyncio.gather(*(hear(provider, word) for word in ("say hello", "think first", "show markdown")))
    assert heard[0].text == "Hello! How can I help you today?"
    assert heard[1].text == "The answer is 42."
    assert heard[2].text.startswith("# Reading a file in Python")
    assert "👩‍💻" in heard[2].text


async def test_models_are_listed(provider: Provider) -> None:
    models = await provider.list_models()
    assert "gpt-4o" in [info.ref.model for info in models]
    assert {info.ref.provider for info in models} == {"test"}
