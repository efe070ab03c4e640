"""The settings screen by keys: what is chosen is in force and saved at once, in a real database and a real file."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from javari_tui.domain.errors import StorageError
from javari_tui.domain.preferences import CodePreference, Preset, Tone
from javari_tui.messages import LanguageChosen, SettingsChanged
from javari_tui.screens.settings.screen import SECTIONS
from javari_tui.widgets.settings.choice import ChoiceRow
from tests.screens.settings_page import opened


async def test_a_preset_is_chosen_saved_and_seen_in_the_prompt() -> None:
    async with opened("behaviour") as page:
        before = page.row("system_prompt").value
        await page.go_to("preset")
        await page.press("right")
        await page.until(lambda: page.row("system_prompt").value != before)
        preferences = await page.services.preferences.read()
        assert preferences.preset is Preset.FULL_CODE
        assert (page.row("code").value, page.row("tone").value) == (CodePreference.FULL_REPLACEABLE, Tone.TECHNICAL)
        assert page.row("system_prompt").value == await page.services.conversation.system_prompt()
        assert "whole files" in page.row("system_prompt").value


async def test_quick_choices_end_at_the_last_one() -> None:
    async with opened("behaviour") as page:
        await page.go_to("tone")
        await page.press("right", "right", "left", "left", "right", "right")
        await page.until(lambda: not any(pane._waiting for pane in page.screen._panes.query(SECTIONS[0])))
        assert page.row("tone").value == Tone.TECHNICAL
        assert (await page.services.preferences.read()).communication_tone is Tone.TECHNICAL


async def test_ones_own_instructions_are_saved_as_they_are_written() -> None:
    async with opened("behaviour") as page:
        await page.go_to("preset")
        await page.press("right", "right")
        await page.go_to("tone")
        await page.press("down")
        assert isinstance(page.app.focused, TextArea)
        await page.press(*"be brief")
        await page.until(lambda: "be brief" in page.row("system_prompt").value)
        assert (await page.services.preferences.read()).custom_system_prompt == "be brief"


async def test_leaving_saves_what_was_written_a_moment_ago() -> None:
    async with opened("behaviour") as page:
        await page.go_to("tone")
        await page.press("down", "x", "escape")
        await page.until(lambda: page.app.screen is not page.screen)
        assert (await page.services.preferences.read()).custom_system_prompt == "x"


async def test_arrows_lead_into_the_long_field_and_out_again() -> None:
    async with opened("behaviour", size=(80, 24)) as page:
        await page.go_to("tone")
        await page.press("down", "down")
        assert page.app.focused is page.row("system_prompt")
        await page.press("up", "up", "up", "up", "up", "up", "up", "up", "up")
        assert page.app.focused is not page.row("system_prompt")


async def test_the_prompt_is_copied_exactly() -> None:
    async with opened("behaviour") as page:
        copied: list[str] = []
        page.app.copy_to_clipboard = copied.append  # type: ignore[method-assign, assignment]
        await page.press("f8")
        await page.until(lambda: copied)
        assert copied == [await page.services.conversation.system_prompt()]


async def test_the_theme_changes_as_it_is_chosen() -> None:
    async with opened("appearance") as page:
        assert isinstance(page.app.focused, ChoiceRow) and page.app.focused.key == "theme"
        await page.press("right", "right", "right")
        assert page.app.theme == "javari-contrast"
        await page.until(lambda: not page.app.workers._workers)
        assert (await page.services.preferences.read()).theme == "contrast"


async def test_a_setting_of_the_file_is_written_and_announced() -> None:
    async with opened("appearance") as page:
        file = page.services.settings.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# mine\nmouse: true\n")
        page.services.settings.reload()
        await page.go_to("motion")
        await page.press("right")
        await page.until(lambda: any(isinstance(message, SettingsChanged) for message in page.app.heard))
        assert file.read_text() == "# mine\nmouse: true\nmotion: reduced\n"
        assert page.services.settings.settings.motion == "reduced"


async def test_a_setting_that_cannot_be_saved_is_not_shown_as_if_it_were() -> None:
    async with opened("appearance") as page:
        file = page.services.settings.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mouse: [\n")
        await page.go_to("timestamps")
        await page.press("left")
        await page.until(lambda: page.app._notifications)
        await page.until(lambda: page.row("timestamps").value == "false")
        (notice,) = page.app._notifications
        assert "line 2" in notice.message
        assert file.read_text() == "mouse: [\n"


async def test_a_full_disk_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened("behaviour") as page:

        async def full(**_changes: object) -> None:
            raise StorageError

        monkeypatch.setattr(type(page.services.preferences), "change", lambda _self, **changes: full(**changes))
        await page.go_to("tone")
        await page.press("right")
        await page.until(lambda: page.app._notifications)
        await page.until(lambda: page.row("tone").value == Tone.PROFESSIONAL)


async def test_what_the_environment_decides_is_told() -> None:
    async with opened("appearance", environ={"JAVARI_MOTION": "reduced", "JAVARI_THEME": "dark"}) as page:
        await page.until(lambda: page.row("motion").note)
        assert page.row("motion").note == "JAVARI_MOTION decides in this run"
        assert page.row("theme").note == "JAVARI_THEME decides in this run"
        assert (page.row("motion").value, page.row("theme").value) == ("reduced", "dark")
        assert page.row("glyphs").note == ""


async def test_the_language_switches_everything_on_screen() -> None:
    async with opened("language") as page:
        assert "Answers" in page.text() and "Settings" in page.text()
        await page.press("right")
        await page.until(lambda: any(isinstance(message, LanguageChosen) for message in page.app.heard))
        assert (await page.services.preferences.read()).preferred_language == "en"
        await page.until(lambda: "[Áñšwérš" in page.text())
        text = page.text()
        assert "Settings" not in text and "[Šéttíñgš" in text and "[Béhávíór" in text
        assert "English" in text and "Español" in text
        plain = {word for word in text.split() if word.isalpha() and word.isascii() and len(word) > 3}
        assert plain <= {"English", "Deutsch"}
