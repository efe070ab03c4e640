"""The sidebar by keys: what it showed before, pinned, with all the room, searched, opened by itself, in an editor."""

from __future__ import annotations

from pathlib import Path

import pytest

from javari_tui.providers.scripted import Script, saying
from javari_tui.screens.chat import editing_beside
from javari_tui.widgets.sidebar.sidebar import Sidebar
from tests.journeys.conftest import Javari
from tests.journeys.person import Person, halting

WIDE, NARROW = (120, 30), (80, 24)
LONG = "\n".join(f"line_{number} = {number}" for number in range(60))
THREE = "\n\n".join(f"```python {name}.py\n{name} = 1\n```" for name in ("one", "two", "three"))


def _sidebar(person: Person) -> Sidebar:
    return person.chat_screen.sidebar


def _is_open(person: Person) -> bool:
    return person.chat_screen.page.open_sidebar is not None


def _long(name: str = "long") -> Script:
    return saying(f"Before.\n\n```python {name}.py\n{LONG}\n```\n\nAfter.")


async def _go_in(person: Person) -> None:
    await person.until(lambda: _is_open(person))
    await person.press("f6")
    await person.until(lambda: _sidebar(person).has_keys)


async def _open_three(person: Person) -> None:
    await person.ask("three?")
    await person.press("shift+tab", "up", "up", "enter")
    await person.reads("one.py")
    await person.press("down", "enter")
    await person.reads("two.py +2/2")
    await person.press("down", "enter")
    await person.reads("three.py +3/3")


async def test_what_was_shown_is_gone_back_to_with_its_place_and_comes_back_at_the_next_start(javari: Javari) -> None:
    async with javari([saying(THREE), _long()], size=WIDE) as person:
        await _open_three(person)
        await _go_in(person)
        await person.press("left_square_bracket", "left_square_bracket")
        await person.reads("one.py +1/3")
        await person.press("left_square_bracket")
        await person.reads("the first thing the sidebar showed")
        await person.press("right_square_bracket", "f6", "down", "enter")
        await person.reads("three.py +3/3"), "the same is not kept twice"
        person.chat_screen.page.prompt.focus_text()
        await person.ask("long?")
        await person.reads("long.py +4/4")
        await _go_in(person)
        await person.press(*("down",) * 9, "left_square_bracket")
        await person.reads("3/4")
        await person.press("right_square_bracket")
        await person.until(lambda: _sidebar(person).pane.scroll_offset.y == 9)
    async with javari([saying("ok")], size=WIDE) as person:
        await person.reads("long.py +4/4")
        await person.until(lambda: _sidebar(person).pane.scroll_offset.y == 9)
        await _go_in(person)
        await person.press("left_square_bracket")
        await person.reads("three.py +3/4")


async def test_what_is_pinned_stays_until_the_user_opens_something_else(javari: Javari) -> None:
    async with javari([saying(THREE), _long()], size=WIDE) as person:
        await _open_three(person)
        await _go_in(person)
        await person.press("i")
        await person.reads("three.py +3/3 ★")
        await person.press("f6")
        person.chat_screen.page.prompt.focus_text()
        await person.ask("long?")
        await person.reads("three.py +3/4 .1 ★")
        await person.press("shift+tab", "up", "enter")
        await person.reads("long.py +4/4 ★")
    async with javari([saying("ok")], size=WIDE) as person:
        await person.reads("long.py +4/4 ★")


async def test_it_says_that_it_is_empty_only_when_it_is_known(javari: Javari) -> None:
    async with javari([saying("ok")], size=WIDE) as person:
        await person.press("f4")
        await person.reads("will be shown here")
    async with javari([saying("ok")], size=WIDE) as person:
        _sidebar(person).add_class("-waits")
        await person.reads_no_more("will be shown here")
        await person.chat_screen.topics.beside.restore()
        await person.reads("will be shown here")


async def test_keys_that_come_at_once_lead_into_it_and_out_again(javari: Javari) -> None:
    async with javari([saying(THREE)], size=WIDE) as person:
        await _open_three(person)
        person.chat_screen.page.prompt.focus_text()
        for key in ("f6", "[", "f6", "x"):
            person._press(key)
        await person.reads("two.py +2/3")
        await person.until(lambda: person.prompt == "x")


async def test_it_takes_the_whole_room_and_gives_it_back(javari: Javari) -> None:
    async with javari([_long(), saying("Fine.")], size=WIDE) as person:
        await person.ask("long?")
        await person.reads("long.py")
        before = _sidebar(person).region.width
        await _go_in(person)
        await person.press("m")
        await person.until(lambda: _sidebar(person).region.width == WIDE[0])
        person.chat_screen.page.prompt.focus_text()
        await person.ask("and now?")
        assert _sidebar(person).region.width == WIDE[0]
        await person.press("f6")
        await person.until(lambda: "Beside the chat" in person.footer().values())
        await person.press("escape")
        await person.until(lambda: _sidebar(person).region.width == before)
        assert _sidebar(person).has_keys
        await person.press("escape")
        await person.until(lambda: not _is_open(person))
        await person.press("f4")
        await person.until(lambda: _sidebar(person).region.width == before)


