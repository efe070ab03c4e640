"""Requests that cross widgets. A widget's own messages are nested in it."""

from __future__ import annotations

from textual.message import Message


class CommandWanted(Message):
    """A widget asks its screen to run a command."""

    def __init__(self, command_id: str, argument: str = "") -> None:
        super().__init__()
        self.command_id = command_id
        self.argument = argument


class ExplanationWanted(Message):
    """F1: explain what has the focus."""


class QuitWanted(Message):
    """Save everything and end."""


class InterruptWanted(Message):
    """Ctrl+C: copy the selection, or stop the running answer; with neither, twice ends Javari."""


class RedrawWanted(Message):
    """Ctrl+L: write the whole screen once more."""


class ReadAgain(Message):
    """The open chat must be read anew."""


class LanguageChosen(Message):
    """The interface language changed: every text on screen is drawn anew."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class ThemeChosen(Message):
    """The theme changed; `auto` follows the terminal."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class SettingsChanged(Message):
    """A setting of the file changed and is in force."""
