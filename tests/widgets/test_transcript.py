"""The transcript on a screen: what it shows, how it grows, where the reader is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from javari_tui.domain.chat import Attachment, AttachmentKind, MessageState, Role, ScrollPlace, ToolCall
from javari_tui.domain.failure_texts import FAILURE_TEXTS
from javari_tui.domain.models import Failure, FailureKind, ModelRef
from javari_tui.domain.untrusted_text import is_clean
from javari_tui.widgets.transcript import Transcript
from javari_tui.widgets.transcript.chrome import ThinkingBlock
from javari_tui.widgets.transcript.glyphs import Page
from tests.widgets.transcript_rig import HOSTILE, Rig, message, talk


async def test_messages_are_shown_with_their_marks() -> None:
    said = message(1, "Hi **there**\nsecond line", Role.USER)
    answer = message(2, "Hello.", model=ModelRef("anthropic", "claude"), sibling=2, siblings=3)
    app = Rig([said, answer])
    async with app.run_test(size=(60, 20)):
        assert app.screen_rows()[:6] == [
            "",
            " ▎ You",
            " ▎ Hi there",
            " ▎ second line",
            "",
            " ◆ Javari  claude" + " " * 34 + "‹ 2/3 ›",
        ]


async def test_signs_can_be_ascii() -> None:
    app = Rig([message(1, "Hi", Role.USER), message(2, "- a", thinking="x", siblings=2)])
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.glyphs = "ascii"
        app.transcript.focus()
        await pilot.pause()
        assert app.said().isascii()


async def test_times_are_shown_by_setting() -> None:
    written = message(1, "Hi")
    shown = written.created_at.astimezone().strftime("%H:%M")
    assert isinstance(written.created_at, datetime)
    app = Rig([written])
    async with app.run_test(size=(60, 20)):
        assert shown not in app.said()
        app.transcript.show_timestamps = True
        assert shown in app.said()


async def test_attachments_and_tools_are_one_row_each() -> None:
    file = Attachment(kind=AttachmentKind.FILE, name="a\u202e.py", text="x" * 2_100, tokens=1_520)
    call = ToolCall(id="1", name="read", arguments='{"path":\n "/etc"}' + "x" * 500)
    app = Rig([message(1, "Look", Role.USER, attachments=(file,)), message(2, "", tool_calls=(call,))])
    async with app.run_test(size=(60, 20)):
        rows = app.screen_rows()
        assert any("a.py" in row and "2.1 kB" in row and "about 1,520 tokens" in row for row in rows)
        assert sum("read" in row and '{"path": "/etc"}' in row for row in rows) == 1


@pytest.mark.parametrize("kind", list(FailureKind))
async def test_a_failure_says_what_happened_and_what_to_do(kind: FailureKind) -> None:
    text = FAILURE_TEXTS[kind]
    failed = message(1, "", state=MessageState.FAILED, failure=Failure(kind=kind, detail="\x1b[31mserver words"))
    app = Rig([failed])
    async with app.run_test(size=(110, 20)):
        app.transcript.retry_key, app.transcript.continue_key = "F8", "F7"
        said = app.said()
        assert text.title in said
        assert text.cure in said
        assert "server words" in said
        assert ("F7 continues" if kind is FailureKind.TOOL_LIMIT else "F8 asks again.") in said


async def test_an_answer_that_ended_early_says_how_to_go_on() -> None:
    app = Rig([message(1, "Half of", state=MessageState.STOPPED)])
    async with app.run_test(size=(60, 20)):
        app.transcript.continue_key = "F7"
        assert "Stopped here. F7 continues it." in app.said()


async def test_thinking_is_folded_until_it_is_wanted() -> None:
    app = Rig([message(1, "Answer.", thinking="one\ntwo and\nthree " + "\u4e2d" * 2)])
    async with app.run_test(size=(60, 20)) as pilot:
        assert "▸ Thought for 6 words" in app.said()
        assert "two" not in app.said()
        app.transcript.show_thinking = True
        assert "▾ Thought for 6 words" in app.said()
        assert "two" in app.said()
        app.transcript.focus()
        await pilot.press("home", "space")
        assert "two" not in app.said()
        app.transcript.show_thinking = False
        await pilot.click(Transcript, offset=(4, 2))
        assert "two" in app.said()


def test_thinking_breaks_at_words_and_the_same_while_it_grows() -> None:
    page = Page(20)
    text = "I should think about  this. 中文字符的句子也要换行。 averyveryverylongwordwithoutanyend  and so on   "
    growing = ThinkingBlock("", is_running=True)
    growing.fold(True)
    for end in range(1, len(text) + 1):
        growing.update(text[:end], is_running=True)
        whole = ThinkingBlock(text[:end], is_running=True)
        whole.fold(True)
        assert growing.lines(page) == whole.lines(page)
    assert [line.text for line in growing.lines(page)][1:3] == ["I should think about", "this. 中文字符的句子"]


async def test_a_summary_unfolds() -> None:
    app = Rig([message(1, "They spoke of **cheese**.", Role.SUMMARY)])
    async with app.run_test(size=(60, 20)) as pilot:
        assert "Earlier messages were summarised to save room" in app.said()
        assert "cheese" not in app.said()
        app.transcript.focus()
        await pilot.press("space")
        assert "They spoke of cheese." in app.said()


async def test_the_welcome_stands_where_nothing_was_said_yet() -> None:
    app = Rig()
    async with app.run_test(size=(60, 20)):
        app.transcript.set_welcome("Ask me anything [b]")
        assert "Ask me anything [b]" in app.said()
        app.transcript.add(message(1, "Hi", Role.USER))
        assert "Ask me" not in app.said()
        app.transcript.clear()
        assert "Ask me" in app.said()


async def test_pieces_make_one_picture_and_the_last_ones_are_never_lost() -> None:
    app = Rig([message(1, "", state=MessageState.STREAMING)])
    async with app.run_test(size=(60, 20)) as pilot:
        transcript = app.transcript
        transcript.frame_seconds = 3600.0
        for piece in ("Hel", "lo **wor", "ld**"):
            transcript.grow(1, piece)
        await pilot.pause()
        assert "Hello" not in app.said()
        transcript.flush()
        assert "Hello world" in app.said()
        transcript.grow(1, " and the rest")
        transcript.update_message(message(1, "Hello **world** and the rest", state=MessageState.STOPPED))
        assert "Hello world and the rest" in app.said()
        assert transcript.messages[0].text == "Hello **world** and the rest"


async def test_growing_shows_within_a_frame() -> None:
    app = Rig([message(1, "", state=MessageState.STREAMING)])
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.grow(1, "soon", thinking="hm")
        for _try in range(200):
            await pilot.pause(0.01)
            if "soon" in app.said():
                break
        assert "soon" in app.said()
        assert app.transcript.messages[0].text == "soon"


async def test_a_continued_answer_grows_from_where_it_ended() -> None:
    app = Rig([message(1, "```python\nx = 1", state=MessageState.CUT)])
    async with app.run_test(size=(60, 20)):
        transcript = app.transcript
        transcript.update_message(message(1, "```python\nx = 1", state=MessageState.STREAMING))
        transcript.grow(1, "\ny = 2\n```\nDone.")
        transcript.flush()
        assert app.screen_rows()[2:7] == ["    python", "    x = 1", "    y = 2", "", "   Done."]


async def test_only_rows_that_changed_are_drawn_while_it_grows() -> None:
    app = Rig([*talk(2), message(3, "First.\n\nSecond", state=MessageState.STREAMING)])
    async with app.run_test(size=(60, 40)) as pilot:
        await pilot.pause()
        transcript = app.transcript
        before = transcript.render_lines(transcript.size.region)
        asked: list[int] = []
        refresh = transcript.refresh

        def noting(*regions: Any, **how: Any) -> Transcript:  # noqa: ANN401 - as Textual's
            asked.extend(region.height for region in regions)
            assert not how.get("layout")
            return refresh(*regions, **how)

        transcript.refresh = noting  # type: ignore[method-assign]
        transcript.grow(3, " one")
        transcript.flush()
        assert asked == [1]
        after = transcript.render_lines(transcript.size.region)
        assert sum(old is not new for old, new in zip(before, after, strict=True)) == 1


async def test_a_quiet_note_comes_and_goes() -> None:
    app = Rig([message(1, "", state=MessageState.STREAMING)])
    async with app.run_test(size=(60, 20)):
        app.transcript.set_note(1, "Trying again in 12 s …")
        assert "Trying again in 12 s …" in app.said()
        app.transcript.set_note(1, "")
        assert "Trying" not in app.said()


async def test_texts_follow_the_language() -> None:
    from javari_tui import i18n, paths

    app = Rig([message(1, "Hi", Role.USER)])
    async with app.run_test(size=(60, 20)):
        i18n.use_language("qps", paths.shipped("locales"))
        app.transcript.refresh_texts()
        assert "[Yóú" in app.said()
        assert " You" not in app.said()


@pytest.mark.parametrize("text", HOSTILE)
async def test_nothing_hostile_is_drawn(text: str) -> None:
    attachment = Attachment(kind=AttachmentKind.FILE, name=text, text="", tokens=1)
    everything = message(
        1,
        text,
        thinking=text,
        attachments=(attachment,),
        tool_calls=(ToolCall(id="1", name=text, arguments=text),),
        model=ModelRef("p", text),
        state=MessageState.FAILED,
        failure=Failure(kind=FailureKind.SERVER, detail=text),
    )
    app = Rig([everything, message(2, text, Role.USER), message(3, text, Role.SUMMARY)])
    async with app.run_test(size=(60, 60)) as pilot:
        app.transcript.show_thinking = True
        app.transcript.set_note(2, text)
        app.transcript.focus()
        await pilot.press("home", "space")
        for strip in app.transcript.render_lines(app.transcript.size.region):
            assert is_clean(strip.text), strip.text
            assert strip.cell_length == app.transcript.size.width
            assert all(segment.style is None or not segment.style.link for segment in strip)


async def test_colours_follow_the_theme_and_none_are_left_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Rig([message(1, "`code` and [link](http://x.example)\n\n```python\nimport x\n```")])
    async with app.run_test(size=(60, 20)) as pilot:

        def colours() -> set[str]:
            strips = app.transcript.render_lines(app.transcript.size.region)
            return {str(seg.style.color.triplet) for strip in strips for seg in strip if seg.style and seg.style.color}

        dark = colours()
        assert len(dark) >= 4
        app.theme = "javari-light"
        await pilot.pause()
        assert not dark & colours()
        app.theme = "javari-ansi"
        await pilot.pause()
        assert app.said()


async def test_wide_signs_stay_within_the_screen() -> None:
    text = (
        "漢字" * 60
        + "\n\n"
        + "👨‍👩‍👧‍👦 " * 40
        + "\n\n```\n"
        + "漢" * 99
        + "\n```\n\n| 漢字 | שלום |\n|---|---|\n| "
        + "字" * 50
        + " | x |"
    )
    app = Rig([message(1, text), message(2, text, Role.USER)])
    async with app.run_test(size=(33, 40)) as pilot:
        for width in (33, 20, 61):
            await pilot.resize_terminal(width, 40)
            await pilot.pause()
            strips = app.transcript.render_lines(app.transcript.size.region)
            assert {strip.cell_length for strip in strips} == {app.transcript.size.width}


async def test_a_place_is_given_and_taken_back() -> None:
    place = ScrollPlace(message_id=5, block=2, rows=1, following=False)
    app = Rig(talk(20), place=place)
    async with app.run_test(size=(60, 12)):
        assert app.transcript.place() == place
        app.transcript.follow()
        assert app.transcript.place().following
