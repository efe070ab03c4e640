"""The settings in force: read from the file and the environment, changed in the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from javari_tui.domain.preferences import Preferences
from javari_tui.settings.model import CreditSettings, Settings

if TYPE_CHECKING:
    from javari_tui.domain.keymap import KeymapRules
    from javari_tui.settings.problems import SettingsProblem
    from javari_tui.settings.written import SettingInfo, Written

_OF_OTHERS = frozenset(("JAVARI_HOME",))
"""Variables that begin like settings and are none."""


class SettingsStore:
    """The settings of one file. Reading never fails; `problems` says what was wrong."""

    def __init__(self, file: Path, environ: Mapping[str, str]) -> None:
        self.file = file
        self.settings = Settings()
        self.problems: tuple[SettingsProblem, ...] = ()
        self._environ = environ
        self._read: Written | None = None
        self._stamp: tuple[int, ...] = ()
        self._keymap_rules: Callable[[], KeymapRules] | None = None
        self.reload()

    @classmethod
    def load(cls, file: Path, environ: Mapping[str, str] | None = None) -> SettingsStore:
        """The settings of a file that may be absent, unreadable or wrong."""
        return cls(file, os.environ if environ is None else environ)

    def reload(self) -> None:
        """Read the file anew."""
        self._read, self._stamp = None, _stamp(self.file)
        if self._says_nothing:
            self.settings, self.problems = Settings(), ()
        else:
            self.settings, self.problems = self._written.settings, self._written.problems

    def credits_in_force(self) -> CreditSettings:
        """The limits as the file says them now: another Javari may have changed it. One with mistakes changes none."""
        stamp = _stamp(self.file)
        if stamp != self._stamp:
            read = SettingsStore(self.file, self._environ)
            if not any(not problem.key or problem.key.startswith("credits") for problem in read.problems):
                self.settings = replace(self.settings, credits=read.settings.credits)
            self._stamp = stamp
        return self.settings.credits

    def use_keymap_rules(self, rules: Callable[[], KeymapRules]) -> None:
        """From now on judge keymaps too; the rules are asked for where there is something to judge."""
        self._keymap_rules = rules
        self.reload()

    def get(self, dotted: str) -> str:
        """A value as text. SettingsError for a key that is none."""
        return self._written.get(dotted)

    def set(self, dotted: str, text: str) -> None:
        """Write a value into the file; the rest of it stays as it is. SettingsError for a wrong key or value."""
        self._written.set(dotted, text)
        self.reload()

    def describe(self) -> tuple[SettingInfo, ...]:
        """Every setting, in the order of the model; the named ones that are there come last."""
        return self._written.describe()

    def preferences_in_force(self, preferences: Preferences) -> Preferences:
        """Preferences with what the environment says for this run, such as `JAVARI_THEME`."""
        return preferences if self._says_nothing else self._written.preferences_in_force(preferences)

    @property
    def preference_overrides(self) -> Mapping[str, str]:
        """Preference key → its value for this run; wrong ones are among the problems."""
        return {} if self._says_nothing else self._written.preference_overrides

    @property
    def _says_nothing(self) -> bool:
        """Whether there is neither a file nor a variable: usual, and then the first picture waits for neither."""
        is_asked = any(name.startswith("JAVARI_") and name not in _OF_OTHERS for name in self._environ)
        return not is_asked and _is_absent(self.file)

    @property
    def _written(self) -> Written:
        """All that reads, checks and edits; imported where there is something to read."""
        from javari_tui.settings.written import Written  # noqa: PLC0415 - 10 ms with schema and YAML

        if self._read is None:
            self._read = Written(self.file, self._environ, self._keymap_rules() if self._keymap_rules else None)
        return self._read


def _stamp(file: Path) -> tuple[int, ...]:
    """What changes with the file; nothing where there is none that can be reached."""
    try:
        now = file.stat()
    except OSError:
        return ()
    return now.st_mtime_ns, now.st_size, now.st_ino


def _is_absent(file: Path) -> bool:
    """Whether there is certainly no such file; one that cannot be reached is there."""
    try:
        file.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False
