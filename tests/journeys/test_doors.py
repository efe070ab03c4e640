"""The menu, the sidebar, languages, themes, the palette, F1, the user's keymap."""

from __future__ import annotations

import re

import pytest

from javari_tui.domain.start import StartOptions
from javari_tui.providers.scripted import saying
from javari_tui.screens.assets.screen import AssetsScreen
from javari_tui.screens.chats.screen import ChatsDialog
from javari_tui.screens.credits.screen import CreditsScreen
from javari_tui.screens.dialogs.explain import ExplainDialog
from javari_tui.screens.dialogs.picker import Picker
from javari_tui.screens.dialogs.profile_menu import ProfileMenuDialog
from javari_tui.screens.help.screen import HelpScreen
from javari_tui.screens.settings.screen import SettingsScreen
from tests.journeys.conftest import Javari


async def test_the_profile_menu_opens_upward_from_its_corner(javari: Javari) -> None:
    async with javari([saying("ok")], size=(80, 24)) as person:
        await person.press("f9")
        await person.on(ProfileMenuDialog)
        rows = person.text().splitlines()
        menu = [number for number, row in enumerate(rows) if "Settings" in row or "Sign " in row]
        assert menu[-1] >= len(rows) - 4, "it stands on its button"
        assert rows[menu[0]].index("Settings") < 12
        await person.press("f9")
        await person.back()


@pytest.mark.parametrize(
    ("downs", "page"),
    [(0, Picker), (1, HelpScreen), (2, CreditsScreen), (3, SettingsScreen), (5, SettingsScreen)],
    ids=["language", "help", "credits", "settings", "keys"],
)
async def test_every_live_entry_of_the_menu_opens_its_page_and_esc_leads_back(
    javari: Javari, downs: int, page: type
) -> None:
    async with javari([saying("ok")]) as person:
        await person.press("f9")
        await person.on(ProfileMenuDialog)
        await person.press(*["down"] * downs, "enter")
        await person.on(page)
        await person.settle()
        await person.press("escape")
        await person.back()
        await person.type("x")
        await person.until(lambda: person.prompt == "x")


async def test_the_menu_leads_to_what_was_kept(javari: Javari) -> None:
    async with javari([saying("ok")], size=(80, 24)) as person:
        await person.press("f9")
        await person.on(ProfileMenuDialog)
        await person.press(*["down"] * 4, "enter")
        await person.on(AssetsScreen)
        await person.reads("Nothing is kept yet")


