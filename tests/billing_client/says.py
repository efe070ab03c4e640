"""A server that says, byte by byte, what a test wants it to say."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Reply = bytes | Callable[[asyncio.StreamWriter], object]


@dataclass
class Says:
    """What it answers each request with: the next of `replies`, the last one again and again."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    """The requests, heads and bodies."""

    def say(self, *replies: Reply) -> None:
        """From now on."""
        self.replies = list(replies)
        self.heard.clear()


@asynccontextmanager
async def says(*replies: Reply) -> AsyncIterator[Says]:
    """It, listening on this machine."""
    server = Says()
    server.say(*replies)

    writers: set[asyncio.StreamWriter] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lengths = [line.split(":")[1] for line in head.lower().splitlines() if line.startswith("content-length")]
            body = await reader.readexactly(int(lengths[0])) if lengths else b""
            server.heard.append(head + body.decode())
            reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
            if isinstance(reply, bytes):
                writer.write(reply)
                await writer.drain()
            else:
                await reply(writer)  # type: ignore[misc]
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0, limit=1 << 20)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with listening:
        try:
            yield server
        finally:
            for writer in writers:
                writer.transport.abort()
            await asyncio.gather(*(_closed(writer) for writer in writers))


async def _closed(writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        await writer.wait_closed()


def http(body: object = b"", status: int = 200, kind: str = "application/json", **headers: str) -> bytes:
    """An answer as it goes over the line; what is no bytes as JSON, of the right length unless told otherwise."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {"content_type": kind, "content_length": str(len(content)), "connection": "close"} | headers
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]
    return "\r\n".join((f"HTTP/1.1 {status} X", *lines, "", "")).encode() + content


def problem(name: str, status: int, **more: object) -> bytes:
    """A no, as the contract has it."""
    headers = {key: str(more.pop(key)) for key in ("retry_after",) if key in more}
    told = {"type": f"urn:javari:problem:{name}", "title": "No.", "status": status, **more}
    return http(told, status, "application/problem+json", **headers)
