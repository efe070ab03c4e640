"""Cursor, links and selections: what is copied is what was written."""

from __future__ import annotations

from textual.geometry import Offset
from textual.selection import SELECT_ALL, Selection

from javari_tui.domain.chat import Role
from javari_tui.widgets.transcript import BlockCursor, Transcript
from tests.widgets.transcript_rig import Rig, message, talk


async def test_the_source_of_the_block_under_the_cursor_is_what_was_written() -> None:
    text = "# Head\n\nPara **bold**\n\n1. one\n2. two\n\n```python\nx = 1\n\ny = 2\n```\n\n"
    text += "| a | b |\n|---|---|\n| 1 | 2 |\n"
    app = Rig([message(1, text)])
    async with app.run_test(size=(60, 30)) as pilot:
        app.transcript.focus()
        await pilot.press("home")
        sources = [app.transcript.selected_source()]
        for _press in range(4):
            await pilot.press("down")
            sources.append(app.transcript.selected_source())
        assert sources == [
            "# Head",
            "Para **bold**",
            "1. one\n2. two",
            "x = 1\n\ny = 2",
            "| a | b |\n|---|---|\n| 1 | 2 |",
        ]
        assert app.transcript.selected_message_id() == 1
        assert app.of_kind(Transcript.CursorMoved)[-1].cursor == app.transcript.cursor


async def test_the_cursor_shows_only_with_the_focus_and_links_say_where_they_lead_there() -> None:
    app = Rig([message(1, "See [the manual](http://x.example/m).")])
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        await pilot.pause()
        assert "▌  See the manual (http://x.example/m)." in app.said()
        app.set_focus(None)
        await pilot.pause()
        assert "   See the manual." in app.said()


async def test_a_click_on_a_link_asks_the_screen_to_open_it() -> None:
    app = Rig([message(1, "See [the manual](http://x.example/m).")])
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(Transcript, offset=(9, 2))
        assert [event.target for event in app.of_kind(Transcript.LinkOpened)] == ["http://x.example/m"]
        assert app.transcript.cursor == BlockCursor(1, 1)


async def test_selecting_by_mouse_gives_source_for_whole_blocks_and_text_for_parts() -> None:
    app = Rig([message(1, "One **bold** word.\n\n- item `x`\n\nLast paragraph."), message(2, "Other.", Role.USER)])
    async with app.run_test(size=(60, 20)) as pilot:

        async def drag(start: tuple[int, int], end: tuple[int, int]) -> str:
            await pilot.mouse_down(Transcript, offset=start)
            await pilot.hover(Transcript, offset=end)
            await pilot.mouse_up(Transcript, offset=end)
            await pilot.pause()
            return app.screen.get_selected_text() or ""

        assert await drag((3, 2), (6, 2)) == "One "
        assert await drag((7, 2), (58, 4)) == "bold word.\n\n- item `x`"
        assert await drag((0, 2), (58, 6)) == "One **bold** word.\n\n- item `x`\n\nLast paragraph."


async def test_selecting_everything_gives_every_message_as_written() -> None:
    app = Rig([message(1, "One **bold** word."), message(2, "Other *word*.", Role.USER)])
    async with app.run_test(size=(60, 20)):
        chosen = app.transcript.get_selection(SELECT_ALL)
        assert chosen == ("One **bold** word.\n\nOther *word*.", "\n")


async def test_a_selection_keeps_its_rows_when_older_messages_come() -> None:
    app = Rig(talk(4, first=11), has_older=True)
    async with app.run_test(size=(60, 10)) as pilot:
        row = app.transcript.render_line(next(y for y, said in enumerate(app.screen_rows()) if "It says" in said))
        offsets = [segment.style.meta["offset"] for segment in row if segment.style and "offset" in segment.style.meta]
        y = offsets[0][1]
        selection = Selection(Offset(3, y), Offset(50, y))
        before = app.transcript.get_selection(selection)
        assert before is not None
        assert before[0]
        app.transcript.prepend(talk(10), has_older=False)
        await pilot.pause()
        assert app.transcript.get_selection(selection) == before