async def test_the_profile_button_is_reached_and_opened_by_keys(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        for _turn in range(6):
            if type(person.app.focused).__name__ == "ProfileButton":
                break
            await person.press("tab")
        assert type(person.app.focused).__name__ == "ProfileButton"
        await person.press("enter")
        await person.on(ProfileMenuDialog)


async def test_the_bar_says_what_is_left_and_opens_the_details(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.reads("Credits: 1,000 / 1,000 ━━━━━ \\| Plan: Free \\(local\\) \\| Learn More")
        await person.slash("/credits")
        await person.on(CreditsScreen)
        await person.reads("1,000 of 1,000 credits left")
        await person.press("escape")
        await person.back()


async def test_the_sidebar_toggles_and_is_remembered(javari: Javari) -> None:
    async with javari([saying("ok")], size=(120, 30)) as person:
        assert not person.sees("Code, files, diffs")
        await person.press("f4")
        await person.reads("Code, files, diffs")
        await person.until(lambda: True)
    async with javari([saying("ok")], size=(120, 30)) as person:
        await person.reads("Code, files, diffs")
        await person.press("f4")
        await person.reads_no_more("Code, files, diffs")
    async with javari([saying("ok")], size=(120, 30)) as person:
        assert not person.sees("Code, files, diffs")


async def test_a_theme_is_put_on_live_and_remembered(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        before = person.app.theme
        await person.slash("/theme light")
        await person.until(lambda: person.app.theme != before)
        assert "light" in person.app.theme
    async with javari([saying("ok")]) as person:
        assert "light" in person.app.theme


async def test_f1_explains_the_prompt_the_conversation_and_windows(javari: Javari) -> None:
    async with javari([saying("An answer.")]) as person:
        await person.ask("one")
        await person.press("f1")
        await person.on(ExplainDialog)
        assert person.sees("The prompt")
        assert person.sees("Ctrl\\+R")
        await person.press("escape")
        await person.back()
        await person.press("shift+tab", "f1")
        await person.on(ExplainDialog)
        assert person.sees("The conversation")
        await person.press("escape")
        await person.back()
        await person.press("ctrl+o")
        await person.on(ChatsDialog)
        await person.press("f1")
        await person.on(ExplainDialog)
        assert person.sees("The list of chats")
        await person.press("escape")
        await person.on(ChatsDialog)
        await person.press("escape")
        await person.back()
        await person.press("ctrl+p")
        await person.on(Picker)
        await person.press("f1")
        await person.on(ExplainDialog)
        assert person.sees("A list to pick from")


async def test_enter_in_an_explanation_opens_the_help_page(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.press("f1")
        await person.on(ExplainDialog)
        await person.press("enter")
        await person.on(HelpScreen)


async def test_the_palette_lists_commands_with_their_keys_and_runs_one(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        await person.press("ctrl+p")
        await person.on(Picker)
        await person.type("new chat")
        await person.reads("New chat.*\\^N")
        await person.press("escape")
        await person.back()
        await person.press("ctrl+p")
        await person.on(Picker)
        await person.type("sidebar")
        await person.press("enter")
        await person.back()
        await person.reads("Code, files, diffs")


async def test_a_palette_filter_and_enter_in_one_breath_run_the_right_command(javari: Javari) -> None:
    async with javari([saying("ok")]) as person:
        person._press("ctrl+p")
        await person.on(Picker)
        for letter in "sidebar":
            person._press(letter)
        person._press("enter")
        await person.reads("Code, files, diffs")


async def test_the_users_keymap_moves_a_command_and_footer_help_and_palette_follow(javari: Javari) -> None:
    from javari_tui.paths import folders

    folders().config.mkdir(parents=True, exist_ok=True)
    folders().config_file.write_text("keymap:\n  chat.new: f12\n  prompt.send: ctrl+s\n")
    async with javari([saying("ok")], size=(140, 30)) as person:
        await person.until(lambda: person.footer().get("F12") == "New")
        assert "^N" not in person.footer()
        assert person.footer()["^S"] == "Send"
        await person.type("one")
        await person.press("enter")
        await person.settle()
        assert person.messages() == []
        await person.press("ctrl+s")
        await person.answered()
        await person.press("f12")
        await person.until(lambda: person.chat_screen.page.chat is None)
        await person.press("f1")
        await person.on(ExplainDialog)
        assert person.sees("Ctrl\\+S")
        await person.press("escape")
        await person.back()
        await person.press("ctrl+p")
        await person.on(Picker)
        await person.type("new chat")
        await person.reads("New chat.*F12")


async def test_the_footer_shows_only_keys_that_work_now(javari: Javari) -> None:
    async with javari([saying("ok")], size=(200, 30)) as person:
        await person.settle()
        keys = person.footer()
        assert {"Enter", "^N", "F1", "F9"} <= set(keys)
        assert not {"Esc", "F7", "c", "e", "^End"} & set(keys)
        await person.ask("one")
        await person.press("shift+tab")
        await person.until(lambda: person.footer().get("c") == "Copy block")
        assert "Send" not in person.footer().values()


async def test_wrong_settings_are_told_with_line_and_closest_key_and_the_app_starts(javari: Javari) -> None:
    from javari_tui.paths import folders

    folders().config.mkdir(parents=True, exist_ok=True)
    folders().config_file.write_text("glyps: ascii\n")
    async with javari([saying("ok")]) as person:
        await person.reads("glyps")
        assert person.sees("glyphs")
        await person.ask("one")


async def test_a_language_for_one_start_is_not_remembered(javari: Javari) -> None:
    async with javari([saying("ok")], options=StartOptions(language="qps")) as person:
        assert person.sees(re.escape("[Ñéw çhát"))
    async with javari([saying("ok")]) as person:
        assert person.sees("New chat")