async def test_it_is_searched_and_lines_are_gone_to_by_key(javari: Javari) -> None:
    async with javari([_long()], size=WIDE) as person:
        await person.ask("long?")
        await person.until(lambda: _is_open(person))
        await _go_in(person)
        await person.press("slash")
        await person.type("= 5")
        await person.reads("1/11")
        await person.press("down", "down")
        await person.reads("3/11")
        await person.press("escape", "colon")
        await person.until(lambda: list(person.footer().values())[:2] == ["Go", "Done"])
        await person.type("99")
        await person.press("enter")
        await person.reads("no such line; 60 is the")
        await person.press("escape")
        assert person.sees(" 60 line_59 = 59")
        assert _sidebar(person).has_keys
        assert _is_open(person)


async def test_it_opens_by_itself_beside_what_is_read_and_stays_closed_when_it_was_closed(javari: Javari) -> None:
    script, go_on = halting(f"```python long.py\n{LONG}\n```\n\n```python more.py\n", f"{LONG}\n```\n\nDone.")
    async with javari([script, _long("again")], size=WIDE) as person:
        await person.type("half a")
        await person.press("ctrl+a")
        await person.send("")
        await person.until(lambda: _is_open(person))
        assert person.chat_screen.prompt.has_focus_within
        assert person.chat_screen.transcript.following
        await person.reads("long.py")
        await person.press("f4")
        await person.until(lambda: not _is_open(person))
        go_on.set()
        await person.answered()
        assert not _is_open(person)
        await person.ask("and now?")
        await person.until(lambda: _is_open(person))
        await person.reads("again.py")
        assert person.chat_screen.transcript.following


async def test_a_diff_is_announced_by_the_name_of_its_file(javari: Javari) -> None:
    diff = "--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,2 @@\n def one():\n-    return 1\n+    return 2\n"
    async with javari([saying(f"So:\n\n```diff\n{diff}```")], size=NARROW) as person:
        await person.ask("change?")
        await person.reads("“calc.py. can be seen in the sidebar: F4")


async def test_on_a_narrow_terminal_it_only_says_how_to_open_it(javari: Javari) -> None:
    async with javari([_long()], size=NARROW) as person:
        await person.ask("long?")
        await person.reads("long.py. can be seen in the sidebar: F4")
        assert not _is_open(person)
        await person.press("f4")
        await person.until(lambda: _sidebar(person).has_keys)
        await person.reads("long.py")


async def test_over_the_chat_it_makes_way_for_what_is_sent_and_for_esc(javari: Javari) -> None:
    async with javari([_long(), saying("Fine.")], size=NARROW) as person:
        await person.ask("long?")
        await person.press("f4")
        await person.until(lambda: _sidebar(person).has_keys)
        await person.press("f6", "x", "escape")
        assert _is_open(person), "Esc is not for the sidebar while something is written"
        await person.press("backspace", "escape")
        await person.until(lambda: not _is_open(person))
        await person.press("f4", "f6")
        await person.until(lambda: _is_open(person) and not _sidebar(person).has_keys)
        await person.ask("and now?")
        await person.reads("Fine")
        assert not _is_open(person)


@pytest.mark.parametrize(("opens", "comes"), [("never", False), ("always", True)])
async def test_when_it_opens_is_a_setting(
    javari: Javari, monkeypatch: pytest.MonkeyPatch, opens: str, comes: bool
) -> None:
    monkeypatch.setenv("JAVARI_SIDEBAR_OPENS", opens)
    answers = [saying("```python\nx = 1\n```"), _long()]
    async with javari(answers, size=WIDE) as person:
        await person.ask("short?")
        if comes:
            await person.until(lambda: _is_open(person))
            return
        await person.ask("long?")
        await person.reads("can be seen beside the chat: Shift.Tab")
        assert not _is_open(person)
    async with javari([_long()], size=WIDE) as person:
        await person.ask("again?")
        assert not person.sees("can be seen"), "it is said once and never again"


async def test_a_copy_that_was_changed_in_the_editor_is_kept_or_thrown_away(
    javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def edit_copy(_app: object, text: str, name: str) -> str:
        names.append(name)
        return text.replace("three = 1", "three = 3")

    monkeypatch.setattr(editing_beside, "edit_copy", edit_copy)
    async with javari([saying(THREE)], size=WIDE) as person:
        await _open_three(person)
        await _go_in(person)
        await person.press("e")
        await person.reads("what becomes of it")
        await person.press("enter")
        await person.back()
        await person.reads("three.py .changed. +4/4")
        await person.reads("Kept as asset 1")
        assert (await person.services.assets.content(1)).strip() == "three = 3"
        assert names == ["block.py"]


async def test_over_ssh_nothing_is_opened_where_nobody_sees_it(
    javari: Javari, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    file = tmp_path / "notes.txt"
    file.write_text("seven\n")
    edited: list[tuple[Path, int | None]] = []
    monkeypatch.setattr(editing_beside, "edit_file", lambda _app, path, line: edited.append((path, line)))
    async with javari([()], size=WIDE) as person:
        shown = await person.services.files.show(str(file))
        await person.chat_screen.topics.beside.show(shown)
        await person.press("o")
        await person.reads("Not over this connection")
        file.write_text("eight\n")
        await person.press("e")
        await person.reads("eight")
        assert edited == [(file, 1)]
