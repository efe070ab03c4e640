"""Streams are read in breaths, which delay nothing that anybody waits for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterable, AsyncIterator, Sequence
from contextlib import aclosing

import pytest

from javari_tui.domain.models import Finished, TextPiece
from javari_tui.providers.exchange import converse
from javari_tui.providers.openai_events import OpenAIReader
from javari_tui.providers.pace import BREATH, in_breaths
from javari_tui.widgets.transcript.transcript import FRAME_SECONDS
from tests.providers.fast_time import run_fast

FIRST = [1.0, 2.0, 3.0, 4.0]
"""When the pieces come after which no breath is taken."""


class Broken(Exception):
    """What the network may end with."""


class Network:
    """Gives pieces from the moments they come, however late they are asked for."""

    def __init__(self, moments: Sequence[float], *, data: Sequence[bytes] = (), breaks_at: float | None = None) -> None:
        self._moments, self._breaks_at = moments, breaks_at
        self._data = data or [b"x"] * len(moments)
        self.is_closed = False

    async def pieces(self) -> AsyncIterator[bytes]:
        """All pieces; the end comes with the last one."""
        try:
            for moment, data in zip(self._moments, self._data, strict=True):
                await _until(moment)
                yield data
            if self._breaks_at is not None:
                await _until(self._breaks_at)
                raise Broken
        finally:
            self.is_closed = True


async def _until(moment: float) -> None:
    missing = moment - asyncio.get_running_loop().time()
    if missing > 0:
        await asyncio.sleep(missing)


async def moments_of(pieces: AsyncIterable[bytes], into: list[float]) -> list[float]:
    """When each piece was given; the last one is the end."""
    loop = asyncio.get_running_loop()
    async with aclosing(in_breaths(pieces)) as breaths:
        async for _ in breaths:
            into.append(loop.time())
    into.append(loop.time())
    return into


def read(moments: Sequence[float]) -> list[float]:
    """When each piece of a stream that comes at these moments is given, and its end."""
    network = Network(moments)
    given = run_fast(moments_of(network.pieces(), []))
    assert network.is_closed
    return given


def test_a_breath_is_shorter_than_a_picture_and_worth_taking() -> None:
    assert FRAME_SECONDS / 2 <= BREATH < FRAME_SECONDS


def test_pieces_that_are_there_already_are_not_delayed() -> None:
    assert read([0.0] * 20) == [0.0] * 21


def test_the_first_four_pieces_that_were_waited_for_take_no_breath() -> None:
    moments = [0.0] * 6 + [1.00, 1.01, 1.02, 1.03, 1.04, 1.05]
    assert read(moments)[:-1] == pytest.approx([*moments[:-1], 1.07])


def test_after_a_piece_that_was_waited_for_one_breath_is_taken_and_what_came_meanwhile_follows_at_once() -> None:
    given = read([*FIRST, 5.00, 5.01, 5.02, 5.04, 5.05])
    assert given[len(FIRST) :] == pytest.approx([5.00, 5.03, 5.03, 5.04, 5.07, 5.07])


def test_pieces_of_a_slow_server_come_when_it_sends_them() -> None:
    slow = [float(second) for second in range(1, 12)]
    assert read(slow)[:-1] == pytest.approx(slow)


def test_the_end_comes_with_the_last_breath() -> None:
    assert read([*FIRST, 5.0])[-1] == pytest.approx(5.03)


def test_what_breaks_is_told_at_once() -> None:
    async def told_at() -> float:
        with pytest.raises(Broken):
            await moments_of(Network([*FIRST, 5.0], breaks_at=5.1).pieces(), [])
        return asyncio.get_running_loop().time()

    assert run_fast(told_at()) == pytest.approx(5.1)


def test_a_reader_cancelled_in_a_breath_stops_at_once_and_closes_the_stream() -> None:
    network = Network([*FIRST, 5.0, 9.0])

    async def stopped_at() -> float:
        reading = asyncio.create_task(moments_of(network.pieces(), []))
        await asyncio.sleep(5.01)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        return asyncio.get_running_loop().time()

    assert run_fast(stopped_at()) == pytest.approx(5.01)
    assert network.is_closed


def test_what_is_no_generator_is_read_too() -> None:
    class Pieces:
        """A stream that cannot be closed."""

        def __aiter__(self) -> AsyncIterator[bytes]:
            return Network([1.0]).pieces()

    assert run_fast(moments_of(Pieces(), [])) == [1.0, 1.0]


def tokens(count: int) -> list[bytes]:
    """An answer of one letter a piece, and its end mark."""
    said = [json.dumps({"choices": [{"index": 0, "delta": {"content": "a"}}]}) for _ in range(count)]
    stop = json.dumps({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    return [f"data: {data}\n\n".encode() for data in (*said, stop, "[DONE]")]


def test_an_answer_is_read_in_breaths() -> None:
    moments = [*FIRST, 5.00, 5.01, 5.02, 6.0, 6.0]
    network = Network(moments, data=tokens(len(moments) - 2))

    async def answer() -> tuple[list[float], bool]:
        given = []
        async with aclosing(converse(network.pieces(), OpenAIReader())) as events:
            async for event in events:
                if isinstance(event, TextPiece):
                    given.append(asyncio.get_running_loop().time())
        return given, isinstance(event, Finished)

    given, is_finished = run_fast(answer())
    assert given == pytest.approx([*FIRST, 5.00, 5.03, 5.03])
    assert is_finished


def test_who_leaves_an_answer_leaves_nothing_open() -> None:
    network = Network([1.0, 2.0, 3.0], data=tokens(1))

    async def leave() -> bool:
        async with aclosing(converse(network.pieces(), OpenAIReader())) as events:
            await anext(events)
        return network.is_closed  # before the loop ends, which closes what others left

    assert run_fast(leave())
