"""Nothing overlaps and nothing that matters is cut off, from 60×20 to 200×60."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from textual.containers import Container, Horizontal
from textual.widget import Widget

from javari_tui.providers.scripted import saying
from tests.journeys.conftest import Javari
from tests.journeys.person import Person, halting

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
LONG = "\n\n".join(f"Paragraph {number} of it, long enough to be wrapped once or twice." for number in range(80))


def _in_order(person: Person) -> list[Widget]:
    """The parts of the page from top to bottom."""
    screen = person.chat_screen
    parts: list[Widget] = [screen.header, screen.query_one("#bars", Horizontal), screen.query_one("#middle", Container)]
    parts += [screen.queue_list, screen.prompt, screen.query_one("#bottom", Horizontal)]
    return [part for part in parts if part.display]


def _check_page(person: Person, width: int, height: int) -> None:
    parts = _in_order(person)
    assert parts[0].region.y == 0
    assert parts[-1].region.bottom == height
    for upper, lower in pairwise(parts):
        assert upper.region.bottom == lower.region.y, (upper, lower)
    assert all(part.region.height and part.region.width == width for part in parts)
    rows = person.text().splitlines()
    assert re.search(r"Credits: (—|1,000 / 1,000.*) \| Plan: Free \(local\)", rows[1]), rows[1]
    assert "▴" in rows[-1]
    assert "Help" in rows[-1]


@pytest.mark.parametrize(("width", "height"), SIZES)
async def test_the_page_holds_together(javari: Javari, width: int, height: int) -> None:
    script, go_on = halting(LONG)
    async with javari([script, saying("ok")], size=(width, height)) as person:
        _check_page(person, width, height)
        await person.send("a question with a rather long title, longer than the header can show in sixty columns")
        await person.reads("Paragraph 79")
        _check_page(person, width, height)
        await person.send("the next question waits")
        await person.reads("⧗ the next question")
        await person.press("pageup")
        await person.reads(r"To the end|↓ Ctrl\+End")
        await person.type("\n".join(f"row {number} of a draft" for number in range(30)))
        _check_page(person, width, height)
        middle = person.chat_screen.transcript.region.height
        assert middle >= height // 4, "the prompt leaves room for reading"
        assert person.sees("row 29 of a draft")
        go_on.set()


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("key", ["ctrl+o", "ctrl+p", "f9", "f1", "f2", "ctrl+r"])
async def test_windows_fit_and_show_title_and_hint(javari: Javari, width: int, height: int, key: str) -> None:
    async with javari([saying("ok")], size=(width, height)) as person:
        await person.ask("one")
        await person.press(key)
        await person.until(lambda: person.app.screen is not person.chat_screen)
        await person.settle()
        await person.until(lambda: person.app.screen.query_one(".dialog").region.height)
        dialog = person.app.screen.query_one(".dialog")
        assert person.app.screen.region.contains_region(dialog.region)
        for part in dialog.walk_children(Widget):
            if part.display and part.has_class("dialog--title", "dialog--hint") and part.region.height:
                assert dialog.region.contains_region(part.region)
        hints = [part for part in dialog.query(".dialog--hint") if part.display]
        assert all(hint.region.height and hint.region.bottom <= height for hint in hints)


@pytest.mark.parametrize(("width", "height"), [(60, 20), (120, 40)])
async def test_the_sidebar_never_squeezes_the_chat(javari: Javari, width: int, height: int) -> None:
    async with javari([saying("ok")], size=(width, height)) as person:
        before = person.chat_screen.transcript.region.width
        await person.press("f4")
        await person.reads("Code, files, diffs")
        side, chat = person.chat_screen.sidebar.region, person.chat_screen.transcript.region
        if width < 100:
            assert chat.width == before
        else:
            assert not side.overlaps(chat)
            assert chat.width >= 60


async def test_a_resize_keeps_the_row_at_the_top(javari: Javari) -> None:
    async with javari([saying(LONG)], size=(120, 40)) as person:
        await person.ask("long")
        await person.press("pageup", "pageup")
        await person.reads(r"To the end|↓ Ctrl\+End")
        top = person.rows()[4].split(" of it")[0].strip()
        await person.pilot.resize_terminal(70, 24)
        await person.settle()
        assert any(top in row for row in person.rows()[2:6])


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_while_the_reader_is_away_no_row_of_the_text_is_covered(javari: Javari, width: int) -> None:
    text = "\n".join(f"{number} {'x' * 200}" for number in range(100))
    async with javari([saying(f"```\n{text}\n```")], size=(width, 24)) as person:
        await person.ask("Long")
        await person.press("pageup")
        mark, transcript = person.chat_screen.follow_mark, person.chat_screen.transcript
        await person.until(lambda: mark.region.width)
        assert not mark.region.overlaps(transcript.region)
        assert mark.region.right == width
        assert "Ctrl+End" in person.rows()[mark.region.y]
        assert "Credits: 1,000 / 1,000" in person.rows()[mark.region.y]
