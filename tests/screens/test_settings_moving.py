"""Going about on the settings screen: everything is reached by keys, found by words, and fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from javari_tui import i18n, paths
from javari_tui.screens.settings.screen import SECTIONS
from javari_tui.widgets.settings.row import SettingRow
from tests.screens.settings_page import opened


async def test_a_search_finds_across_sections_without_accents() -> None:
    async with opened() as page:
        await page.press("slash", *"themé")
        assert page.shown_rows() == ["theme"]
        await page.press("enter", "right")
        await page.until(lambda: page.app.theme == "javari-light")
        await page.press("slash", *(["backspace"] * 5), *"answers portugues")
        assert page.shown_rows() == ["answer_language"]
        await page.press(*" no such words")
        assert page.shown_rows() == [] and "No setting has these words." in page.text()
        await page.press("escape")
        assert page.screen.query_one(Input).value == ""
        assert page.shown_rows()[0] == "preset"
        assert page.app.screen is page.screen
        await page.press("escape")
        await page.until(lambda: page.app.screen is not page.screen)


async def test_letters_begin_a_search_and_every_word_counts() -> None:
    async with opened() as page:
        assert "/ Search" in page.text()
        await page.press(*"appearance mouse")
        assert page.shown_rows() == ["mouse"]
        assert "/ Search" not in page.text()


async def test_sections_follow_the_list() -> None:
    async with opened() as page:
        assert page.shown_rows()[0] == "preset"
        await page.press("down")
        assert page.shown_rows() == ["language", "answer_language"]
        await page.press("enter")
        assert page.app.focused is page.row("language")
        await page.press("alt+down")
        assert page.app.focused is page.row("theme")
        await page.press("alt+up", "alt+up", "alt+up")
        assert page.app.focused is page.row("credits.most_message")


async def test_the_row_in_focus_stays_in_sight_when_the_terminal_changes_its_size() -> None:
    async with opened(size=(80, 24)) as page:
        await page.press("alt+up")  # to the last section, with the list in focus
        await page.press("tab")
        await page.go_to("billing.url")
        row = page.app.focused
        assert row is not None
        panes = page.screen.query_one("#settings-panes")
        for width, height in ((60, 24), (80, 12), (60, 12), (80, 24)):
            await page.pilot.resize_terminal(width, height)
            await page.until(lambda: row.region.height and panes.region.contains_region(row.region))
            assert page.app.focused is row


async def test_in_a_narrow_terminal_list_and_pane_take_turns() -> None:
    async with opened(size=(60, 20)) as page:
        assert "Behavior" in page.text() and "Preset" not in page.text()
        await page.press("down", "down", "enter")
        assert "Theme" in page.text() and "Behavior" not in page.text()
        await page.press("escape")
        assert "Behavior" in page.text() and page.app.screen is page.screen
        await page.press("escape")
        await page.until(lambda: page.app.screen is not page.screen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_nothing_is_wider_than_the_screen(size: tuple[int, int]) -> None:
    async with opened(SECTIONS[0].KEY, size=size) as page:
        i18n.use_language(i18n.PSEUDO_LANGUAGE, paths.shipped("locales"))
        for _section in SECTIONS:
            for row in page.screen.query(SettingRow):
                row.translate()
            await page.press("alt+down")
            for row in page.screen.query(SettingRow):
                if width := row.content_size.width:
                    assert all(line.cell_length <= width for line in row.lines(width)), row.key
            assert page.screen._panes.max_scroll_x == 0


async def test_every_row_can_be_reached_with_the_arrows_alone() -> None:
    for pane in SECTIONS:
        async with opened(pane.KEY, size=(80, 24)) as page:
            reached, before = set[str](), None
            while before != (before := (page.app.focused, page.screen._panes.scroll_y)):
                focused = page.app.focused
                reached |= {getattr(node, "key", "") for node in (focused.ancestors_with_self if focused else ())}
                await page.press("down")
            assert set(page.shown_rows()) <= reached


async def test_a_section_can_be_asked_for_by_words() -> None:
    async with opened("mouse") as page:
        assert page.shown_rows() == ["mouse"]


async def test_colours_come_from_the_theme_only() -> None:
    for file in (Path(__file__).parents[2] / "javari_tui").rglob("settings*/**/*.tcss"):
        text = file.read_text()
        assert "#" not in text.replace("#settings-", "").replace("#providers", "") and "rgb" not in text
