"""Server-sent events, the way both protocols stream: bytes in, JSON objects out.

Read here and not by the SDK because it costs half as much per token (no models are built for each piece),
and because servers that leave out the `event:` line, or send a field more or less, still work.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from typing import Any

from javari_tui.domain.models import FailureKind
from javari_tui.providers.failures import model_error

DONE = "[DONE]"
"""The end mark of the OpenAI protocol; given on as an empty object."""
LARGEST_EVENT = 16 * 1024 * 1024

JsonObject = dict[str, Any]


async def read_events(pieces: AsyncIterable[bytes]) -> AsyncGenerator[JsonObject]:
    """The JSON object of each event; `{}` for `[DONE]`. Raises ModelError for what is not the protocol."""
    data: list[str] = []
    async for line in _lines(pieces):
        if line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        elif not line and data:
            yield _parse("\n".join(data))
            data = []
    if data:  # the end came without the blank line; a part of an object is dropped, the caller misses the end mark
        try:
            rest = _parse("\n".join(data))
        except ValueError:
            return
        yield rest


def _parse(data: str) -> JsonObject:
    if data.strip() == DONE:
        return {}
    parsed = json.loads(data)
    if not isinstance(parsed, dict) or not parsed:
        raise model_error(FailureKind.NOT_UNDERSTOOD, data[:200])
    return parsed


async def _lines(pieces: AsyncIterable[bytes]) -> AsyncIterator[str]:
    """Lines that end in LF or CRLF: the text inside may have other separators, so no `str.splitlines` here."""
    rest = b""
    async for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.removesuffix(b"\r").decode(errors="replace")
        if len(rest) > LARGEST_EVENT:
            raise model_error(FailureKind.NOT_UNDERSTOOD)
    if rest:
        yield rest.removesuffix(b"\r").decode(errors="replace")
