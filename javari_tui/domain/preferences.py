"""How one person wants Javari: the values of the `user_preferences` table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ResponseStyle(StrEnum):
    """For whom answers are written."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    EXPERT = "expert"


class CodePreference(StrEnum):
    """How code is given."""

    FULL_REPLACEABLE = "full_replaceable"
    SNIPPETS = "snippets"
    EXPLANATIONS = "explanations"


class Tone(StrEnum):
    """How answers sound."""

    PROFESSIONAL = "professional"
    CASUAL = "casual"
    TECHNICAL = "technical"


class Preset(StrEnum):
    """A named behaviour; the keys are the product's own."""

    BEGINNER = "beginner"
    PROFESSIONAL = "professional"
    FULL_CODE = "fullCode"
    CUSTOM = "custom"


class ThemeChoice(StrEnum):
    """The three themes everyone knows; any other value is a theme file's name."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person chose."""

    preset: Preset = Preset.PROFESSIONAL
    response_style: ResponseStyle = ResponseStyle.INTERMEDIATE
    code_preference: CodePreference = CodePreference.SNIPPETS
    communication_tone: Tone = Tone.PROFESSIONAL
    custom_system_prompt: str = ""
    preferred_language: str = ""
    """Interface language; empty follows the environment."""
    answer_language: str = ""
    """Language of answers; empty follows the language the user writes in."""
    theme: str = ThemeChoice.AUTO
    sidebar_default_open: bool = False
    display_name: str = ""
    """Empty means the account's name on this machine."""
    model: str = ""
    """Default `provider/model`; empty lets Javari choose."""
    effort: str = ""
