"""Clients that hold, settle, give back and report until every answer has come, however often the line breaks."""

from __future__ import annotations

import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.billing.server import Served, usage

HELD, SETTLED = 50, 30
PATIENCE = 60
"""Seconds until an answer that never comes fails a test."""


@dataclass
class Shopper:
    """One client. It repeats what it asked with the same ids."""

    url: str
    account: str
    key: str
    name: str
    rounds: int
    done: int = 0
    repeated: int = 0
    spent: int = 0
    events: set[str] = field(default_factory=set)
    failure: BaseException | None = None

    def run(self) -> None:
        """All rounds; what goes wrong is told by `together`."""
        try:
            with httpx2.Client(
                base_url=self.url, headers={"Authorization": f"Bearer {self.key}"}, timeout=20
            ) as client:
                for number in range(self.rounds):
                    self._round(client, f"{self.name}-{number}", number)
                    self.done += 1
        except BaseException as failure:  # noqa: BLE001 - told in the thread that waits
            self.failure = failure

    def _round(self, client: httpx2.Client, name: str, number: int) -> None:
        held = self._insist(client, "/v1/holds", {"amount_max_mcr": HELD, "ttl_s": 3600}, **{"Idempotency-Key": name})
        where = f"/v1/holds/{held['id']}"
        if number % 3 == 2:
            assert self._insist(client, f"{where}:release", None)["state"] == "released"
        else:
            (event,) = usage(self.account, f"{name}-settled", amount=SETTLED)["events"]
            ended = self._insist(client, f"{where}:settle", {"event": event})
            assert (ended["state"], ended["settled_mcr"]) == ("settled", SETTLED)
            self._booked(SETTLED, event["id"])
        batch = usage(self.account, *(f"{name}-{item}" for item in range(3)))
        results = self._insist(client, "/v1/usage", batch)["results"]
        assert {one["status"] for one in results} <= {"accepted", "duplicate"}
        self._booked(3, *(one["id"] for one in results))

    def _booked(self, amount: int, *events: str) -> None:
        self.spent += amount
        self.events.update(events)

    def _insist(self, client: httpx2.Client, path: str, body: object, **headers: str) -> dict[str, Any]:
        waiting, until = threading.Event(), time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(httpx2.TransportError):
                answer = client.post(path, json=body, headers=headers)
                if answer.status_code in {200, 201}:
                    told: dict[str, Any] = answer.json()
                    return told
                assert answer.status_code == 503, answer.text
            self.repeated += 1
            waiting.wait(0.02)
        raise AssertionError(f"{path} was never answered")


@contextmanager
def together(shoppers: list[Shopper]) -> Iterator[None]:
    """All at once; at the end of the block they finish, and what one of them found is raised."""
    threads = [threading.Thread(target=shopper.run) for shopper in shoppers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.join()
    for shopper in shoppers:
        if shopper.failure is not None:
            raise shopper.failure


def wait_for_part(shoppers: list[Shopper], part: float) -> None:
    """Until so much of what all of them want is done."""
    waiting, wanted = threading.Event(), sum(shopper.rounds for shopper in shoppers) * part
    while sum(shopper.done for shopper in shoppers) < wanted and not any(shopper.failure for shopper in shoppers):
        waiting.wait(0.002)


class Cutter:
    """Between clients and the server: requests are carried over whole, answers are often lost on their way back."""

    def __init__(self, served: Served, seed: int) -> None:
        host, port = served.url.removeprefix("http://").split(":")
        self._behind = (host, int(port))
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._random = random.Random(seed)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.lost = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                threading.Thread(target=self._carry, args=(line,), daemon=True).start()

    def _carry(self, line: socket.socket) -> None:
        with line, socket.create_connection(self._behind) as behind:
            while request := _message(line):
                behind.sendall(request)
                answer = _message(behind)
                fate = self._random.choice(("whole", "whole", "half", "nothing"))
                if fate == "whole":
                    line.sendall(answer)
                    continue
                self.lost += 1
                line.sendall(answer[: len(answer) // 2] if fate == "half" else b"")
                # Closed so, the other side hears of a reset and not of an end.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return


def _message(line: socket.socket) -> bytes:
    """A whole request or answer; nothing at the end."""
    heard = b""
    while True:
        head, found, body = heard.partition(b"\r\n\r\n")
        if found:
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
            if len(body) >= int(length or 0):
                return heard
        piece = line.recv(65536)
        if not piece:
            return b""
        heard += piece
