"""Limits and the billing server, chosen by keys."""

from __future__ import annotations

from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.widgets.settings.link import LinkRow
from tests.screens.settings_page import Page, opened


async def _write(page: Page, *keys: str) -> None:
    await page.until(lambda: isinstance(page.app.screen, AskText))
    await page.press("ctrl+u", *keys, "enter")


async def _reads(page: Page, words: str) -> None:
    """Also in a window in front of the page."""
    await page.until(lambda: words in " ".join(strip.text for strip in page.app.screen._compositor.render_strips()))


def _shown(page: Page, key: str) -> str:
    row = page.row(key)
    assert isinstance(row, LinkRow)
    return row.shown


async def test_a_limit_is_a_whole_number_as_one_writes_it_and_saved_at_once() -> None:
    async with opened("credits") as page:
        credits = page.services.settings
        assert page.app.focused is page.row("credits.most_message")
        await page.press("enter")
        await _write(page, *"1.5")
        await _reads(page, "no whole number")
        assert credits.settings.credits.most_message == 0
        await page.press(*"1,000", "enter")  # in place of what is written there
        await page.until(lambda: _shown(page, "credits.most_message") == "1,000 credits")
        assert credits.settings.credits.most_message == 1000
        await page.press("enter")
        await _write(page)
        await page.until(lambda: _shown(page, "credits.most_message") == "no limit")
        assert credits.settings.credits.most_message == 0


async def test_a_number_too_large_is_refused_with_the_bounds_and_esc_leaves_it() -> None:
    async with opened("credits") as page:
        await page.press("enter")
        await _write(page, *"99999999")
        await _reads(page, "1000000")
        await page.press("escape")
        await page.until(lambda: page.app.screen is page.screen)
        assert page.services.settings.settings.credits.most_message == 0


async def test_an_address_that_is_none_is_not_kept() -> None:
    async with opened("credits") as page:
        await page.go_to("billing.url")
        await page.press("enter")
        await _write(page, *"http://example.com")
        await _reads(page, "cannot be used")
        assert page.services.settings.settings.billing.url == ""
        await _write(page, *"https://billing.example.com")
        await page.until(lambda: _shown(page, "billing.url") == "https://billing.example.com")
