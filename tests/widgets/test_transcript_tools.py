"""Tool calls say what became of them on one row each, and unfold to what was asked and what it gave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from javari_tui.domain.chat import MessageState, ToolCall, ToolState
from javari_tui.domain.untrusted_text import is_clean
from tests.widgets.transcript_rig import HOSTILE, Rig, message

CALL = ToolCall(id="a", name="read_file", arguments='{"path":"src/app.py"}')


@pytest.mark.parametrize(
    ("state", "sign", "word"),
    [
        (ToolState.WAITING, "○", "waits for you"),
        (ToolState.RUNNING, "●", "running…"),
        (ToolState.DONE, "✓", "done"),
        (ToolState.FAILED, "✗", "failed"),
        (ToolState.DENIED, "⊘", "not allowed"),
    ],
)
async def test_a_call_says_how_it_stands_by_sign_and_word(state: ToolState, sign: str, word: str) -> None:
    result = "\nline one\nline two" if state in (ToolState.DONE, ToolState.FAILED) else ""
    app = Rig([message(1, "Look.", tool_calls=(replace(CALL, state=state, result=result),))])
    async with app.run_test(size=(60, 12)):
        start = "line one" if result else '{"path":"src/app.py"}'
        assert f"▸ {sign} read_file  {word}  {start}" in app.said()
        assert "line two" not in app.said()


async def test_each_call_unfolds_by_itself_to_what_was_asked_and_what_it_gave() -> None:
    calls = (replace(CALL, state=ToolState.DONE, result="line one\nline two"), replace(CALL, id="b", name="other"))
    app = Rig([message(1, "Look.", thinking="I think.", tool_calls=calls)])
    async with app.run_test(size=(60, 30)) as pilot:
        app.transcript.focus()
        await pilot.press("end", "up", "space")
        said = app.said()
        assert "▾ ✓ read_file  done" in said
        assert '"path": "src/app.py"' in said
        assert "line two" in said
        assert "▸ → other" in said
        assert "I think." not in said
        assert app.transcript.selected_source() == "line one\nline two"
        await pilot.press("space")
        assert "line two" not in app.said()
        await pilot.press("home", "space")
        assert "I think." in app.said()


async def test_a_call_that_goes_on_stays_unfolded() -> None:
    running = replace(CALL, state=ToolState.RUNNING)
    app = Rig([message(1, "Look.", state=MessageState.STREAMING, tool_calls=(running,))])
    async with app.run_test(size=(60, 30)) as pilot:
        app.transcript.focus()
        await pilot.press("end", "space")
        assert "▾ ● read_file  running…" in app.said()
        done = replace(CALL, state=ToolState.DONE, result="It is there.")
        app.transcript.update_message(message(1, "Look.", tool_calls=(done,)))
        await pilot.pause()
        assert "▾ ✓ read_file  done" in app.said()
        assert "It is there." in app.said()


async def test_hostile_names_arguments_and_results_are_only_text() -> None:
    hostile = [*HOSTILE, "[" * 20_000, "x" * 100_000, "\n" * 5_000 + "end"]
    calls = tuple(
        ToolCall(id=str(at), name=text, arguments=text, state=ToolState.FAILED, result=text)
        for at, text in enumerate(hostile)
    )
    app = Rig([message(1, "", tool_calls=calls)])
    async with app.run_test(size=(60, 30)) as pilot:
        app.transcript.focus()
        await pilot.press("home")
        for _call in calls:
            await pilot.press("space")
            assert all(is_clean(row) and len(row) <= 60 for row in app.screen_rows())
            await pilot.press("space", "down")


async def test_every_link_of_the_block_under_the_cursor_says_where_it_leads() -> None:
    text = "- [one](http://x.example/1)\n- [two](http://x.example/2)\n\n| a |\n|---|\n| [three](http://x.example/3) |\n"
    app = Rig([message(1, text)])
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("home")
        assert "one (http://x.example/1)" in app.said()
        assert "two (http://x.example/2)" in app.said()
        assert "x.example/3" not in app.said()
        await pilot.press("down")
        assert "three (http://x.example/3)" in app.said()
        assert "x.example/1" not in app.said()


async def test_code_has_an_edge_where_the_theme_gives_it_no_ground() -> None:
    app = Rig([message(1, "```python\nx = 1\n```")])
    async with app.run_test(size=(60, 20)) as pilot:
        assert "│" not in app.said()
        app.theme = "javari-ansi"
        await pilot.pause()
        assert "│ python" in app.said()
        assert "│ x = 1" in app.said()
        app.theme = "javari-light"
        await pilot.pause()
        assert "│" not in app.said()


@pytest.mark.parametrize(("height", "below"), [(24, 1), (12, 0)])
async def test_the_last_row_keeps_off_what_stands_below_where_there_is_room(height: int, below: int) -> None:
    app = Rig([message(1, "\n\n".join(f"Row {number}" for number in range(40)))])
    async with app.run_test(size=(60, height)) as pilot:
        assert app.screen_rows()[-1 - below].strip() == "Row 39"
        assert app.transcript.following
        app.transcript.action_page(-1)
        assert not app.transcript.following
        app.transcript.action_page(1)
        await pilot.pause()
        assert app.transcript.following
