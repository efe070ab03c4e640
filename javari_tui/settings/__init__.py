"""Settings: what a person may write in `config.yaml`, and what the environment says for one run.

Each key has exactly one home. How Javari answers, the languages, the theme, the sidebar, the default model and
the name are preferences and live in the database (`PREFERENCE_KEYS`); everything else is here.
"""

from __future__ import annotations

from javari_tui.settings.model import (
    AnswerSettings,
    AttachmentSettings,
    Glyphs,
    Motion,
    PasteSettings,
    Protocol,
    ProviderSettings,
    Settings,
    StorageSettings,
)
from javari_tui.settings.preference_keys import PREFERENCE_KEYS, PreferenceKey, read_preference, with_preference
from javari_tui.settings.problems import SettingsProblem
from javari_tui.settings.store import SettingInfo, SettingsStore, Source

__all__ = [
    "PREFERENCE_KEYS",
    "AnswerSettings",
    "AttachmentSettings",
    "Glyphs",
    "Motion",
    "PasteSettings",
    "PreferenceKey",
    "Protocol",
    "ProviderSettings",
    "SettingInfo",
    "Settings",
    "SettingsProblem",
    "SettingsStore",
    "Source",
    "StorageSettings",
    "read_preference",
    "with_preference",
]
