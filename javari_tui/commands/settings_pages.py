"""What can be done on the settings screen."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

SETTINGS_CLOSE = Command(
    id="settings.close",
    title=N_("Back"),
    label=N_("Back"),
    help=N_("Leaves the search, then the section, then the settings. Everything is saved already."),
    keys="escape",
    in_palette=False,
)
SETTINGS_SEARCH = Command(
    id="settings.search",
    title=N_("Search the settings"),
    label=N_("Search"),
    help=N_("Finds settings of every section by their words."),
    keys="slash,ctrl+f",
    in_palette=False,
)
SETTINGS_NEXT = Command(
    id="settings.next_section",
    title=N_("Next section"),
    help=N_("Goes to the next section of the settings."),
    keys="alt+down",
    in_palette=False,
)
SETTINGS_PREVIOUS = Command(
    id="settings.previous_section",
    title=N_("Previous section"),
    help=N_("Goes to the section before."),
    keys="alt+up",
    in_palette=False,
)
COPY_SYSTEM_PROMPT = Command(
    id="settings.copy_prompt",
    title=N_("Copy the system prompt"),
    label=N_("Copy prompt"),
    help=N_("Copies what a model is told, exactly as it is sent."),
    keys="f8",
    in_palette=False,
)
FORGET_KEY = Command(
    id="settings.forget_key",
    title=N_("Forget the key"),
    label=N_("Forget key"),
    help=N_("Forgets the key that was pasted for this session."),
    keys="delete",
    in_palette=False,
)

SETTINGS_COMMANDS = (
    SETTINGS_CLOSE,
    SETTINGS_SEARCH,
    SETTINGS_NEXT,
    SETTINGS_PREVIOUS,
    COPY_SYSTEM_PROMPT,
    FORGET_KEY,
)
