"""What exactly is sent in the Anthropic protocol, with which key."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from javari_tui.domain.models import Effort, FailureKind, Turn
from javari_tui.providers.anthropic_messages import AnthropicMessages, server_address
from javari_tui.providers.presets import at
from javari_tui.providers.turns import GO_ON
from tests.providers.anthropic_asking import BLOCKS, CLAUDE, GOOD, SOMEBODY, asked_with, provider_with
from tests.providers.asking import hear, request
from tests.providers.raw_server import (
    raw_server,
    whole,
)


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


async def test_the_users_own_headers_go_to_his_claude_and_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Gateway: secret-of-the-gateway")
    gateway = replace(CLAUDE, is_claude_api=False)
    assert (await asked_with(gateway)).headers["x-gateway"] == "secret-of-the-gateway"
    assert "secret-of-the-gateway" not in json.dumps((await asked_with(SOMEBODY)).headers)
