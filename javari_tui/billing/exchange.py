"""One request and its answer over HTTP: bounded in size and time, never redirected, errors of the network as ours."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from javari_tui import __version__
from javari_tui.billing.addresses import is_loopback
from javari_tui.billing.causes import cause_of
from javari_tui.billing.checked import Fields
from javari_tui.billing.misunderstood import Misunderstood
from javari_tui.billing.strict_json import read_object
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.untrusted_text import clean

if TYPE_CHECKING:
    import httpx2

_log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
_LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Seconds that an endpoint is waited for."""

    connect: float = 5.0
    silence: float = 15.0
    whole: float = 30.0
    """However busily it trickles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked."""

    path: str
    limit: int
    """Bytes that the answer may have."""
    method: str = "GET"
    body: bytes = b""
    kind: str = "application/json"
    """What the body is."""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came, whole, and not yet believed."""

    status: int
    headers: Mapping[str, str]
    """Without regard to case."""
    body: bytes
    sent_at: datetime
    took: timedelta

    @property
    def kind(self) -> str:
        """What the body says that it is."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def fields(self, *kinds: str) -> Fields:
        """The object that it is, of one of these kinds. Misunderstood: it is none."""
        if self.kind not in kinds:
            raise Misunderstood(f"{self.kind or 'something without a type'} instead of {kinds[0]}")
        return Fields(read_object(self.body))


class NotSent(BillingError):
    """There was no connection: the endpoint got nothing, so nothing was done there."""

    def __init__(self, detail: str) -> None:
        super().__init__(BillingTrouble.UNREACHABLE, detail=detail)


class Exchange:
    """Asks one endpoint. The library for it is loaded, and the client made, with the first question."""

    def __init__(self, endpoint: str, waiting: Waiting = Waiting()) -> None:
        """`endpoint` is an address as `addresses.endpoint_of` gives it."""
        self.endpoint = endpoint
        self._waiting = waiting
        self._client: httpx2.AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def ask(self, question: Question) -> Answer:
        """The answer, whatever its status. BillingError: there is none, it leads elsewhere, or it is too large."""
        client = await self._opened()
        sent_at, clock = datetime.now(UTC), asyncio.get_running_loop().time
        began = clock()
        with self._translated():
            async with asyncio.timeout(self._waiting.whole), _stream(client, self.endpoint, question) as response:
                took = timedelta(seconds=clock() - began)
                body = await _body(response, question.limit)
        headers = response.headers
        return Answer(status=response.status_code, headers=headers, body=body, sent_at=sent_at, took=took)

    async def close(self) -> None:
        """Give back connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _opened(self) -> httpx2.AsyncClient:
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(self._open)
            return self._client

    def _open(self) -> httpx2.AsyncClient:
        """In a thread: the import and reading certificates take a tenth of a second each."""
        from http.cookiejar import CookieJar, DefaultCookiePolicy  # noqa: PLC0415 - comes with the library below

        import httpx2  # noqa: PLC0415 - not before an endpoint is asked

        waiting = self._waiting
        with self._translated():
            return httpx2.AsyncClient(
                timeout=httpx2.Timeout(waiting.silence, connect=waiting.connect),
                limits=httpx2.Limits(max_connections=8, keepalive_expiry=4),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                headers={"User-Agent": f"javari/{__version__}", "Accept-Encoding": "identity"},
                follow_redirects=False,
                # A proxy for the outside world does not reach servers on this machine.
                trust_env=not is_loopback(self.endpoint),
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Errors of the HTTP library and of reading as BillingError."""
        import httpx2  # noqa: PLC0415 - see below

        try:
            yield
        except (httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ConnectError) as error:
            raise NotSent(self._cause_of(error)) from error
        except (TimeoutError, httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            raise BillingError(BillingTrouble.UNREACHABLE, detail=self._cause_of(error)) from error
        except (httpx2.InvalidURL, ValueError, AssertionError, RecursionError) as error:
            raise BillingError(BillingTrouble.NOT_UNDERSTOOD, detail=self._cause_of(error)) from error

    def _cause_of(self, error: BaseException) -> str:
        """Why there is no answer, for the user; the words of the library go into the log."""
        _log.info("%s: %s %s", self.endpoint, type(error).__name__, clean(str(error))[:_LONGEST_DETAIL])
        return cause_of(error, urlsplit(self.endpoint).netloc)


def _stream(
    client: httpx2.AsyncClient, endpoint: str, question: Question
) -> AbstractAsyncContextManager[httpx2.Response]:
    headers = dict(question.headers) | {"Accept": f"application/json, {PROBLEM}"}
    if question.body:
        headers["Content-Type"] = question.kind
    return client.stream(question.method, endpoint + question.path, content=question.body or None, headers=headers)


async def _body(response: httpx2.Response, limit: int) -> bytes:
    """The body as it comes over the line: what is packed could unpack without end."""
    if 300 <= response.status_code < 400 and response.status_code != 304:
        raise Misunderstood(f"it leads elsewhere: {response.headers.get('location', '')[:100]}")
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise Misunderstood("it is packed, though nobody asked for that")
    length = response.headers.get("content-length", "")
    if len(length) > 12 or (length.isascii() and length.isdigit() and int(length) > limit):
        raise Misunderstood(f"it says that it has {length[:20]} bytes")
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > limit:
            raise Misunderstood(f"it has more than {limit} bytes")
    return bytes(body)
