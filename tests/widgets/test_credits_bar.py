"""The bar below the header."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from javari_tui.terminal.glyphs import use_glyphs
from javari_tui.terminal.link import LinkState
from javari_tui.widgets.credits_bar import CreditsBar
from tests.widgets.shown import shown


@pytest.fixture(autouse=True)
def unicode_after() -> Iterator[None]:
    yield
    use_glyphs("unicode")


@pytest.mark.parametrize("width", [50, 60, 200])
async def test_an_unknown_balance_is_a_dash_and_never_zero(width: int) -> None:
    async with shown(CreditsBar(), width=width) as (_pilot, app):
        assert app.rows()[0] == " ◆ Credits: — | Plan: Free (local) | Learn More"


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (80, " ◆ Credits: — | Plan: Free (local) | Learn More              SSH 180 ms · light"),
        (60, " ◆ Credits: — | Plan: Free (local)       SSH 180 ms · light"),
        (50, " ◆ Credits: — | Plan: Free (local) | Learn More"),
    ],
)
async def test_a_slow_line_is_told_at_the_end_and_the_rest_stays_in_its_place(width: int, row: str) -> None:
    bar = CreditsBar()
    async with shown(bar, width=width) as (pilot, app):
        bar.link = LinkState(frame_seconds=0.2, is_measured=True, milliseconds=180, is_ssh=True)
        await pilot.pause()
        assert app.rows()[0] == row
        bar.link = LinkState()
        await pilot.pause()
        assert app.rows()[0] == " ◆ Credits: — | Plan: Free (local) | Learn More"


async def test_a_click_opens_the_details() -> None:
    async with shown(CreditsBar()) as (pilot, app):
        await pilot.click(CreditsBar, offset=(40, 0))
        await pilot.pause()
        assert app.wanted == ["credits.open"]


async def test_it_is_plain_ascii_where_that_is_wanted() -> None:
    use_glyphs("ascii")
    bar = CreditsBar()
    bar.link = LinkState(frame_seconds=0.2, is_measured=True)
    async with shown(bar) as (_pilot, app):
        assert app.rows()[0].isascii()
        assert app.rows()[0].endswith("Line slow - light")


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (80, " ! 2 questions wait | ◆ Credits: — | Plan: Free (local) | Learn More"),
        (60, " ! 2 questions wait | ◆ Credits: — | Plan: Free (local)"),
        (40, " ! 2 questions wait"),
    ],
)
async def test_what_waits_for_the_user_comes_first_and_a_click_goes_to_it(width: int, row: str) -> None:
    bar = CreditsBar()
    async with shown(bar, width=width) as (pilot, app):
        bar.waiting, bar.doing = 2, "Running: ls"
        await pilot.pause()
        assert app.rows()[0] == row
        await pilot.click(CreditsBar, offset=(5, 0))
        await pilot.pause()
        assert app.wanted == ["tools.question"]
        bar.waiting = 0
        await pilot.pause()
        assert app.rows()[0].startswith(" ● Running: ls")
