"""Blocks that leave the chat: opened in the sidebar, chosen with keys, quoted, kept."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from javari_tui.domain.models import Finished, StopReason, TextPiece
from javari_tui.providers.scripted import Hold, saying
from javari_tui.widgets.sidebar.sidebar import Sidebar
from tests.journeys.conftest import Javari
from tests.journeys.person import Person, halting

CODE = 'def one(number: int) -> int:\n    """Say [/nope]."""\n    return number + 1'
ANSWER = f"First words.\n\n```python one.py\n{CODE}\n```\n\nAnd a *last* word."
WIDE, NARROW = (120, 30), (80, 24)


async def _onto_the_code(person: Person) -> None:
    await person.ask("code?")
    await person.press("shift+tab")
    await person.until(lambda: person.chat_screen.transcript.has_focus)
    await person.press("up")


def _sidebar(person: Person) -> Sidebar:
    return person.chat_screen.sidebar


async def test_a_block_opens_beside_the_chat_which_keeps_its_keys_and_place(javari: Javari, copied: list[str]) -> None:
    async with javari([saying(ANSWER)], size=WIDE) as person:
        await _onto_the_code(person)
        place = person.chat_screen.transcript.place()
        await person.press("enter")
        await person.reads("one.py.*")
        assert person.sees("Code . python . 3 lines")
        assert person.sees(r" 2 +\"\"\"Say \[/nope\]")
        assert person.chat_screen.transcript.has_focus
        assert person.chat_screen.transcript.place() == place
        await person.press("f6")
        await person.until(lambda: _sidebar(person).has_keys and "Close" in person.footer().values())
        await person.press("c")
        await person.until(lambda: copied == [CODE])
        await person.press("escape")
        await person.until(lambda: not _sidebar(person).is_open)
        assert person.chat_screen.transcript.has_focus


async def test_where_there_is_little_room_it_lies_over_the_chat_and_takes_the_keys(javari: Javari) -> None:
    async with javari([saying(ANSWER)], size=NARROW) as person:
        await _onto_the_code(person)
        chat = person.chat_screen.transcript.region
        await person.press("enter")
        await person.until(lambda: _sidebar(person).has_keys)
        assert person.chat_screen.transcript.region == chat
        await person.until(lambda: _sidebar(person).region.width == 80)
        assert "Wider" not in person.footer().values()
        await person.press("f4")
        await person.reads("First words")
        assert person.chat_screen.transcript.has_focus
    async with javari([saying("ok")], size=NARROW) as person:
        await person.press("f4")
        await person.until(lambda: _sidebar(person).has_keys)
    async with javari([saying("ok")], size=NARROW) as person:
        assert person.sees("First words"), "an overlay that was left open waits until it is wanted"


async def test_its_width_wrapping_and_block_come_back(javari: Javari) -> None:
    async with javari([saying(ANSWER)], size=WIDE) as person:
        await _onto_the_code(person)
        await person.press("enter", "f6")
        await person.until(lambda: _sidebar(person).has_keys and _sidebar(person).region.width)
        before = _sidebar(person).region.width
        await person.press("plus")
        await person.until(lambda: _sidebar(person).region.width == before + 4)
        for _press in range(20):
            await person.press("plus")
        await person.until(lambda: _sidebar(person).region.width == 120 - 50)
        await person.press("minus", "w")
        width = 120 - 50 - 4
        await person.until(lambda: _sidebar(person).region.width == width)
        await person.pilot.resize_terminal(90, 30)
        await person.until(lambda: _sidebar(person).region.width == 90)
        await person.pilot.resize_terminal(*WIDE)
        await person.until(lambda: _sidebar(person).region.width == width)
    async with javari([saying("ok")], size=WIDE) as person:
        await person.reads("one.py")
        await person.until(lambda: _sidebar(person).region.width == width)
        assert not _sidebar(person).wrap
        assert not _sidebar(person).has_keys


async def test_code_that_still_grows_is_whole_when_the_answer_ends(javari: Javari) -> None:
    script, go_on = halting("```python\nfirst = 1\n", "second = 2\n```\n\nDone.")
    async with javari([script], size=WIDE) as person:
        await person.send("grow")
        await person.reads("first = 1")
        await person.press("shift+tab", "enter")
        await person.reads("1 line so far\\b")
        go_on.set()
        await person.answered()
        await person.reads("2 lines\\b")
        await person.until(lambda: person.text().count("second = 2") == 2)


async def test_what_still_grows_is_not_kept_and_copying_and_quoting_say_so(javari: Javari, copied: list[str]) -> None:
    script, go_on = halting("Whole.\n\n```python\nfirst = ", "1\n```\n\nDone.")
    async with javari([script], size=WIDE) as person:
        await person.send("grow")
        await person.reads("first =")
        await person.press("shift+tab", "c")
        await person.reads("answer is still being written")
        await person.press("s")
        await person.reads("Not kept")
        assert await person.services.assets.list() == ()
        await person.press("q")
        await person.reads("only what came so far")
        await person.press("shift+tab", "up", "c")
        await person.until(lambda: copied == ["first = ", "Whole."])
        await person.reads_no_more("only what came so far")
        await person.press("down")
        go_on.set()
        await person.answered()
        await person.press("s")
        await person.reads("Kept as asset 1")
        (asset,) = await person.services.assets.list()
        assert (await person.services.assets.content(asset.id)).rstrip("\n") == "first = 1"


async def test_code_grows_in_the_sidebar_too_and_the_readers_place_stays(javari: Javari) -> None:
    lines = [f"line_{number} = {number}\n" for number in range(90)]
    more, end = asyncio.Event(), asyncio.Event()
    first, second = "".join(lines[:60]), "".join(lines[60:])
    pieces = (TextPiece(f"```python\n{first}"), Hold(more.wait), TextPiece(second), Hold(end.wait))
    async with javari([(*pieces, TextPiece("```\n\nDone."), Finished(StopReason.END))], size=WIDE) as person:
        await person.send("grow")
        await person.reads("60 lines so far\\b")
        await person.press("f6", *("down",) * 7)
        pane = _sidebar(person).pane
        assert pane.scroll_offset.y == 7
        more.set()
        await person.reads("90 lines so far\\b")
        assert pane.scroll_offset.y == 7
        assert pane.paper is not None
        assert pane.paper.shown(89) == "line_89 = 89"
        end.set()
        await person.answered()
        await person.reads("90 lines(?! so far)")
        assert pane.scroll_offset.y == 7


async def test_several_blocks_are_chosen_and_copied_as_they_were_written(javari: Javari, copied: list[str]) -> None:
    async with javari([saying(ANSWER)], size=WIDE) as person:
        await _onto_the_code(person)
        await person.press("shift+down", "c")
        await person.until(lambda: copied == [f"```python one.py\n{CODE}\n```\n\nAnd a *last* word."])
        await person.press("up", "up", "c")
        await person.until(lambda: copied[1:] == ["First words."])
        await person.press("v", "up", "ctrl+c")
        await person.until(lambda: copied[2:] == ["code?\n\nFirst words."])
        await person.press("escape", "v", "down", "down")
        assert person.chat_screen.transcript.has_choice
        await person.press("escape")
        assert not person.chat_screen.transcript.has_choice
        assert person.chat_screen.transcript.has_focus
        await person.press("escape")
        assert not person.chat_screen.transcript.has_focus


async def test_blocks_are_chosen_from_the_palette_too_and_another_chat_begins_anew(javari: Javari) -> None:
    async with javari([saying(ANSWER)], size=WIDE) as person:
        await person.ask("code?")
        transcript = person.chat_screen.transcript
        await person.press("ctrl+p")
        await person.type("Select several")
        await person.press("enter")
        await person.back()
        await person.until(lambda: transcript.has_choice)
        await person.press("up")
        assert len(transcript.blocks_under_cursor()) == 2
        await person.press("ctrl+n")
        await person.until(lambda: not person.messages())
        assert not transcript.has_choice


async def test_enter_unfolds_a_folded_row_and_opens_nothing(javari: Javari) -> None:
    script, go_on = halting("The answer", thinking="Pondering about forty-two")
    go_on.set()
    async with javari([script], size=WIDE) as person:
        await person.ask("think")
        await person.press("shift+tab", "up", "enter")
        await person.reads("Pondering about forty-two")
        assert person.chat_screen.page.open_sidebar is None
        await person.press("enter")
        await person.reads_no_more("Pondering")


async def test_a_quotation_goes_where_the_cursor_is_and_the_draft_stays(javari: Javari) -> None:
    async with javari([saying(ANSWER)], size=WIDE) as person:
        await person.ask("code?")
        await person.type("Before after")
        await person.press(*["left"] * 6)
        await person.press("shift+tab", "up", "q")
        quoted = "\n".join(f"> {line}" for line in ("```python one.py", *CODE.split("\n"), "```"))
        await person.until(lambda: person.prompt == f"Before\n{quoted}\n\n after")


async def test_a_block_is_kept_once_and_given_back_by_the_command_line(javari: Javari, own_home: Path) -> None:
    async with javari([saying(ANSWER)], size=WIDE) as person:
        await _onto_the_code(person)
        await person.press("s")
        await person.reads("Kept as asset 1: .one.py")
        await person.press("enter", "f6")
        await person.until(lambda: _sidebar(person).has_keys)
        await person.press("s")
        await person.reads("kept already, as asset 1")
        (asset,) = await person.services.assets.list()
        assert (asset.language, asset.message_id) == ("python", person.answers()[-1].id)
    command = [sys.executable, "-m", "javari_tui", "assets", "show", "1"]
    shown = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=True)
    assert shown.stdout.decode() == f"{CODE}\n"


async def test_without_a_chosen_block_it_says_how_to_choose_one(javari: Javari) -> None:
    async with javari([saying("ok")], size=WIDE) as person:
        await person.press("ctrl+p")
        await person.type("Keep this block")
        await person.press("enter")
        await person.reads("Choose a block in the chat first")


async def test_data_is_read_with_a_cursor_and_copied_in_parts(javari: Javari, copied: list[str]) -> None:
    tree = '```json\n{"user": {"first name": "Ada", "tags": [1, 2.50]}}\n```'
    async with javari([saying(f"{tree}\n\n```csv\ncity,people\nRome,2800000\n```")], size=WIDE) as person:
        await person.ask("data?")
        await person.press("shift+tab", "up", "enter", "f6")
        await person.reads("JSON tree . 1 key")
        await person.until(lambda: "Fold all" in person.footer().values())
        assert "Wrap" not in person.footer().values()
        await person.press("f", "down", "right", "down", "Y")
        await person.until(lambda: copied == ["$.user['first name']"])
        await person.press("y", "down", "y")
        await person.until(lambda: copied[1:] == ["Ada", "[\n  1,\n  2.50\n]"])
        await person.press("t")
        await person.reads("Code . json . 1 line")
        await person.press("t", "f6")
        await person.until(lambda: person.chat_screen.transcript.has_focus)
        await person.press("down", "enter", "f6")
        await person.reads("Table . 1 row . 2 columns")
        await person.until(lambda: _sidebar(person).has_keys)
        assert "Fold all" not in person.footer().values()
        await person.press("right", "y", "Y")
        await person.until(lambda: copied[3:] == ["2800000", "Rome,2800000"])


async def test_code_inside_a_list_is_reached_copied_opened_quoted_and_kept_alone(
    javari: Javari, copied: list[str]
) -> None:
    steps = "1. Get it:\n\n   ```sh\n   git clone x\n   ```\n\n2. Make it:\n\n   ```sh\n   cd x\n   make\n   ```\n"
    async with javari([saying(steps)], size=WIDE) as person:
        await person.ask("how?")
        await person.press("shift+tab")
        await person.until(lambda: person.footer().get("Right") == "Code inside")
        await person.press("right", "right", "c")
        await person.until(lambda: copied == ["cd x\nmake"])
        marked = [row for row in person.rows() if row.startswith("\u258c")]
        assert ["sh" in marked[0], "cd x" in marked[1], "make" in marked[2]] == [True] * 3
        await person.press("left", "c", "left", "c")
        await person.until(lambda: copied[1:] == ["git clone x", steps.rstrip()])
        await person.press("right", "enter")
        await person.reads("Code . sh . 1 line")
        await person.press("s", "q")
        await person.until(lambda: person.prompt.startswith("> ```sh\n> git clone x\n> ```"))
        (asset,) = await person.services.assets.list()
        assert (asset.language, asset.title) == ("sh", "git clone x")
