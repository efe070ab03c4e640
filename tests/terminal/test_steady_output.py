"""What is written to the terminal arrives whole, whatever another program left of the terminal's settings."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from javari_tui.terminal.driver import SteadyOutput

TEXT = "ñ" * 300_000
"""More than a pipe takes at once."""


@pytest.fixture
def pipe() -> Iterator[tuple[int, SteadyOutput]]:
    """The reading end, and an output to the other one, which never waits."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with os.fdopen(writing, "w", encoding="utf-8") as file, os.fdopen(reading, "rb"):
        yield reading, SteadyOutput(file)


def _read(descriptor: int, size: int, into: bytearray) -> None:
    while len(into) < size:
        into += os.read(descriptor, 65536)


def test_a_terminal_that_does_not_wait_gets_everything(pipe: tuple[int, SteadyOutput]) -> None:
    reading, output = pipe
    size = len(TEXT.encode()) + 1
    came = bytearray()
    reader = threading.Thread(target=_read, args=(reading, size, came), daemon=True)
    reader.start()
    output.write(TEXT)
    output.write("!")
    reader.join(30)
    assert came.decode() == TEXT + "!"
    assert output.taken == 2


def test_behind_a_terminal_that_is_gone_everything_is_dropped_and_counted() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as file:
        output = SteadyOutput(file)
        os.close(reading)
        for _ in range(3):
            output.write("nobody reads this")
        assert output.taken == 3
