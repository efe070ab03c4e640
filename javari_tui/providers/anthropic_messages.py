"""Claude, and every server that speaks the Anthropic protocol, through Anthropic's SDK.

The SDK is imported and its client built in a thread: either takes a second or more. It sends the request and
keeps the connections; the stream is read by `server_events`, because the SDK makes models of every piece and
raises five kinds of errors for the ways a stream can end.
"""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import FailureKind, ModelEvent, ModelInfo, ModelRequest
from javari_tui.providers.anthropic_events import AnthropicReader
from javari_tui.providers.anthropic_request import build_request
from javari_tui.providers.exchange import (
    cause_of,
    check_address,
    converse,
    refuse_unless_stream,
    translated,
    without_key,
)
from javari_tui.providers.failures import failure_of_answer, model_error
from javari_tui.providers.model_lists import parse_models
from javari_tui.providers.patience import Patience
from javari_tui.providers.presets import Preset, is_loopback
from javari_tui.providers.server_provider import ServerProvider

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

_NO_KEY = "none"
"""Local servers want some key and look at none; the SDK would otherwise send the user's Anthropic key there."""


class AnthropicMessages(ServerProvider["AsyncAnthropic"]):
    """A provider over the Anthropic protocol."""

    def _build(self) -> AsyncAnthropic:
        return _build_client(self._preset, self._patience)

    async def _ask(self, request: ModelRequest, key: str | None) -> AsyncGenerator[ModelEvent]:
        client = await self._client_for(key)
        body = build_request(request, self._preset, self._models.get(request.model))
        with _translated_for(key):
            async with client.messages.with_streaming_response.create(stream=True, **body) as response:
                http = response.http_response
                await refuse_unless_stream(http)
                reader = AnthropicReader(dict(http.headers))
                async with aclosing(converse(http.aiter_bytes(), reader)) as events:
                    async for event in events:
                        yield event

    async def list_models(self) -> tuple[ModelInfo, ...]:
        """The server's list. Raises ModelError when it cannot be had."""
        key = await self._usable_key()
        client = await self._client_for(key)
        import httpx2  # noqa: PLC0415 - imported by now, with the client

        url = self._preset.models_url or "/v1/models?limit=1000"
        with _translated_for(key):
            response = await client.get(url, cast_to=httpx2.Response)
            found = parse_models(self._preset.name, response.content, self._preset.known_models)
        return self._keep(found)

    async def close(self) -> None:
        """Give back connections."""
        if (client := self._client.take()) is not None:
            await client.close()

    async def _client_for(self, key: str | None) -> AsyncAnthropic:
        """The client with the key of this moment, over the same connections."""
        client = await self._client.get()
        if key is None:
            return client
        # The SDK sends a key as a bearer token; others document x-api-key, so they get both.
        headers = {} if self._preset.is_claude_api else {"x-api-key": key}
        return client.copy(api_key=key, default_headers=headers)


def server_address(base_url: str) -> str:
    """The address the SDK wants: without the path it adds itself."""
    address = base_url.rstrip("/")
    for ending in ("/messages", "/v1"):
        address = address.removesuffix(ending).rstrip("/")
    return address


def _build_client(preset: Preset, patience: Patience) -> AsyncAnthropic:
    """Import, build, and touch what the first request would otherwise import."""
    import anthropic  # noqa: PLC0415 - 1.8 s and 75 MiB

    check_address(preset.base_url)
    with translated():
        client = anthropic.AsyncAnthropic(
            api_key=_NO_KEY,
            base_url=server_address(preset.base_url),
            # Retries are the service's: visible, and stoppable.
            max_retries=0,
            timeout=anthropic.Timeout(patience.silence or preset.silence, connect=patience.connect),
            open_telemetry=False,
            default_headers=_unwanted_headers(preset),
            http_client=anthropic.DefaultAsyncHttpxClient(trust_env=False) if is_loopback(preset.base_url) else None,
        )
    _ = client.messages.with_streaming_response
    return client


@contextmanager
def _translated_for(key: str | None) -> Iterator[None]:
    """Errors of the SDK, and of the HTTP library below it, as ModelError."""
    import anthropic  # noqa: PLC0415 - imported long before, by `_build_client`

    try:
        with translated():
            yield
    except anthropic.APIStatusError as error:
        failure = failure_of_answer(error.status_code, error.body or error.message, headers=error.response.headers)
        raise ModelError(without_key(failure, key)) from error
    except anthropic.APIConnectionError as error:
        raise model_error(_kind_of_silence(error), cause_of(error)) from error
    except anthropic.AnthropicError as error:
        raise model_error(FailureKind.NOT_UNDERSTOOD, cause_of(error)) from error


def _unwanted_headers(preset: Preset) -> dict[str, Any]:
    """Takes back the headers the SDK adds from the environment, which may be secrets of another server."""
    import anthropic  # noqa: PLC0415 - imported by the caller

    if preset.is_users_claude:
        return {}
    lines = os.environ.get("ANTHROPIC_CUSTOM_HEADERS", "").split("\n")
    return {line.partition(":")[0].strip(): anthropic.omit for line in lines if ":" in line}


def _kind_of_silence(error: Exception) -> FailureKind:
    """No answer at all: nobody there, or somebody who says nothing."""
    import httpx2  # noqa: PLC0415 - imported long before

    is_slow = isinstance(error.__cause__, httpx2.TimeoutException)
    is_absent = isinstance(error.__cause__, httpx2.ConnectTimeout | httpx2.PoolTimeout)
    return FailureKind.TIMED_OUT if is_slow and not is_absent else FailureKind.UNREACHABLE
