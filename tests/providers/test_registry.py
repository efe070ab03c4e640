"""Providers by name."""

from __future__ import annotations

import pytest

from javari_tui.domain.errors import NotFound
from javari_tui.providers.presets import OLLAMA, at, presets
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.providers.scripted import Scripted, saying
from tests.providers.asking import hear
from tests.providers.raw_server import DONE, chunk, raw_server, streamed

GOOD = streamed(chunk({"content": "Hello"}), chunk(finish="stop"), DONE)


async def key_for(name: str) -> str | None:
    """A key that says whose it is."""
    return f"key-of-{name}"


async def test_a_provider_is_made_once_and_asks_for_its_own_key() -> None:
    async with raw_server(GOOD) as server:
        registry = ProviderRegistry([at(OLLAMA, f"{server.url}/v1")], key_for)
        assert registry.get("ollama") is registry.get("ollama")
        assert (await hear(registry.get("ollama"), "hi")).text == "Hello"
        await registry.close()
    assert server.asked[0].headers["authorization"] == "Bearer key-of-ollama"


def test_an_unknown_name_is_not_there() -> None:
    with pytest.raises(NotFound):
        ProviderRegistry([], key_for).get("nobody")


async def test_one_made_elsewhere_is_found_first() -> None:
    registry = ProviderRegistry(presets({}), key_for)
    guide = Scripted([saying("I am the guide.")], name="guide", title="Guide")
    registry.register(guide)
    assert registry.get("guide") is guide
    assert [info.name for info in registry.infos()][:2] == ["guide", "anthropic"]
    await registry.close()


async def test_a_server_found_elsewhere_replaces_what_was_known_of_it() -> None:
    registry = ProviderRegistry([OLLAMA], key_for)
    before = registry.get("ollama")
    registry.add(OLLAMA)
    assert registry.get("ollama") is before, "nothing changed"
    registry.add(at(OLLAMA, "http://127.0.0.1:9/v1"))
    assert registry.get("ollama") is not before
    assert registry.get("ollama").info.base_url == "http://127.0.0.1:9/v1"
    assert len(registry.infos()) == 1
    await registry.close()
