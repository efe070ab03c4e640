"""Where the reader is: following, keys, the wheel, older messages, other sizes, very long chats."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.events import Key, MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from javari_tui.domain.chat import MessageState, Role, ScrollPlace
from javari_tui.widgets.transcript import BlockCursor, Transcript
from javari_tui.widgets.transcript.heights import HeightIndex
from tests.widgets.transcript_rig import Rig, message, talk


async def _wheel(pilot: Pilot[None], kind: type[MouseScrollUp] | type[MouseScrollDown], times: int = 1) -> None:
    """Turn the mouse wheel over the transcript."""
    for _turn in range(times):
        await pilot._post_mouse_events([kind], Transcript, offset=(5, 3))
        await pilot.pause()


async def test_the_end_is_followed_until_the_reader_scrolls_up() -> None:
    app = Rig([*talk(10), message(11, "", state=MessageState.STREAMING)])
    async with app.run_test(size=(60, 12)) as pilot:
        transcript = app.transcript
        transcript.grow(11, "\n\n".join(f"line {n}" for n in range(30)))
        transcript.flush()
        assert app.screen_rows()[-1] == "   line 29"
        await _wheel(pilot, MouseScrollUp)
        assert transcript.following is False
        before = app.screen_rows()
        transcript.grow(11, "\n\nmore\n\nand more")
        transcript.flush()
        assert app.screen_rows() == before
        transcript.follow()
        assert transcript.following is True
        assert app.screen_rows()[-1] == "   and more"
        await pilot.pause()
        assert [event.following for event in app.of_kind(Transcript.FollowingChanged)] == [False, True]


async def test_the_wheel_scrolls_and_comes_back_to_following() -> None:
    app = Rig(talk(20))
    async with app.run_test(size=(60, 12)) as pilot:
        end = app.screen_rows()
        await _wheel(pilot, MouseScrollUp, 3)
        assert app.screen_rows() != end
        assert isinstance(app.of_kind(Transcript.PlaceChanged)[-1].place, ScrollPlace)
        await _wheel(pilot, MouseScrollDown, 3)
        assert app.screen_rows() == end
        assert app.transcript.following is True


async def test_keys_go_by_block_message_page_and_to_both_ends() -> None:
    app = Rig(talk(6))
    async with app.run_test(size=(60, 12)) as pilot:
        transcript = app.transcript
        transcript.focus()
        await pilot.press("home")
        assert transcript.cursor == BlockCursor(1, 1)
        assert app.screen_rows()[1].endswith("◆ Javari")
        await pilot.press("down", "down")
        assert transcript.cursor == BlockCursor(1, 3)
        await pilot.press("down")
        assert transcript.cursor == BlockCursor(2, 1)
        await pilot.press("alt+down", "alt+down")
        assert transcript.cursor == BlockCursor(4, 1)
        assert any(row.startswith("▌") for row in app.screen_rows())
        await pilot.press("down", "alt+up")
        assert transcript.cursor == BlockCursor(4, 1)
        await pilot.press("alt+up", "up")
        assert transcript.cursor == BlockCursor(2, 3)
        await pilot.press("end")
        assert transcript.cursor == BlockCursor(6, 3)
        assert transcript.following is True
        rows = app.screen_rows()
        await pilot.press("pageup")
        assert app.screen_rows()[-1].lstrip("▌ ") == rows[0].lstrip()
        assert transcript.following is False
        await pilot.press("pagedown")
        assert [row.lstrip("▌ ") for row in app.screen_rows()] == [row.lstrip("▌ ") for row in rows]
        assert transcript.following is True


async def test_a_block_taller_than_the_window_is_read_before_the_next() -> None:
    app = Rig([message(1, "```\n" + "\n".join(f"row {n}" for n in range(40)) + "\n```\n\nAfter.")])
    async with app.run_test(size=(60, 12)) as pilot:
        transcript = app.transcript
        transcript.focus()
        await pilot.press("home")
        seen = set(app.said().replace("▌", " ").split("\n"))
        while transcript.cursor == BlockCursor(1, 1):
            await pilot.press("down")
            seen |= set(app.said().replace("▌", " ").split("\n"))
        assert {f"    row {n}" for n in range(40)} <= seen
        assert transcript.cursor == BlockCursor(1, 2)


async def test_older_messages_are_asked_for_once_and_nothing_moves_when_they_come() -> None:
    app = Rig(talk(30, first=101), has_older=True)
    async with app.run_test(size=(60, 12)) as pilot:
        transcript = app.transcript
        await pilot.pause()
        assert not app.of_kind(Transcript.OlderWanted)
        transcript.focus()
        await pilot.press("home", "down", "down", "down")
        await pilot.pause()
        assert [event.before for event in app.of_kind(Transcript.OlderWanted)] == [101]
        before, cursor = app.screen_rows(), transcript.cursor
        transcript.prepend(talk(100), has_older=False)
        await pilot.pause()
        assert app.screen_rows() == before
        assert transcript.cursor == cursor
        await pilot.press("home")
        assert "Message 1." in app.said()
        assert len(app.of_kind(Transcript.OlderWanted)) == 1


async def test_a_short_chat_with_older_messages_asks_for_them_at_once() -> None:
    app = Rig([message(7, "Hi")], has_older=True)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        assert [event.before for event in app.of_kind(Transcript.OlderWanted)] == [7]


async def test_a_found_message_is_revealed_with_the_cursor_on_it() -> None:
    app = Rig(talk(300))
    async with app.run_test(size=(60, 20)) as pilot:
        transcript = app.transcript
        transcript.reveal(42)
        await pilot.pause()
        assert "Message 42." in app.said()
        assert transcript.selected_message_id() == 42
        assert transcript.following is False
        transcript.reveal(300)
        assert "Message 300." in app.said()


@pytest.mark.parametrize("width", [30, 45, 100])
async def test_another_width_keeps_the_message_at_the_top(width: int) -> None:
    texts = ["A long paragraph of many words that has to be wrapped. " * 8 for _number in range(60)]
    app = Rig([message(n, f"Start {n}. {text}") for n, text in enumerate(texts, 1)])
    async with app.run_test(size=(60, 20)) as pilot:
        transcript = app.transcript
        transcript.focus()
        await pilot.press("pageup", "pageup", "pageup")
        place = transcript.place()
        await pilot.resize_terminal(width, 20)
        await pilot.pause()
        assert transcript.place().message_id == place.message_id
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert transcript.place().message_id == place.message_id
        assert abs(transcript.place().rows - place.rows) <= 3


async def test_sizes_come_and_go_and_the_line_at_the_top_of_code_stays() -> None:
    code = "".join(f"value_{number} = {'x' * (number * 7 % 60)}{number}\n\n" for number in range(60))
    app = Rig([message(1, f"Some code.\n\n```python\n{code}```\n\nThe end.")])
    async with app.run_test(size=(80, 24)) as pilot:
        transcript = app.transcript
        transcript.focus()
        await pilot.press("pageup", "pageup", "pageup")
        place, rows = transcript.place(), app.screen_rows()
        top = rows[0].strip(" │▌").partition(" =")[0]
        assert top.startswith("value_")
        for _round in range(3):
            for size in ((50, 12), (120, 40), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert top in app.screen_rows()[0]
        assert (transcript.place(), app.screen_rows()) == (place, rows)


async def test_following_survives_another_size() -> None:
    app = Rig(talk(30))
    async with app.run_test(size=(60, 20)) as pilot:
        for size in ((30, 20), (90, 8), (60, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert [row for row in app.screen_rows() if row][-1] == " ▎ And something more."
            assert app.transcript.following is True


async def test_of_ten_thousand_messages_only_those_in_sight_are_laid_out() -> None:
    app = Rig(talk(10_000))
    async with app.run_test(size=(60, 20)) as pilot:
        document = app.transcript.document
        assert len(document.entries_made()) <= 20
        app.transcript.focus()
        await pilot.press("pageup", "pageup")
        assert len(document.entries_made()) <= 40
        await pilot.press("home")
        assert "Message 1." in app.said()
        for _page in range(80):
            app.post_message(Key("pagedown", None))  # Pilot.press waits long for each
            await pilot._wait_for_screen()
            assert app.screen_rows()
        assert 200 < (app.transcript.place().message_id or 0) < 1000
        assert len(document.entries_made()) <= 200


async def test_the_scroll_bar_reaches_every_place_and_estimates_never_move_what_is_seen() -> None:
    sizes = random.Random(7)
    app = Rig([message(n, "word " * sizes.randint(1, 400), (Role.USER, Role.ASSISTANT)[n % 2]) for n in range(1, 400)])
    async with app.run_test(size=(60, 20)) as pilot:
        transcript = app.transcript
        transcript.scroll_to(y=transcript.virtual_size.height // 2, animate=False, immediate=True)
        await pilot.pause()
        middle = transcript.place().message_id
        assert middle is not None
        assert 100 < middle < 300
        for _step in range(30):
            before = app.screen_rows()
            transcript.scroll_rows(-3)
            assert app.screen_rows()[3:] == before[:-3]
        for _step in range(30):
            before = app.screen_rows()
            transcript.scroll_rows(3)
            assert app.screen_rows()[:-3] == before[3:]
        transcript.scroll_to(y=0, animate=False, immediate=True)
        assert transcript.place() == ScrollPlace(message_id=1, rows=0, following=False)
        transcript.scroll_end(animate=False, immediate=True)
        await pilot.pause()
        assert transcript.following is True


async def test_a_chat_shorter_than_the_window_is_followed_when_it_grows() -> None:
    app = Rig([message(1, "Hi", Role.USER)])
    async with app.run_test(size=(60, 10)) as pilot:
        transcript = app.transcript
        transcript.focus()
        await pilot.press("up", "pageup", "home")
        for number in range(2, 12):
            transcript.add(message(number, f"Answer {number}"))
        assert app.screen_rows()[-1] == "   Answer 11"


@settings(max_examples=200, deadline=None)
@given(
    heights=st.lists(st.integers(0, 30), max_size=40),
    changes=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=20),
    row=st.integers(0, 800),
)
def test_the_index_of_heights_adds_up(heights: list[int], changes: list[tuple[int, int]], row: int) -> None:
    index = HeightIndex(heights[:20])
    for height in heights[20:]:
        index.append(height)
    for place, height in changes:
        if place < len(heights):
            heights[place] = height
            index.change(place, height)
    assert index.total == sum(heights)
    assert [index.before(place) for place in range(len(heights))] == [
        sum(heights[:place]) for place in range(len(heights))
    ]
    if row < sum(heights):
        place, offset = index.find(row)
        assert sum(heights[:place]) + offset == row
        assert offset < heights[place]
