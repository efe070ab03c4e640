"""The event stream is read the same however the network cuts it."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.errors import ModelError
from javari_tui.providers import server_events
from javari_tui.providers.server_events import JsonObject, read_events


async def pieces_of(data: bytes, cuts: list[int]) -> AsyncIterator[bytes]:
    """The data cut at these places."""
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    for start, end in itertools.pairwise(places):
        yield data[start:end]


def read(data: bytes, cuts: list[int] | None = None) -> list[JsonObject]:
    """All objects of a stream."""

    async def collect() -> list[JsonObject]:
        return [event async for event in read_events(pieces_of(data, cuts or []))]

    return asyncio.run(collect())


texts = st.text(st.characters(codec="utf-8"), max_size=8)


@given(
    st.lists(texts, min_size=1, max_size=4),
    st.lists(st.integers(min_value=0), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_cut_gives_the_same_objects(contents: list[str], cuts: list[int], end: str) -> None:
    lines = (f"event: x{end}data: {json.dumps({'t': text}, ensure_ascii=False)}{end}{end}" for text in contents)
    assert read("".join(lines).encode(), cuts) == [{"t": text} for text in contents]


@pytest.mark.parametrize(
    ("data", "objects"),
    [
        (b'data:{"a":1}\n\n', [{"a": 1}]),
        (b'data: {"a":\ndata: 1}\n\n', [{"a": 1}]),
        (b': comment\nid: 1\nretry: 5\nunknown\n\ndata: {"a":1}\n\n\n\n', [{"a": 1}]),
        (b'data: {"a":1}\n\ndata: [DONE]\n\n', [{"a": 1}, {}]),
        (b'data: {"a":1}', [{"a": 1}]),
        (b'data: {"a":1}\n\ndata: {"half', [{"a": 1}]),
        (b'data: {"a":"\xff"}\n\n', [{"a": "�"}]),
        (b"", []),
    ],
)
def test_forms_of_the_format(data: bytes, objects: list[JsonObject]) -> None:
    assert read(data) == objects


@pytest.mark.parametrize("data", [b"data: 1\n\n", b"data: []\n\n", b"data: {}\n\n", b'data: "x"\n\n'])
def test_what_is_no_object_is_refused(data: bytes) -> None:
    with pytest.raises(ModelError):
        read(data)


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_events, "LARGEST_EVENT", 1000)
    with pytest.raises(ModelError):
        read(b"data: " + b"x" * 2000)
