"""What can be done on the help screen."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

HELP_SEARCH = Command(
    id="help.search",
    title=N_("Search the help"),
    label=N_("Search"),
    help=N_("Goes to the search box of the help."),
    keys="slash",
    in_palette=False,
)
HELP_BACK = Command(
    id="help.back",
    title=N_("Back"),
    label=N_("Back"),
    help=N_("Goes back to the page before, and from the first one to the list of pages."),
    keys="alt+left,backspace",
    in_palette=False,
)
HELP_FORWARD = Command(
    id="help.forward",
    title=N_("Forward"),
    label=N_("Forward"),
    help=N_("Goes forward again to the page you came back from."),
    keys="alt+right",
    in_palette=False,
)
HELP_YES = Command(
    id="help.yes",
    title=N_("This page was helpful"),
    help=N_("Keeps on this machine that the page helped."),
    keys="y",
    in_palette=False,
)
HELP_NO = Command(
    id="help.no",
    title=N_("This page was not helpful"),
    help=N_("Asks what was missing and keeps it on this machine."),
    keys="n",
    in_palette=False,
)
HELP_CLOSE = Command(
    id="help.close",
    title=N_("Back to the chat"),
    label=N_("Close"),
    help=N_("Closes the help; the chat is as you left it."),
    keys="escape",
    in_palette=False,
)

HELP_COMMANDS = (HELP_CLOSE, HELP_SEARCH, HELP_BACK, HELP_FORWARD, HELP_YES, HELP_NO)
