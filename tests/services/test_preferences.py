from __future__ import annotations

import pytest

from javari_tui.domain.preferences import CodePreference, Preferences, Preset, ResponseStyle, Tone
from javari_tui.domain.system_prompt import system_prompt
from javari_tui.providers.scripted import saying
from tests.services.javari import Opener, turns


async def test_change_is_kept_told_and_still_there_after_a_restart(opener: Opener) -> None:
    javari = await opener([saying("x")])
    told: list[Preferences] = []
    stop = javari.services.preferences.listen(told.append)
    await javari.services.preferences.change(theme="light", display_name="Ana")
    await turns()
    stop()
    await javari.services.preferences.change(theme="dark")
    await turns()
    assert [(preferences.theme, preferences.display_name) for preferences in told] == [("light", "Ana")]
    await javari.services.close()
    again = await opener([saying("x")])
    read = await again.services.preferences.read()
    assert (read.theme, read.display_name) == ("dark", "Ana")


async def test_what_is_set_is_exactly_what_is_sent(opener: Opener) -> None:
    javari = await opener([saying("x")])
    chat_id = await javari.ask("One")
    await javari.services.preferences.change(
        preset=Preset.CUSTOM,
        custom_system_prompt="Speak like a pirate.",
        communication_tone=Tone.CASUAL,
        response_style=ResponseStyle.EXPERT,
        answer_language="es",
    )
    await javari.ask("Two", chat_id)
    first, second = javari.requests()
    assert first.system == system_prompt(Preferences())
    assert second.system == await javari.services.conversation.system_prompt()
    assert "Speak like a pirate." in second.system
    assert "Answer in Spanish" in second.system


async def test_preset_brings_what_suits_it(opener: Opener) -> None:
    javari = await opener([saying("x")])
    chosen = await javari.services.preferences.choose_preset(Preset.FULL_CODE)
    assert (chosen.preset, chosen.code_preference) == (Preset.FULL_CODE, CodePreference.FULL_REPLACEABLE)


async def test_environment_wins_for_a_run_until_the_user_chooses_and_is_never_stored(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVARI_THEME", "light")
    javari = await opener([saying("x")])
    await javari.services.preferences.change(display_name="Ana")
    assert (await javari.services.preferences.read()).theme == "light"
    await javari.services.preferences.change(theme="dark")
    assert (await javari.services.preferences.read()).theme == "dark"
    await javari.services.close()
    monkeypatch.delenv("JAVARI_THEME")
    again = await opener([saying("x")])
    assert (await again.services.preferences.read()).theme == "dark"


async def test_two_windows_do_not_undo_each_others_changes(opener: Opener) -> None:
    one, other = await opener([saying("x")]), await opener([saying("x")])
    await one.services.preferences.change(theme="light")
    await other.services.preferences.change(display_name="Ana")
    await one.services.preferences.change(effort="low")
    assert (await one.services.preferences.read()).display_name == "Ana"
    assert (await one.services.preferences.read()).theme == "light"
