"""A loopback server that sends bytes as they are scripted, for what the real one cannot do.

Its streams are held to the published formats by `sse` and `chunk`; what deviates from them does so on purpose.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Part = bytes | Callable[[], Awaitable[object]]
"""Bytes to send, or something to wait for."""


@dataclass(slots=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(slots=True)
class RawServer:
    """The server: `answers` are used in turn, the last one again and again."""

    url: str = ""
    answers: list[Sequence[Part]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    was_left: asyncio.Event = field(default_factory=asyncio.Event)
    """The client closed the connection."""
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, which may carry several requests."""
        self.connections += 1
        try:
            while await self._answer_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.was_left.set()
            writer.close()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        method, path, _ = head[0].split(" ")
        self.asked.append(Asked(method, path, headers, json.loads(body) if body else {}))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        leaving = asyncio.ensure_future(reader.read(1))
        for part in answer:
            if isinstance(part, bytes):
                writer.write(part)
                await writer.drain()
                continue
            waiting = asyncio.ensure_future(part())
            await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                waiting.cancel()
                return False
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        return b"".join(part for part in answer if isinstance(part, bytes)).endswith(KEEP)


KEEP = b"0\r\n\r\n"


@asynccontextmanager
async def raw_server(*answers: Sequence[Part]) -> AsyncIterator[RawServer]:
    """A server with these answers."""
    server = RawServer(answers=list(answers))
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()


def whole(status: str, body: bytes, *headers: str, content_type: str = "application/json") -> list[Part]:
    """An answer that is not a stream."""
    lines = [f"HTTP/1.1 {status}", f"content-type: {content_type}", f"content-length: {len(body)}", *headers]
    return ["\r\n".join([*lines, "connection: close", "", ""]).encode() + body]


def streamed(*parts: Part, ends: bool = True, headers: Sequence[str] = ()) -> list[Part]:
    """A stream in chunks; without its end the connection breaks in the middle."""
    lines = ["HTTP/1.1 200 OK", "content-type: text/event-stream", "transfer-encoding: chunked", *headers, "", ""]
    chunks = [b"%x\r\n%s\r\n" % (len(part), part) if isinstance(part, bytes) else part for part in parts]
    return ["\r\n".join(lines).encode(), *chunks, *([KEEP] if ends else [])]


async def for_ever() -> None:
    """Nothing, until the client leaves."""
    await asyncio.Event().wait()


def sse(event: dict[str, Any]) -> bytes:
    """An event of the Anthropic protocol: named by its own type."""
    return f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()


def message_start(**usage: int) -> bytes:
    """The first event of an Anthropic answer."""
    message: dict[str, Any] = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "content": [],
        "model": "m",
        "stop_reason": None,
        "stop_sequence": None,
        **({"usage": usage} if usage else {}),
    }
    return sse({"type": "message_start", "message": message})


def block(index: int, start: dict[str, Any], *deltas: dict[str, Any]) -> bytes:
    """A whole block of an Anthropic answer."""
    return b"".join(
        [
            sse({"type": "content_block_start", "index": index, "content_block": start}),
            *(sse({"type": "content_block_delta", "index": index, "delta": delta}) for delta in deltas),
            sse({"type": "content_block_stop", "index": index}),
        ]
    )


def text_block(index: int, *pieces: str) -> bytes:
    """A block of text."""
    return block(index, {"type": "text", "text": ""}, *({"type": "text_delta", "text": piece} for piece in pieces))


def message_end(reason: str = "end_turn", **usage: int) -> bytes:
    """The last two events of an Anthropic answer."""
    delta = {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}}
    return sse({**delta, **({"usage": usage} if usage else {})}) + sse({"type": "message_stop"})


PING = sse({"type": "ping"})


def chunk(delta: dict[str, Any] | None = None, finish: str | None = None, **more: object) -> bytes:
    """A chunk of an OpenAI answer."""
    choices = [{"index": 0, "delta": delta or {}, "finish_reason": finish}]
    event = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices, **more}
    return f"data: {json.dumps(event)}\n\n".encode()


DONE = b"data: [DONE]\n\n"
