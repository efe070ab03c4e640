"""The profile button and its menu."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from javari_tui.widgets.profile_button import ProfileButton
from javari_tui.widgets.profile_menu import MenuRow, ProfileMenu
from tests.widgets.shown import shown


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_the_button_opens_the_menu_by_key(key: str) -> None:
    button = ProfileButton()
    async with shown(button) as (pilot, app):
        button.focus()
        await pilot.press(key)
        await pilot.pause()
        assert app.wanted == ["profile.menu"]


async def test_the_button_opens_the_menu_by_click() -> None:
    async with shown(ProfileButton()) as (pilot, app):
        await pilot.click(ProfileButton)
        await pilot.pause()
        assert app.wanted == ["profile.menu"]


async def test_the_button_shows_the_name_as_text_and_never_grows_over_the_footer() -> None:
    button = ProfileButton()
    async with shown(button) as (pilot, app):
        assert "Profile" in app.rows()[0]
        button.user_name = "[/nope]"
        await pilot.pause()
        assert "[/nope]" in app.rows()[0]
        button.user_name = "name " * 30
        await pilot.pause()
        assert button.region.width <= 24


async def test_the_menu_chooses_the_first_row_that_does_something_and_skips_the_others() -> None:
    rows = (
        MenuRow(glyph="person", text="[/nope]"),
        MenuRow(glyph="gear", text="Settings", command_id="settings.open", rule_before=True),
        MenuRow(glyph="folder", text="Coming"),
        MenuRow(glyph="lock", text="Keys", command_id="settings.keys"),
    )
    menu = ProfileMenu(rows)
    async with shown(menu) as (pilot, app):
        menu.focus()
        assert menu.highlighted_option is not None
        assert menu.highlighted_option.id == "settings.open"
        await pilot.press("down")
        assert menu.highlighted_option.id == "settings.keys"
        assert any("[/nope]" in row for row in app.rows())
        columns = {
            cell_len(row[: row.index(word)]) for row in app.rows() for word in ("Settings", "Keys") if word in row
        }
        assert len(columns) == 1, "words start in one column whatever the sign's width"
        assert isinstance(menu, OptionList)
