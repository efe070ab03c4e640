"""A provider of the Anthropic protocol at a server whose bytes are scripted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from javari_tui.domain.models import ModelRequest
from javari_tui.providers.anthropic_messages import AnthropicMessages
from javari_tui.providers.patience import Patience
from javari_tui.providers.presets import Preset, at, presets
from tests.providers.asking import Heard, hear, key_of, request
from tests.providers.raw_server import (
    Asked,
    Part,
    RawServer,
    message_end,
    message_start,
    raw_server,
    streamed,
    text_block,
)

CLAUDE = next(preset for preset in presets({}) if preset.name == "anthropic")
SOMEBODY = replace(CLAUDE, name="somebody", is_claude_api=False, is_users_claude=False, needs_key=False)
GOOD = streamed(message_start(input_tokens=5), text_block(0, "Hello"), message_end(output_tokens=2))


@asynccontextmanager
async def provider_with(
    *answers: list[Part], preset: Preset = SOMEBODY, key: str | None = "test-key-12345", silence: float = 5.0
) -> AsyncIterator[tuple[AnthropicMessages, RawServer]]:
    """A provider at a server with these answers."""
    async with raw_server(*answers) as server:
        provider = AnthropicMessages(at(preset, server.url), key_of(key), patience=Patience(silence=silence))
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


BLOCKS = [
    {"type": "thinking", "thinking": "Let me see.", "signature": "c2lnbmVk"},
    {"type": "redacted_thinking", "data": "aGlkZGVu"},
    {"type": "text", "text": "So."},
]
