"""Servers known by name."""

from __future__ import annotations

import pytest

from javari_tui.domain.models import Effort
from javari_tui.providers.presets import DEFAULT_CLAUDE, Preset, Protocol, custom_preset, is_loopback, presets


def named(name: str, environ: dict[str, str] | None = None) -> Preset:
    """The preset of this name."""
    return next(preset for preset in presets(environ or {}) if preset.name == name)


def test_every_server_of_the_product_is_known() -> None:
    assert [preset.name for preset in presets({})] == [
        "anthropic", "openai", "openrouter", "deepseek", "moonshot", "zai", "ollama", "lmstudio", "llamacpp", "vllm",
    ]  # fmt: skip


def test_claude_comes_with_its_models_and_what_they_can_do() -> None:
    info = named("anthropic").info
    assert info.known_models[0].ref.model == DEFAULT_CLAUDE == "claude-opus-5-5"
    assert info.known_models[0].context_tokens == 1_000_000
    assert Effort.XHIGH in info.known_models[0].efforts
    assert (info.key_variable, info.other_key_variable) == ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
    assert info.needs_key


def test_the_users_address_for_claude_is_honoured_as_somebody_elses() -> None:
    moved = named("anthropic", {"ANTHROPIC_BASE_URL": "http://127.0.0.1:4000"})
    assert moved.base_url == "http://127.0.0.1:4000"
    assert not moved.is_claude_api
    assert named("anthropic", {"ANTHROPIC_BASE_URL": "https://api.anthropic.com/"}).is_claude_api
    assert not named("anthropic", {"ANTHROPIC_BASE_URL": "https://anthropic.com.evil.example"}).is_claude_api


def test_local_servers_are_local_and_need_no_key() -> None:
    for name in ("ollama", "lmstudio", "llamacpp", "vllm"):
        info = named(name).info
        assert (info.is_local, info.needs_key) == (True, False)
        assert is_loopback(info.base_url)


def test_a_custom_server_joins_or_replaces() -> None:
    mine = custom_preset(name="mine", protocol="openai", base_url="http://localhost:9999/v1")
    other = custom_preset(
        name="openai", title="Proxy", protocol="anthropic", base_url="https://p.example", key_variable="PROXY_KEY"
    )
    found = {preset.name: preset for preset in presets({}, (mine, other))}
    assert (found["mine"].title, found["mine"].is_local, found["mine"].needs_key) == ("mine", True, False)
    assert found["openai"].protocol is Protocol.ANTHROPIC
    assert (found["openai"].is_local, found["openai"].needs_key) == (False, True)


def test_a_protocol_nobody_speaks_is_refused() -> None:
    with pytest.raises(ValueError, match="gopher"):
        custom_preset(name="x", protocol="gopher", base_url="gopher://x")


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("http://localhost:1/v1", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8080/v1", True),
        ("http://user@localhost:1", True),
        ("http://localhost.example.com", False),
        ("https://example.com/localhost", False),
        ("http://localhost@example.com:80/", False),
    ],
)
def test_what_is_on_this_machine(address: str, is_here: bool) -> None:
    assert is_loopback(address) is is_here
