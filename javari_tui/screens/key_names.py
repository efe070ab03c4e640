"""The keys of commands as they are now, the user's keymap included."""

from __future__ import annotations

from collections.abc import Mapping

from javari_tui.commands.catalogue import ALL_COMMANDS, command_by_id
from javari_tui.terminal.key_names import key_name


class LiveKeyNames:
    """Tells keys as people read them; help pages and explanations ask it."""

    def __init__(self, keymap: Mapping[str, str]) -> None:
        self._keymap = keymap

    def keys_of(self, command_id: str) -> str:
        """The keys of one command, such as `Ctrl+O`; its slash word, or the id itself, where it has none."""
        command = command_by_id(command_id)
        if command is None:
            return command_id
        shown = [key_name(key) for key in self._keymap.get(command.id, command.keys).split(",") if key.strip()]
        if shown:
            return " / ".join(shown)
        return f"/{command.slash}" if command.slash else command.shown_title

    def table(self) -> str:
        """All commands that have keys, as a Markdown table in the language in force."""
        rows = [f"| {self.keys_of(command.id)} | {command.shown_title} |" for command in ALL_COMMANDS if command.keys]
        return "\n".join(("| | |", "|---|---|", *rows))
