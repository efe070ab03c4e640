"""What a user's keymap may name, told as data to whoever checks one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCommand:
    """What the settings need to know of a command."""

    keys: tuple[str, ...]
    """Its own keys."""
    places: frozenset[str]
    """Where its keys work: in different places a key may stand for different commands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeymapRules:
    """Which commands and keys there are."""

    commands: Mapping[str, KnownCommand]
    """By id."""
    is_key: Callable[[str], bool]
    key_names: Collection[str]
    """Names to suggest for a mistyped one."""
    taken: Mapping[str, str]
    """Keys that no command can have, with the reason, marked."""
