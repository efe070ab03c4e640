"""Chats of thousands of messages: what is counted, drawn, kept and asked for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from javari_tui.widgets.transcript import BlockCursor, Transcript
from javari_tui.widgets.transcript.entry import Entry
from javari_tui.widgets.transcript.heights import HeightIndex
from tests.widgets.transcript_rig import Rig, talk


@settings(max_examples=200, deadline=None)
@given(
    above=st.lists(st.integers(0, 30), max_size=30),
    below=st.lists(st.integers(0, 30), max_size=30),
    changes=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=20),
    row=st.integers(0, 900),
)
def test_the_index_of_heights_adds_up_when_it_grew_at_both_ends(
    above: list[int], below: list[int], changes: list[tuple[int, int]], row: int
) -> None:
    index = HeightIndex(below[:10])
    for height in reversed(above):
        index.prepend(height)
    for height in below[10:]:
        index.append(height)
    heights = above + below
    for place, height in changes:
        if place < len(heights):
            heights[place] = height
            index.change(place, height)
    assert [index[place] for place in range(len(index))] == heights
    assert [index.before(place) for place in range(len(heights) + 1)] == [
        sum(heights[:place]) for place in range(len(heights) + 1)
    ]
    if row < sum(heights):
        place, offset = index.find(row)
        assert sum(heights[:place]) + offset == row
        assert offset < heights[place]


async def test_older_messages_cost_the_same_above_ten_as_above_ten_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    height = Entry.height

    def counted(entry: Entry, width: int) -> int:
        asked.append(entry.message.id)
        return height(entry, width)

    monkeypatch.setattr(Entry, "height", counted)
    app = Rig(talk(10_000, first=1001), has_older=True)
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("home")
        asked.clear()
        app.transcript.prepend(talk(100, first=901), has_older=True)
        assert len(asked) < 400


async def test_only_what_is_in_sight_is_kept_drawn() -> None:
    app = Rig(talk(500))
    async with app.run_test(size=(60, 20)) as pilot:
        transcript = app.transcript
        app.screen_rows()
        for _page in range(30):
            transcript.action_page(-1)
            await pilot.pause()
            app.screen_rows()
        blocks = [block for entry in transcript.document.entries_made() for block in entry.blocks]
        assert len(blocks) > 200
        drawn = sum(line.drawn is not None for block in blocks for line in block.lines(transcript.document.page))
        assert 10 <= drawn <= 20


async def test_home_goes_to_the_first_message_of_all_by_long_steps() -> None:
    app = Rig(talk(60, first=2041), has_older=True)
    async with app.run_test(size=(60, 12)) as pilot:
        transcript = app.transcript
        transcript.focus()
        await pilot.press("home")
        for first, count in ((1041, 1000), (41, 1000), (1, 40)):
            await pilot.pause()
            wanted = app.of_kind(Transcript.OlderWanted)[-1]
            assert (wanted.before, wanted.many) == (first + count, True)
            transcript.prepend(talk(count, first=first), has_older=first > 1)
        assert "Message 1." in app.said()
        assert transcript.cursor == BlockCursor(1, 1)
        await pilot.pause()
        assert len(app.of_kind(Transcript.OlderWanted)) == 3


async def test_who_goes_on_reading_meanwhile_is_not_carried_to_the_start() -> None:
    app = Rig(talk(60, first=1041), has_older=True)
    async with app.run_test(size=(60, 12)) as pilot:
        transcript = app.transcript
        transcript.focus()
        await pilot.press("home", "pagedown")
        before = app.screen_rows()
        transcript.prepend(talk(1000, first=41), has_older=True)
        assert app.screen_rows() == before


async def test_messages_are_a_sequence_of_what_is_shown() -> None:
    app = Rig(talk(5))
    async with app.run_test(size=(60, 12)):
        messages = app.transcript.messages
        assert len(messages) == 5
        assert [message.id for message in messages] == [1, 2, 3, 4, 5]
        assert [message.id for message in reversed(messages[1:3])] == [3, 2]
        assert app.transcript.has(5)
        assert not app.transcript.has(6)
