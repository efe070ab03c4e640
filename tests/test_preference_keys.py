"""Preferences by their short keys, as the command line and the environment name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from javari_tui.domain.errors import SettingsError
from javari_tui.domain.preferences import CodePreference, Preferences, Preset, ResponseStyle, Tone
from javari_tui.settings import SettingsStore
from javari_tui.settings.preference_keys import PREFERENCE_KEYS, read_preference, with_preference


def test_a_key_has_one_home() -> None:
    fixed = {info.key for info in SettingsStore.load(Path("/nowhere"), {}).describe()}
    assert not fixed & PREFERENCE_KEYS.keys()
    assert {known.field for known in PREFERENCE_KEYS.values()} == set(Preferences.__slots__)


@pytest.mark.parametrize(
    ("key", "text", "changed"),
    [
        ("theme", "my-own", {"theme": "my-own"}),
        ("preferred_language", "es", {"preferred_language": "es"}),
        ("sidebar", "yes", {"sidebar_default_open": True}),
        ("tone", "CASUAL", {"communication_tone": Tone.CASUAL}),
        ("model", "anthropic/claude-opus-5-5", {"model": "anthropic/claude-opus-5-5"}),
        ("effort", "high", {"effort": "high"}),
        ("prompt", "Be kind.\nBe brief.", {"custom_system_prompt": "Be kind.\nBe brief."}),
    ],
)
def test_a_preference_is_set_by_its_short_key(key: str, text: str, changed: dict[str, str]) -> None:
    preferences = with_preference(Preferences(), key, text)
    assert preferences == Preferences(**changed)  # type: ignore[arg-type]
    assert read_preference(preferences, key).lower() == ("true" if text == "yes" else text.lower())


def test_a_preset_brings_what_suits_it() -> None:
    preferences = with_preference(Preferences(), "preset", "fullcode")
    assert preferences.preset is Preset.FULL_CODE
    assert preferences.code_preference is CodePreference.FULL_REPLACEABLE
    assert preferences.response_style is ResponseStyle.INTERMEDIATE


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("tone", "rude"),
        ("sidebar", "perhaps"),
        ("language", "../es"),
        ("theme", "a\x1b[31m"),
        ("model", "claude"),
        ("effort", "huge"),
        ("prompt", "x" * 20_001),
        ("colour", "red"),
    ],
)
def test_a_wrong_preference_is_refused(key: str, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        with_preference(Preferences(), key, text)
    assert caught.value.cure
