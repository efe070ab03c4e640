"""How the user wants Javari: read, changed, and told to those who show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypedDict, Unpack

from javari_tui.domain.preferences import CodePreference, Preferences, Preset, ResponseStyle, Tone
from javari_tui.domain.system_prompt import system_prompt, with_preset
from javari_tui.services.listeners import Listeners
from javari_tui.services.stored import Stored
from javari_tui.settings import SettingsStore
from javari_tui.settings.preference_keys import PREFERENCE_KEYS, with_preference
from javari_tui.storage.preferences import read_preferences, write_preferences


class PreferenceChanges(TypedDict, total=False):
    """What may change in preferences."""

    preset: Preset
    response_style: ResponseStyle
    code_preference: CodePreference
    communication_tone: Tone
    custom_system_prompt: str
    preferred_language: str
    answer_language: str
    theme: str
    sidebar_default_open: bool
    display_name: str
    model: str
    effort: str


class PreferencesService:
    """Preferences as they are in force: as stored, with what the environment says for this run."""

    def __init__(self, stored: Stored, settings: SettingsStore, user_id: int, preferences: Preferences) -> None:
        self._stored = stored
        self._settings = settings
        self._user_id = user_id
        self._preferences = preferences
        self._changed_here: set[str] = set()
        self._listeners: Listeners[Preferences] = Listeners()

    async def read(self) -> Preferences:
        """The preferences in force."""
        preferences = self._preferences
        for key, text in self._settings.preference_overrides.items():
            if PREFERENCE_KEYS[key].field not in self._changed_here:
                preferences = with_preference(preferences, key, text)
        return preferences

    async def change(self, **changes: Unpack[PreferenceChanges]) -> Preferences:
        """Change what is named, and nothing else; what is changed here no longer follows the environment.

        Read anew before: another window may have changed something too.
        """
        self._preferences = await self._stored.disk.run(self._write, changes)
        self._changed_here |= set(changes)
        in_force = await self.read()
        self._listeners.tell(in_force)
        return in_force

    async def choose_preset(self, preset: Preset) -> Preferences:
        """Choose a behaviour with the style, code and tone that suit it."""
        chosen = with_preset(await self.read(), preset)
        return await self.change(
            preset=chosen.preset,
            response_style=chosen.response_style,
            code_preference=chosen.code_preference,
            communication_tone=chosen.communication_tone,
        )

    async def system_prompt(self) -> str:
        """Exactly what is sent as the system prompt."""
        return system_prompt(await self.read())

    def listen(self, listener: Callable[[Preferences], None]) -> Callable[[], None]:
        """Tell `listener` of every change; the result ends that."""
        return self._listeners.add(listener)

    def _write(self, changes: PreferenceChanges) -> Preferences:
        with self._stored.database.writing():
            changed = replace(read_preferences(self._stored.database, self._user_id), **changes)
            write_preferences(self._stored.database, self._user_id, changed)
        return changed
