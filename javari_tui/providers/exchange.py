"""The part of a request both protocols share: the HTTP client, what the network does, reading until the end mark."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Iterator
from contextlib import aclosing, contextmanager, suppress
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import Failed, Failure, FailureKind, ModelEvent
from javari_tui.providers.failures import describe, detail_of, failure_of_answer, model_error
from javari_tui.providers.pace import in_breaths
from javari_tui.providers.patience import Patience
from javari_tui.providers.presets import Preset, is_loopback
from javari_tui.providers.server_events import JsonObject, read_events

if TYPE_CHECKING:
    import httpx2

_DRAIN_SECONDS = 0.25
_READ_OF_ERROR = 65_536


class AnswerReader(Protocol):
    """Makes events of what one protocol's stream says."""

    is_over: bool
    """The end mark has come: nothing after it matters."""
    has_stopped: bool
    """The model has said why it stopped: the answer is whole, even if the connection breaks now."""

    def read(self, event: JsonObject) -> list[ModelEvent]:
        """What one object of the stream means. Raises ModelError for an error inside the stream."""

    def end(self) -> ModelEvent:
        """The last event, once the stream is at its end."""


async def converse(pieces: AsyncIterable[bytes], reader: AnswerReader) -> AsyncGenerator[ModelEvent]:
    """The events of a streamed answer, until its end mark or the end of the connection."""
    async with aclosing(in_breaths(pieces)) as breaths, aclosing(read_events(breaths)) as objects:
        try:
            with translated(is_in_answer=True):
                async for found in objects:
                    for event in reader.read(found):
                        yield event
                    if reader.is_over:
                        await _drain(objects)
                        break
        except ModelError:
            if not reader.has_stopped:
                raise
    yield reader.end()


async def _drain(objects: AsyncGenerator[JsonObject]) -> None:
    """Read the few bytes after the end mark, so that the connection can be used again."""
    with suppress(TimeoutError, ModelError), translated(is_in_answer=True):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for _ in objects:
                pass


@contextmanager
def translated(*, is_in_answer: bool = False) -> Iterator[None]:
    """Errors of the HTTP library, and of reading what came, as ModelError."""
    import httpx2  # noqa: PLC0415 - 0.14 s; the first request pays, in a thread where warm_up came first

    try:
        yield
    except (httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ConnectError) as error:
        raise model_error(FailureKind.UNREACHABLE, cause_of(error)) from error
    except httpx2.TimeoutException as error:
        raise model_error(FailureKind.TIMED_OUT) from error
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        raise model_error(FailureKind.CUT_OFF if is_in_answer else FailureKind.UNREACHABLE, cause_of(error)) from error
    except httpx2.InvalidURL as error:
        raise model_error(FailureKind.UNREACHABLE, error) from error
    except (ValueError, AssertionError, RecursionError) as error:
        raise model_error(FailureKind.NOT_UNDERSTOOD, error) from error


def cause_of(error: BaseException) -> str:
    """The words of the first cause that has any: libraries wrap the plain one."""
    while error.__cause__ is not None and str(error.__cause__):
        error = error.__cause__
    return str(error)


async def refuse_unless_stream(response: httpx2.Response) -> None:
    """Raise what a whole answer to a request for a stream means: an error, or a server that does not stream."""
    content_type = response.headers.get("content-type", "").lower()
    if not any(word in content_type for word in ("json", "html")) or "event-stream" in content_type:
        return
    body = await read_start(response)
    _, message = describe(body)
    if b'"error"' in body:
        raise ModelError(failure_of_answer(None, body, headers=response.headers))
    raise model_error(FailureKind.NOT_UNDERSTOOD, message[:300])


async def read_start(response: httpx2.Response) -> bytes:
    """The first 64 KiB of a body, which may be of any size."""
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) >= _READ_OF_ERROR:
            break
    return body[:_READ_OF_ERROR]


def check_address(base_url: str) -> None:
    """Raise ModelError for what is not an address: the libraries below fail on some in ways of their own."""
    try:
        parts = urlsplit(base_url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise model_error(FailureKind.UNREACHABLE, f"{base_url}: {error}") from error
    if not is_address:
        raise model_error(FailureKind.UNREACHABLE, base_url)


def open_http(preset: Preset, patience: Patience) -> httpx2.AsyncClient:
    """A client for this server, with one pool of connections. Takes 0.1 s: off the event loop's thread."""
    import httpx2  # noqa: PLC0415 - not before a model is used

    check_address(preset.base_url)
    return httpx2.AsyncClient(
        timeout=httpx2.Timeout(patience.silence or preset.silence, connect=patience.connect),
        # A proxy for the outside world does not reach servers on this machine.
        trust_env=not is_loopback(preset.base_url),
    )


def usable_key(preset: Preset, key: str | None) -> str | None:
    """The key fit for a header, or None where none is needed. Raises ModelError when it cannot be one."""
    key = (key or "").strip()
    if not key and preset.needs_key:
        raise model_error(FailureKind.NO_KEY)
    if key and not (key.isascii() and key.isprintable()):
        raise model_error(FailureKind.BAD_KEY)
    return key or None


def without_key(failure: Failure, key: str | None) -> Failure:
    """A refusal for want of a key is not a bad key."""
    if failure.kind is FailureKind.BAD_KEY and key is None:
        return Failure(
            kind=FailureKind.NO_KEY,
            detail=detail_of(failure.detail),
            status=failure.status,
            request_id=failure.request_id,
        )
    return failure


def ended_without_mark(*, was_understood: bool) -> Failed:
    """The end of a stream that gave no end mark: cut off, or never this protocol at all."""
    return Failed(Failure(kind=FailureKind.CUT_OFF if was_understood else FailureKind.NOT_UNDERSTOOD))
