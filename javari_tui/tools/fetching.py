"""`fetch_url`: the text of a page of the public internet.

The host is looked up once, every address is checked, and the connection goes to the checked address; each redirect
is checked the same way. No proxies, no cookies, no names or keys are sent.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from javari_tui.domain.cutting import head_of, without_last_word
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import CommandEnding, PageText
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_
from javari_tui.tools.addresses import Address, is_public
from javari_tui.tools.own_python import run_module
from javari_tui.tools.web_addresses import Resolve, WebAddress, checked_addresses, read_url

if TYPE_CHECKING:
    import httpx2

MOST_REDIRECTS = 5
MOST_BODY = 10 * 1024 * 1024
"""Bytes that are read of a body; the rest is left out."""
MOST_TEXT = 100_000
"""Characters of one result."""
SECONDS = 30.0
"""For all of it, redirects included."""
_PARSE_SECONDS = 10.0
_REDIRECTS = (301, 302, 303, 307, 308)
_TEXT_TYPE = re.compile(r"text/.+|application/(?:.+\+)?(?:json|xml|javascript|yaml|toml)|application/x-(?:yaml|ndjson)")
_CHARSET = re.compile(
    r"utf-?16(?:le|be)?|us-ascii|iso-8859-(?:[1-9]|1[013-6])|windows-125[0-8]|koi8-[ru]|shift_jis|euc-(?:jp|kr)"
    r"|gb2312|gbk|gb18030|big5|iso-2022-jp",
    re.IGNORECASE,
)
"""Python knows others, and some of them take hours."""
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HEADERS = {"User-Agent": "Javari", "Accept": "text/html,text/*;q=0.9,*/*;q=0.5", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Reach:
    """Which addresses may be connected to, and how hosts are looked up."""

    allows: Callable[[Address], bool] = is_public
    resolve: Resolve | None = None
    """The system's resolver where there is none."""
    seconds: float = SECONDS
    follows: Callable[[WebAddress, WebAddress], bool] = lambda _origin, _onward: True
    """Whether a redirect is followed. Where it is not, the result says where it leads."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a server answered in the end."""

    where: WebAddress
    status: int
    content_type: str
    charset: str
    body: bytes
    is_cut: bool


async def fetch_url(url: str, reach: Reach) -> PageText:
    """Fetch a page and give its text; ToolRefused says why there is none."""
    where = read_url(url)
    try:
        async with asyncio.timeout(reach.seconds):
            answer = await _follow(where, reach)
    except TimeoutError as error:
        raise ToolRefused(N_("“{host}” took too long to answer."), host=where.host) from error
    whole = await _text(answer)
    text = head_of(whole, MOST_TEXT)
    return PageText(
        url=reveal(answer.where.url),
        status=answer.status,
        content_type=answer.content_type,
        text=reveal(text),
        is_cut=answer.is_cut or len(whole) > MOST_TEXT,
    )


async def _follow(where: WebAddress, reach: Reach) -> _Answer:
    """Ask, and go where the answer points to, a few times."""
    # Made anew for each page: nothing of one is told to another.
    async with await asyncio.to_thread(_make_client, reach.seconds) as client:
        for _again in range(MOST_REDIRECTS + 1):
            answer = await _ask(client, where, await checked_addresses(where, reach.allows, reach.resolve))
            if isinstance(answer, _Answer):
                return answer
            onward = read_url(answer, where)
            if where.scheme == "https" and onward.scheme == "http":
                raise ToolRefused(N_("“{host}” leads to a page that is not protected."), host=where.host)
            if not reach.follows(where, onward):
                said = N_("“{host}” leads to another address, which was not asked for: {url}")
                raise ToolRefused(said, host=where.host, url=reveal(onward.url))
            where = onward
    raise ToolRefused(N_("“{host}” leads from page to page without end."), host=where.host)


def _make_client(seconds: float) -> httpx2.AsyncClient:
    """A client that obeys nobody's environment (blocking: certificates are read)."""
    import httpx2  # noqa: PLC0415 - takes a tenth of a second; few chats fetch anything

    return httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=seconds)


async def _ask(client: httpx2.AsyncClient, where: WebAddress, addresses: list[str]) -> _Answer | str:
    """Ask the first of the addresses that answers; a redirect gives where it leads."""
    import httpx2  # noqa: PLC0415 - imported by now, with the client

    said = ""
    for address in addresses:
        headers = {**_HEADERS, "Host": where.authority}
        # The certificate must be for the name, though the address is asked.
        request = client.build_request(
            "GET", where.at(address), headers=headers, extensions={"sni_hostname": where.host}
        )
        try:
            response = await client.send(request, stream=True)
            try:
                return await _read(response, where)
            finally:
                await response.aclose()
        except httpx2.ConnectError as error:
            said = str(error)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ToolRefused(
                N_("“{host}” did not answer as it should."), detail=reveal(str(error))[:200], host=where.host
            ) from error
    raise ToolRefused(N_("“{host}” cannot be reached."), detail=reveal(said)[:200], host=where.host)


async def _read(response: httpx2.Response, where: WebAddress) -> _Answer | str:
    """The body as far as it is wanted, or where a redirect leads."""
    if response.status_code in _REDIRECTS and "location" in response.headers:
        return response.headers["location"]
    given = response.headers.get("content-type", "")
    content_type = reveal(given.partition(";")[0].strip().lower())[:100]
    charset = re.search(r"charset=\"?([\w.:-]{1,40})", given, re.IGNORECASE)
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise ToolRefused(N_("“{host}” did not answer as it should."), detail="content-encoding", host=where.host)
    body = bytearray()
    if not content_type or _is_text(content_type):
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > MOST_BODY:
                break
    return _Answer(
        where=where,
        status=response.status_code,
        content_type=content_type,
        charset=charset.group(1) if charset else "",
        body=bytes(body[:MOST_BODY]),
        is_cut=len(body) > MOST_BODY,
    )


def _is_text(content_type: str) -> bool:
    return _TEXT_TYPE.fullmatch(content_type) is not None or content_type in _HTML_TYPES


async def _text(answer: _Answer) -> str:
    """The text of a body: of HTML without its markup; nothing of what is no text."""
    if b"\0" in answer.body[:8192] and not answer.charset:
        return ""
    text = _decoded(answer)
    if answer.content_type not in _HTML_TYPES:
        return text
    ended = await run_module(
        "javari_tui.tools.page_text", text.encode(), seconds=_PARSE_SECONDS, most_bytes=2 * MOST_BODY
    )
    if ended.ending is not CommandEnding.EXITED or ended.exit_code:
        raise ToolRefused(N_("The page of “{host}” could not be read."), host=answer.where.host)
    return str(json.loads(ended.head))


def _decoded(answer: _Answer) -> str:
    """The body as text; a charset that is not one of the usual ones is taken for UTF-8."""
    named = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w.:-]{1,40})", answer.body[:4096], re.IGNORECASE)
    charset = answer.charset or (named.group(1).decode("ascii", "replace") if named else "")
    text = answer.body.decode(charset if _CHARSET.fullmatch(charset) else "utf-8", "replace")
    return without_last_word(text) if answer.is_cut else text
