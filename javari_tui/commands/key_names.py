"""The keys of commands as people read them: for help pages and the Guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from javari_tui.commands.base import Command
from javari_tui.i18n import N_, _

_NAMES = {
    "escape": N_("Esc"),
    "enter": N_("Enter"),
    "tab": N_("Tab"),
    "space": N_("Space"),
    "backspace": N_("Backspace"),
    "delete": N_("Del"),
    "up": N_("Up"),
    "down": N_("Down"),
    "left": N_("Left"),
    "right": N_("Right"),
    "home": N_("Home"),
    "end": N_("End"),
    "pageup": N_("Page Up"),
    "pagedown": N_("Page Down"),
    "shift": N_("Shift"),
    "ctrl": N_("Ctrl"),
    "alt": N_("Alt"),
}
_SIGNS = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "comma": ",",
    "full_stop": ".",
    "minus": "-",
    "plus": "+",
}


def shown_key(key: str) -> str:
    """One key as people read it: `ctrl+n` is `Ctrl+N`."""
    *modifiers, last = key.strip().split("+")
    parts = [_(_NAMES.get(part, part.capitalize())) for part in modifiers]
    last = _(_NAMES[last]) if last in _NAMES else _SIGNS.get(last, last)
    is_plain_letter = len(last) == 1 and not modifiers
    return "+".join(
        [*parts, last if is_plain_letter or len(last) > 3 else last.upper() if len(last) == 1 else _cap(last)]
    )


def short_key(key: str) -> str:
    """One key for the footer: `ctrl+n` is `^N`."""
    modifier, _plus, letter = key.strip().rpartition("+")
    return f"^{letter.upper()}" if modifier == "ctrl" and len(letter) == 1 else shown_key(key)


def _cap(name: str) -> str:
    """A function key's F is a capital."""
    return name[:1].upper() + name[1:]


class CommandKeys:
    """Tells the keys of commands as they are now: the user's keymap over the declared ones."""

    def __init__(self, commands: Iterable[Command], keymap: Mapping[str, str] | None = None) -> None:
        self._commands = {command.id: command for command in commands}
        self._keymap = dict(keymap or {})

    def keys_of(self, command_id: str) -> str:
        """The keys of one command, else its slash word, else the id itself."""
        command = self._commands.get(command_id)
        if command is None:
            return command_id
        keys = self._keys(command)
        return keys or (f"/{command.slash}" if command.slash else command_id)

    def table(self) -> str:
        """All commands that have keys, as a Markdown table in the language in force."""
        head = (_("Keys"), _("What they do"), _("Name"))
        rows = [
            (f"`{self._keys(command)}`", command.shown_title, f"`{command.id}`")
            for command in self._commands.values()
            if self._keys(command)
        ]
        lines = [_row(head), "|---|---|---|", *(_row(row) for row in rows)]
        return "\n".join(lines)

    def _keys(self, command: Command) -> str:
        keys = self._keymap.get(command.id, command.keys)
        return ", ".join(shown_key(key) for key in keys.split(",") if key.strip())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
