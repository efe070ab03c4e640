"""Settings: what a person may write in `config.yaml`, and what the environment says for one run.

Each key has exactly one home. How Javari answers, the languages, the theme, the sidebar, the default model and
the name are preferences and live in the database (`PREFERENCE_KEYS`); everything else is here.
"""

from __future__ import annotations

from javari_tui.settings.model import (
    AnswerSettings,
    AttachmentSettings,
    Glyphs,
    Images,
    Link,
    Motion,
    PasteSettings,
    Protocol,
    ProviderSettings,
    Settings,
    SidebarOpens,
    StorageSettings,
)
from javari_tui.settings.store import SettingsStore

__all__ = [
    "AnswerSettings",
    "AttachmentSettings",
    "Glyphs",
    "Images",
    "Link",
    "Motion",
    "PasteSettings",
    "Protocol",
    "ProviderSettings",
    "Settings",
    "SettingsStore",
    "SidebarOpens",
    "StorageSettings",
]
