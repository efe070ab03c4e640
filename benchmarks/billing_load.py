"""Clients of the billing endpoint that cost next to nothing: one thread, plain sockets, requests made by hand."""

from __future__ import annotations

import json
import selectors
import socket
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Rounds = Generator[bytes | None, Any, None]
"""What a client asks, one request after the other, each told the answer to the one before; None ends a round."""


@dataclass
class Heard:
    """What came of a load."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    """Milliseconds of each round of each client."""
    answers: list[int] = field(default_factory=list)
    """How many requests of each client were granted."""


class Client:
    """A client on a connection of its own."""

    def __init__(self, host: str, port: int, rounds: Rounds) -> None:
        self.line = socket.create_connection((host, port))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._rounds = rounds
        self._heard = b""
        self._began = 0.0
        self.granted = 0

    def begin(self) -> None:
        """Send the first request of a round."""
        self._began = time.perf_counter()
        self._send(next(self._rounds))

    def hear(self) -> float | None:
        """Take in what came. At the end of a round, how long it took; the next request is under way otherwise."""
        self._heard += self.line.recv(65536)
        head, end, body = self._heard.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return None
        status = int(head[9:12])
        assert status in {200, 201, 402}, self._heard
        self.granted += status != 402
        self._heard = b""
        following = self._rounds.send(json.loads(body))
        if following is not None:
            self._send(following)
            return None
        return (time.perf_counter() - self._began) * 1000

    def _send(self, request: bytes | None) -> None:
        assert request is not None
        self.line.sendall(request)


def load(clients: Sequence[Client], seconds: float) -> Heard:
    """Let all clients work for so long, each as fast as it gets answers."""
    heard, selector = Heard(), selectors.DefaultSelector()
    began = time.perf_counter()
    until = began + seconds
    for client in clients:
        selector.register(client.line, selectors.EVENT_READ, client)
        client.begin()
    while selector.get_map():
        for key, _ in selector.select():
            took = key.data.hear()
            if took is None:
                continue
            heard.waits.append(took)
            if time.perf_counter() < until:
                key.data.begin()
            else:
                selector.unregister(key.fileobj)
                key.data.line.close()
    heard.seconds = time.perf_counter() - began
    heard.answers = [client.granted for client in clients]
    return heard


def pairs(accounts: Sequence[tuple[str, str]], name: str) -> Rounds:
    """Rounds of a hold and the usage that ends it, for one account after the other."""
    number = 0
    while True:
        account, key = accounts[number % len(accounts)]
        number += 1
        one = f"{name}-{number}"
        held = yield _request("/v1/holds", key, {"amount_max_mcr": 1000}, f"Idempotency-Key: {one}\r\n")
        ended = yield _request(f"/v1/holds/{held['id']}:settle", key, {"event": _event(account, one)})
        assert ended["state"] == "settled"
        yield None


def batches(account: str, key: str, name: str, size: int) -> Rounds:
    """Rounds of one batch of usage."""
    number = 0
    while True:
        number += 1
        told = yield _request(
            "/v1/usage", key, {"events": [_event(account, f"{name}-{number}-{i}") for i in range(size)]}
        )
        assert {verdict["status"] for verdict in told["results"]} == {"accepted"}
        yield None


def holds(key: str, name: str, amount: int) -> Rounds:
    """Rounds of one hold that is not ended, or is refused."""
    number = 0
    while True:
        number += 1
        yield _request("/v1/holds", key, {"amount_max_mcr": amount}, f"Idempotency-Key: {name}-{number}\r\n")
        yield None


def _event(account: str, name: str) -> dict[str, object]:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
    data = {"amount_mcr": 700, "price_version": "1", "model": "m", "in": 100, "out": 20}
    return {"id": name, "source": "javari/bench", "type": "llm.tokens", "time": now, "subject": account, "data": data}


def _request(path: str, key: str, body: object, more: str = "") -> bytes:
    content = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\n{more}Content-Length: {len(content)}"
    return f"{head}\r\n\r\n".encode() + content


def _length(head: bytes) -> int:
    """The length of the body, from the head of an answer."""
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0
