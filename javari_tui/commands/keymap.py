"""Which commands and keys a user's keymap may name."""

from __future__ import annotations

from functools import cache
from string import punctuation
from unicodedata import name as unicode_name

from javari_tui.commands.application import APPLICATION_COMMANDS, EVERYWHERE_COMMANDS
from javari_tui.commands.assets import ASSET_COMMANDS
from javari_tui.commands.base import Command
from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.chat import CHAT_COMMANDS
from javari_tui.commands.chat_list import CHAT_LIST_COMMANDS
from javari_tui.commands.help_pages import HELP_COMMANDS
from javari_tui.commands.prompt import PROMPT_COMMANDS
from javari_tui.commands.settings_pages import SETTINGS_COMMANDS
from javari_tui.commands.sidebar import FOCUS_SIDEBAR, SIDEBAR_COMMANDS
from javari_tui.commands.tools import TOOL_COMMANDS
from javari_tui.commands.transcript import BLOCK_COMMANDS, READING_COMMANDS
from javari_tui.domain.keymap import KeymapRules, KnownCommand
from javari_tui.i18n import N_

_MODIFIERS = frozenset(("ctrl", "alt", "shift", "super", "hyper", "meta"))
_NAMED = (
    *("escape", "enter", "tab", "space", "backspace", "delete", "insert"),
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *(f"f{number}" for number in range(1, 25)),
)
_CALLED_OTHERWISE = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_TAKEN = {
    "ctrl+a": N_("screen keeps Ctrl+A for itself, and in the prompt it goes to the start of the line."),
    "ctrl+b": N_("tmux keeps Ctrl+B for itself, so it would never arrive."),
}
_PLACES: dict[str, tuple[Command, ...]] = {
    "chat": (
        *(*CHAT_COMMANDS, *READING_COMMANDS, *BLOCK_COMMANDS, *PROMPT_COMMANDS, *APPLICATION_COMMANDS),
        *TOOL_COMMANDS,
        FOCUS_SIDEBAR,
    ),
    "sidebar": (*SIDEBAR_COMMANDS, *EVERYWHERE_COMMANDS),
    "chats": (*CHAT_LIST_COMMANDS, *EVERYWHERE_COMMANDS),
    "assets": (*ASSET_COMMANDS, *EVERYWHERE_COMMANDS),
    "help": (*HELP_COMMANDS, *EVERYWHERE_COMMANDS),
    "settings": (*SETTINGS_COMMANDS, *EVERYWHERE_COMMANDS),
}


@cache
def keymap_rules() -> KeymapRules:
    """The commands there are, and what a key is."""
    return KeymapRules(
        commands={command.id: _known(command) for command in ALL_COMMANDS},
        is_key=is_key,
        key_names=(*_NAMED, *(f"{modifier}+{key}" for modifier in ("ctrl", "alt", "shift") for key in _suggested())),
        taken=_TAKEN,
    )


def is_key(key: str) -> bool:
    """Whether a terminal may send a key of this name."""
    *modifiers, last = key.split("+")
    if not _MODIFIERS.issuperset(modifiers) or len(set(modifiers)) < len(modifiers):
        return False
    return last in _NAMED or last in _signs() or (len(last) == 1 and last.isalnum())


def _known(command: Command) -> KnownCommand:
    places = frozenset(place for place, commands in _PLACES.items() if command in commands)
    return KnownCommand(keys=tuple(key for key in command.keys.split(",") if key), places=places)


def _suggested() -> tuple[str, ...]:
    return (*_NAMED, *"abcdefghijklmnopqrstuvwxyz")


@cache
def _signs() -> frozenset[str]:
    """The names of signs: in Unicode's words, where they have no shorter one."""
    names = (unicode_name(sign).lower().replace("-", "_").replace(" ", "_") for sign in punctuation)
    return frozenset(_CALLED_OTHERWISE.get(name, name) for name in names)
