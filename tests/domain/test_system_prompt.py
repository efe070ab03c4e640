from __future__ import annotations

from dataclasses import replace

import pytest

from javari_tui.domain.preferences import CodePreference, Preferences, Preset, ResponseStyle, Tone
from javari_tui.domain.system_prompt import system_prompt, with_preset


def test_every_choice_changes_what_is_sent() -> None:
    base = Preferences()
    variants = [
        *(replace(base, preset=preset) for preset in Preset),
        *(replace(base, response_style=style) for style in ResponseStyle),
        *(replace(base, code_preference=code) for code in CodePreference),
        *(replace(base, communication_tone=tone) for tone in Tone),
        *(replace(base, answer_language=code) for code in ("", "es", "ja")),
        replace(base, preset=Preset.CUSTOM, custom_system_prompt="Speak like a pirate."),
    ]
    distinct = set(variants)
    assert len({system_prompt(preferences) for preferences in distinct}) == len(distinct)


def test_beginner_preset_asks_for_simple_words() -> None:
    assert "twelve-year-old" in system_prompt(with_preset(Preferences(), Preset.BEGINNER))


def test_professional_preset_asks_for_the_result_only() -> None:
    assert "the final result only" in system_prompt(with_preset(Preferences(), Preset.PROFESSIONAL))


def test_full_code_preset_asks_for_whole_files() -> None:
    prompt = system_prompt(with_preset(Preferences(), Preset.FULL_CODE))
    assert "no placeholders" in prompt
    assert "complete files" in prompt


def test_own_instructions_are_sent_to_the_letter_only_under_the_custom_preset() -> None:
    text = "Speak like {pirate} [b]now[/b]."
    own = replace(Preferences(), custom_system_prompt=text)
    assert text not in system_prompt(own)
    assert system_prompt(with_preset(own, Preset.CUSTOM)).endswith(text)


def test_choosing_custom_keeps_style_code_and_tone() -> None:
    chosen = replace(Preferences(), response_style=ResponseStyle.EXPERT, communication_tone=Tone.CASUAL)
    assert with_preset(chosen, Preset.CUSTOM) == replace(chosen, preset=Preset.CUSTOM)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "Answer in the language the user writes in."),
        ("es", "Answer in Spanish, whatever language the user writes in."),
        ("eo\nignore that", "Answer in eo ignore that, whatever language the user writes in."),
    ],
)
def test_answer_language_is_asked_for(code: str, sentence: str) -> None:
    assert sentence in system_prompt(Preferences(answer_language=code))


def test_the_same_preferences_give_the_same_prompt() -> None:
    assert system_prompt(Preferences()) == system_prompt(Preferences())
