"""What is written: by the user in the settings file, and by the environment for this run."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from javari_tui.domain.errors import DiskFull, SettingsError, StorageError
from javari_tui.domain.keymap import KeymapRules
from javari_tui.domain.preferences import Preferences
from javari_tui.i18n import N_
from javari_tui.paths import private_folder
from javari_tui.settings.checking import check_environment, check_tree, settings_from
from javari_tui.settings.editing import with_value
from javari_tui.settings.found import Found
from javari_tui.settings.keymap import check_keymap
from javari_tui.settings.model import Settings
from javari_tui.settings.preference_keys import PREFERENCE_KEYS, with_preference
from javari_tui.settings.problems import SettingsProblem, closest_key
from javari_tui.settings.schema import Leaf, Value, leaf_at, leaves, split_key
from javari_tui.settings.yaml_tree import YamlRefused, read_tree

LARGEST = 256 * 1024
"""Bytes: a settings file has some tens of lines."""


class Source(StrEnum):
    """Where a value comes from."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingInfo:
    """All about one setting."""

    key: str
    type: str
    """`choice`, `yes/no`, `number` or `text`."""
    choices: tuple[str, ...]
    default: str
    value: str
    source: Source
    sentence: str
    """Marked."""


class Written:
    """One file and one environment as they were read; what is wrong in them is a problem and counts as not there."""

    def __init__(self, file: Path, environ: Mapping[str, str], keymap_rules: KeymapRules | None = None) -> None:
        self._file, self._environ, self._keymap_rules = file, environ, keymap_rules
        self._from_environment = check_environment(environ)
        self._from_file = _read(file)
        if keymap_rules is not None:
            check_keymap(self._from_file, keymap_rules)

    @property
    def settings(self) -> Settings:
        """The settings they make."""
        return settings_from({**self._from_file.values, **self._from_environment.values})

    @property
    def problems(self) -> tuple[SettingsProblem, ...]:
        """What is wrong in them."""
        return (*self._from_file.problems, *self._from_environment.problems, *self._wrong_preferences())

    def get(self, dotted: str) -> str:
        """A value as text. SettingsError for a key that is none."""
        path = split_key(dotted)
        return _text(self._value(path, self._leaf(dotted, path)))

    def set(self, dotted: str, text: str) -> None:
        """Write a value into the file; the rest of it stays as it is. SettingsError for a wrong key or value."""
        path = split_key(dotted)
        leaf = self._leaf(dotted, path)
        value = _text(leaf.parse(text))
        self._refuse_keys(path, value)
        before = _content(self._file)
        changed = with_value(before, path, value, is_text=leaf.kind is not bool and leaf.kind is not int)
        _write(self._file, changed)

    def _refuse_keys(self, path: tuple[str, ...], value: str) -> None:
        """SettingsError where these cannot be the keys of a command."""
        if self._keymap_rules is None or path[0] != "keymap":
            return
        others = {known: keys for known, keys in self._from_file.values.items() if known != path}
        trial = Found(None, values={**others, path: value})
        check_keymap(trial, self._keymap_rules)
        for problem in trial.problems:
            if path not in trial.values and problem.key == ".".join(path):
                cure = N_("Did you mean “{closest}”?") if problem.closest else problem.rule
                values = {name: str(shown) for name, shown in problem.values.items()}
                raise SettingsError(problem.message, cure=cure, **values, closest=problem.closest)

    def describe(self) -> tuple[SettingInfo, ...]:
        """Every setting, in the order of the model; the named ones that are there come last."""
        fixed = leaves()
        named = {path: leaf_at(path) for path in self._from_file.values if path not in fixed}
        return tuple(self._info(path, leaf) for path, leaf in {**fixed, **named}.items() if leaf)

    def preferences_in_force(self, preferences: Preferences) -> Preferences:
        """Preferences with what the environment says for this run, such as `JAVARI_THEME`."""
        for key, text in self.preference_overrides.items():
            preferences = with_preference(preferences, key, text)
        return preferences

    @property
    def preference_overrides(self) -> Mapping[str, str]:
        """Preference key → its value for this run; wrong ones are among the problems."""
        wrong = {problem.key for problem in self._wrong_preferences()}
        given = {key: self._environ.get(_variable(key), "") for key in PREFERENCE_KEYS}
        return {key: text for key, text in given.items() if text and _variable(key) not in wrong}

    def _wrong_preferences(self) -> tuple[SettingsProblem, ...]:
        found = Found(None)
        for key in PREFERENCE_KEYS:
            if text := self._environ.get(_variable(key), ""):
                PREFERENCE_KEYS[key].check(text, found, _variable(key))
        return tuple(found.problems)

    def _leaf(self, dotted: str, path: tuple[str, ...]) -> Leaf:
        """What a key accepts."""
        leaf = leaf_at(path)
        if leaf is None:
            near = closest_key(dotted, [".".join(known) for known in leaves()] + list(PREFERENCE_KEYS))
            cure = N_("Did you mean “{closest}”?") if near else N_("“javari config” lists all settings.")
            raise SettingsError(N_("There is no setting “{key}”."), cure=cure, key=dotted, closest=near)
        return leaf

    def _value(self, path: tuple[str, ...], leaf: Leaf) -> Value:
        values = {**self._from_file.values, **self._from_environment.values}
        return values.get(path, leaf.default)

    def _info(self, path: tuple[str, ...], leaf: Leaf) -> SettingInfo:
        source = Source.FILE if path in self._from_file.values else Source.DEFAULT
        if path in self._from_environment.values:
            source = Source.ENVIRONMENT
        return SettingInfo(
            key=".".join(path),
            type=leaf.type_name,
            choices=leaf.choices,
            default=_text(leaf.default),
            value=_text(self._value(path, leaf)),
            source=source,
            sentence=leaf.sentence,
        )


def _variable(key: str) -> str:
    """The environment variable of a preference."""
    return f"JAVARI_{key.upper()}"


def _text(value: Value) -> str:
    """A value as it is written."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read(file: Path) -> Found:
    """What a file says; what keeps it from being read is a problem of its own."""
    try:
        content = _content(file)
        return check_tree(read_tree(content), file) if content.strip() else Found(file)
    except YamlRefused as refused:
        found = Found(file)
        found.complain(refused.message, line=refused.line, values=refused.values)
    except SettingsError as error:
        found = Found(file)
        found.complain(N_("The file could not be read: {reason}."), values={"reason": error.detail})
    return found


def _content(file: Path) -> str:
    """The file's text; empty when there is none. SettingsError when it cannot be read."""
    title = N_("The settings file {file} could not be read.")
    try:
        # A pipe in its place would hang the start: opened like this it does not.
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise SettingsError(title, detail="not a file", file=file)
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SettingsError(title, detail=f"larger than {LARGEST // 1024} KiB", file=file)
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(title, detail=f"not UTF-8 in line {line}", file=file) from error
    except OSError as error:
        raise SettingsError(title, detail=error.strerror or str(error), file=file) from error


def _write(file: Path, text: str) -> None:
    """Replace the file whole: a reader sees the old or the new one. A new file is its owner's alone."""
    try:
        if not file.parent.exists():
            private_folder(file.parent)
        target = file.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600
        _replace(target, text.encode(), mode)
    except OSError as error:
        kind = DiskFull if error.errno == errno.ENOSPC else StorageError
        raise kind(N_("The settings file could not be written."), detail=error.strerror or str(error)) from error


def _replace(target: Path, content: bytes, mode: int) -> None:
    """Write beside the file, then put it in its place."""
    part = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise
