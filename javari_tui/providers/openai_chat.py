"""Every server that speaks the OpenAI-chat protocol, over plain HTTP: no SDK is imported for it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import Failure, ModelEvent, ModelInfo, ModelRequest
from javari_tui.providers.exchange import (
    converse,
    open_http,
    read_start,
    refuse_unless_stream,
    translated,
    without_key,
)
from javari_tui.providers.failures import failure_of_answer
from javari_tui.providers.model_lists import parse_models
from javari_tui.providers.openai_events import OpenAIReader
from javari_tui.providers.openai_request import build_request
from javari_tui.providers.server_provider import ServerProvider

if TYPE_CHECKING:
    import httpx2


class OpenAIChat(ServerProvider["httpx2.AsyncClient"]):
    """A provider over the OpenAI-chat protocol."""

    _counts_usage = True
    """Until the server refuses to be asked for usage."""

    def _build(self) -> httpx2.AsyncClient:
        return open_http(self._preset, self._patience)

    async def _ask(self, request: ModelRequest, key: str | None) -> AsyncGenerator[ModelEvent]:
        http = await self._client.get()
        with translated():
            async with self._open_answer(http, request, key) as response:
                await refuse_unless_stream(response)
                reader = OpenAIReader(dict(response.headers))
                async with aclosing(converse(response.aiter_bytes(), reader)) as events:
                    async for event in events:
                        yield event

    @asynccontextmanager
    async def _open_answer(
        self, http: httpx2.AsyncClient, request: ModelRequest, key: str | None
    ) -> AsyncIterator[httpx2.Response]:
        """The response to read. A server that does not know `stream_options` is asked again without."""
        asked_for_usage = self._counts_usage
        response = await self._post(http, request, key)
        try:
            if response.is_success:
                yield response
                return
            failure = await _failure(response, key)
        finally:
            await response.aclose()
        if not (asked_for_usage and failure.status in (400, 422) and "stream_options" in failure.detail):
            raise ModelError(failure)
        self._counts_usage = False
        async with self._open_answer(http, request, key) as response:
            yield response

    async def _post(self, http: httpx2.AsyncClient, request: ModelRequest, key: str | None) -> httpx2.Response:
        body = build_request(request, self._preset, self._models.get(request.model), counts_usage=self._counts_usage)
        url = f"{server_address(self._preset.base_url)}/chat/completions"
        return await http.send(http.build_request("POST", url, json=body, headers=_headers(key)), stream=True)

    async def list_models(self) -> tuple[ModelInfo, ...]:
        """The server's list, Ollama's own one where there is no other. Raises ModelError when it cannot be had."""
        key = await self._usable_key()
        address = server_address(self._preset.base_url)
        try:
            body = await self._get(self._preset.models_url or f"{address}/models", key)
        except ModelError as error:
            if error.failure.status not in (404, 405):
                raise
            body = await self._get(f"{address.removesuffix('/v1')}/api/tags", key)
        return self._keep(parse_models(self._preset.name, body, self._preset.known_models))

    async def _get(self, url: str, key: str | None) -> bytes:
        http = await self._client.get()
        with translated():
            async with http.stream("GET", url, headers=_headers(key)) as response:
                if not response.is_success:
                    raise ModelError(await _failure(response, key))
                return await response.aread()

    async def close(self) -> None:
        """Give back connections."""
        if (http := self._client.take()) is not None:
            await http.aclose()


def server_address(base_url: str) -> str:
    """The address that `/chat/completions` follows."""
    return base_url.rstrip("/").removesuffix("/completions").removesuffix("/chat").rstrip("/")


def _headers(key: str | None) -> dict[str, str]:
    headers = {"accept": "text/event-stream, application/json"}
    return {**headers, "authorization": f"Bearer {key}"} if key else headers


async def _failure(response: httpx2.Response, key: str | None) -> Failure:
    """What a refusal means. A page for a browser, or a way elsewhere, is not this protocol."""
    failure = failure_of_answer(response.status_code, await read_start(response), headers=response.headers)
    return without_key(failure, key)
