"""Ctrl+R: earlier prompts."""

from __future__ import annotations

from textual.app import App
from textual.widgets import Input, OptionList, Static

from javari_tui.screens.dialogs.history_search import HistorySearch, earlier_with

ENTRIES = ("newest one", "fix the login page\nwith care", "Résumé of it", "older [/x] one")


class Searching(App[str | None]):
    """Shows the search at once and ends with what it gives back."""

    def on_mount(self) -> None:
        self.push_screen(HistorySearch(ENTRIES), self.exit)


async def test_every_word_must_be_there_and_the_newest_comes_first() -> None:
    assert earlier_with(ENTRIES, "ONE") == ["newest one", "older [/x] one"]
    assert earlier_with(ENTRIES, "resume") == ["Résumé of it"]
    assert earlier_with(ENTRIES, "page login") == ["fix the login page\nwith care"]
    assert earlier_with(ENTRIES, "page one") == []
    assert earlier_with(ENTRIES, " ") == list(ENTRIES)


async def test_typing_finds_and_enter_gives_the_whole_prompt_back() -> None:
    async with Searching().run_test() as pilot:
        await pilot.press(*"login", "enter")
    assert pilot.app.return_value == "fix the login page\nwith care"


async def test_ctrl_r_again_and_down_go_to_older_ones_up_to_newer() -> None:
    async with Searching().run_test() as pilot:
        await pilot.press(*"one", "ctrl+r", "enter")
    assert pilot.app.return_value == "older [/x] one"

    async with Searching().run_test() as pilot:
        await pilot.press("down", "down", "up", "enter")
    assert pilot.app.return_value == ENTRIES[1]


async def test_esc_gives_nothing_back_and_enter_on_nothing_stays() -> None:
    async with Searching().run_test() as pilot:
        await pilot.press(*"zzz", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HistorySearch)
        await pilot.press("escape")
    assert pilot.app.return_value is None


async def test_several_lines_are_shown_whole_and_one_line_needs_no_preview() -> None:
    async with Searching().run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        preview = pilot.app.screen.query_one(".history-search--preview", Static)
        assert not preview.parent or not preview.parent.display
        await pilot.press(*"login")
        await pilot.pause()
        assert str(preview.content) == ENTRIES[1]
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        assert pilot.app.screen.query_one(Input).has_focus
        assert pilot.app.screen.query_one(".dialog").region.bottom <= 20
