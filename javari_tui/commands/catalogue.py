"""All commands, and those whose keys work on the chat screen itself."""

from __future__ import annotations

from javari_tui.commands.application import APPLICATION_COMMANDS
from javari_tui.commands.assets import ASSET_COMMANDS
from javari_tui.commands.base import Command
from javari_tui.commands.chat import CHAT_COMMANDS
from javari_tui.commands.chat_list import CHAT_LIST_COMMANDS
from javari_tui.commands.credits import CREDIT_COMMANDS, CREDITS_PAGE_COMMANDS
from javari_tui.commands.help_pages import HELP_COMMANDS
from javari_tui.commands.prompt import GO_TO_CHIPS, NEWLINE, PROMPT_COMMANDS, SEND
from javari_tui.commands.settings_pages import SETTINGS_COMMANDS
from javari_tui.commands.shown_files import OPEN_FILE
from javari_tui.commands.sidebar import CLOSE_SIDEBAR, FOCUS_SIDEBAR, SIDEBAR_COMMANDS
from javari_tui.commands.tools import TOOL_COMMANDS
from javari_tui.commands.transcript import BLOCK_COMMANDS, INSIDE_COMMANDS, READING_COMMANDS

ALL_COMMANDS: tuple[Command, ...] = (
    *CHAT_COMMANDS,
    *READING_COMMANDS,
    *BLOCK_COMMANDS,
    *INSIDE_COMMANDS,
    *PROMPT_COMMANDS,
    *APPLICATION_COMMANDS,
    *CREDIT_COMMANDS,
    *TOOL_COMMANDS,
    FOCUS_SIDEBAR,
    *SIDEBAR_COMMANDS,
    OPEN_FILE,
    *CHAT_LIST_COMMANDS,
    *ASSET_COMMANDS,
    *CREDITS_PAGE_COMMANDS,
    *HELP_COMMANDS,
    *SETTINGS_COMMANDS,
)
"""Every command there is: palette, slash words, help, keymap."""

SCREEN_COMMANDS: tuple[Command, ...] = tuple(
    command
    for command in (
        CLOSE_SIDEBAR,  # before all else that Esc does, while it lies over the chat
        *(*TOOL_COMMANDS, *CHAT_COMMANDS, *READING_COMMANDS, *PROMPT_COMMANDS, *APPLICATION_COMMANDS),
        FOCUS_SIDEBAR,
    )
    # The prompt itself carries these out; block commands belong to the transcript's focus, others to the sidebar's.
    if command not in (SEND, NEWLINE, GO_TO_CHIPS)
)


def command_by_id(command_id: str) -> Command | None:
    """The command with an id."""
    return next((command for command in ALL_COMMANDS if command.id == command_id), None)
