"""Tool calls say what became of them on one row each, and unfold to what was asked and what it gave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from javari_tui.domain.chat import MessageState, ToolCall, ToolState
from javari_tui.domain.untrusted_text import is_clean
from javari_tui.widgets.transcript.sources import block_at, is_fold
from javari_tui.widgets.transcript.tool_words import said_of
from tests.widgets.transcript_rig import HOSTILE, Rig, message

CALL = ToolCall(id="a", name="read_file", arguments='{"path":"src/app.py"}')


@pytest.mark.parametrize(
    ("state", "sign", "word"),
    [
        (ToolState.WAITING, "○ Reading", "  waits for your word"),
        (ToolState.RUNNING, "● Reading", "  running…"),
        (ToolState.DONE, "✓ Read", ""),
        (ToolState.FAILED, "✗ Reading", "  failed"),
        (ToolState.DENIED, "⊘ Reading", "  denied"),
    ],
)
async def test_a_call_says_how_it_stands_by_sign_and_word(state: ToolState, sign: str, word: str) -> None:
    result = "\nline one\nline two" if state in (ToolState.DONE, ToolState.FAILED) else ""
    app = Rig([message(1, "Look.", tool_calls=(replace(CALL, state=state, result=result),))])
    async with app.run_test(size=(60, 12)):
        start = {ToolState.DONE: "  3 lines", ToolState.FAILED: "  line one"}.get(state, "")
        assert f"▸ {sign} src/app.py{word}{start}\n" in app.said() + "\n"
        assert "line two" not in app.said()


async def test_why_a_call_came_to_nothing_is_read_without_unfolding_it() -> None:
    why = "“../../../etc/passwd” is outside the folders that tools may work in. The user can add it in the settings."
    failed = replace(CALL, arguments='{"path":"../../../etc/passwd"}', state=ToolState.FAILED, result=why)
    app = Rig([message(1, "Look.", tool_calls=(failed,))])
    async with app.run_test(size=(60, 12)):
        rows = app.screen_rows()
        at = next(number for number, row in enumerate(rows) if "failed" in row)
        assert rows[at].strip() == "▸ ✗ Reading ../../../etc/passwd  failed"
        assert " ".join(row.strip() for row in rows[at + 1 : at + 4]).strip() == why


async def test_each_call_unfolds_by_itself_to_what_was_asked_and_what_it_gave() -> None:
    calls = (replace(CALL, state=ToolState.DONE, result="line one\nline two"), replace(CALL, id="b", name="other"))
    app = Rig([message(1, "Look.", thinking="I think.", tool_calls=calls)])
    async with app.run_test(size=(60, 30)) as pilot:
        app.transcript.focus()
        await pilot.press("end", "up", "space")
        said = app.said()
        assert "▾ ✓ Read src/app.py" in said
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
        assert "▾ ● Reading src/app.py  running…" in app.said()
        done = replace(CALL, state=ToolState.DONE, result="It is there.")
        app.transcript.update_message(message(1, "Look.", tool_calls=(done,)))
        await pilot.pause()
        assert "▾ ✓ Read src/app.py" in app.said()
        assert "It is there." in app.said()


SAID = {
    ("read_file", '{"path": "a.py", "offset": 5, "limit": 10}'): "Read a.py, lines 5–14",
    ("read_file", '{"path": "a.py", "offset": 5}'): "Read a.py, from line 5",
    ("list_files", "{}"): "Listed the folder",
    ("search_files", '{"pattern": "x y", "path": "src"}'): "Searched for “x y” in src",
    ("run_command", '{"command": ["git", "commit", "-m", "a b"]}'): "Ran git commit -m 'a b'",
    ("fetch_url", '{"url": "https://x.example/"}'): "Fetched https://x.example/",
    ("get_time", "{}"): "Looked at the clock",
    ("search_chats", '{"words": "cats"}'): "Searched your chats for “cats”",
    ("read_file", "{nope"): "read_file",
    ("read_file", '{"path": 7}'): "read_file",
    ("run_command", '{"command": "ls"}'): "run_command",
    ("other", '{"path": "x"}'): "other",
}


def test_a_call_is_told_in_words_or_by_its_name() -> None:
    for (name, arguments), said in SAID.items():
        assert said_of(replace(CALL, name=name, arguments=arguments, state=ToolState.DONE)) == said


async def test_rounds_of_one_answer_name_their_speaker_once_and_their_calls_stand_together() -> None:
    done = replace(CALL, state=ToolState.DONE, result="x")
    parts = [
        message(1, "Look.", tool_calls=(done,)),
        replace(message(2, "", tool_calls=(done,)), parent_id=1),
        replace(message(3, "It is there."), parent_id=2),
        replace(message(4, "Another answer."), parent_id=1),
    ]
    app = Rig(parts[1:])
    async with app.run_test(size=(60, 20)) as pilot:
        assert app.said().count("Javari") == 2
        app.transcript.prepend(parts[:1], has_older=False)
        await pilot.pause()
        rows = "\n".join(app.screen_rows()).strip()
        row = "▸ ✓ Read src/app.py  1 line"
        assert rows.split("\n", 1)[1].startswith(f"   Look.\n\n   {row}\n   {row}\n\n   It is there.\n\n")
        assert rows.count("Javari") == 2


async def test_what_a_call_gave_can_be_shown_beside_the_chat() -> None:
    calls = (
        replace(CALL, state=ToolState.DONE, result="import sys"),
        replace(CALL, id="b", name="run_command", arguments='{"command": ["ls"]}', state=ToolState.DONE, result="a\nb"),
        replace(
            CALL,
            id="c",
            name="edit_file",
            arguments='{"path": "x", "old": "a", "new": "b"}',
            state=ToolState.DONE,
            result="x is written. (+1 −1)",
        ),
        replace(CALL, id="d"),
    )
    app = Rig([message(1, "Look.", tool_calls=calls)])
    async with app.run_test(size=(60, 30)) as pilot:
        app.transcript.focus()
        await pilot.press("home")
        assert "▸ ✓ Changed x  +1 −1" in app.said()
        shown = []
        for _call in calls:
            await pilot.press("down")
            document, cursor = app.transcript.document, app.transcript.cursor
            assert cursor is not None
            block = block_at(document, cursor)
            assert block is not None
            shown.append((block.language, block.title, block.text, is_fold(document, cursor)))
        assert shown[:3] == [
            ("py", "src/app.py", "import sys", False),
            ("text", "Ran ls", "a\nb", False),
            ("diff", "x", "--- a/x\n+++ b/x\n@@\n-a\n+b", False),
        ]
        assert shown[3][3]


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
