"""What can be done with the sidebar, and with what it shows."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

FOCUS_SIDEBAR = Command(
    id="sidebar.focus",
    title=N_("Move into the sidebar, and back"),
    help=N_("Gives the keys to the sidebar, opening it where it is closed; once more gives them back."),
    keys="f6",
)
CLOSE_SIDEBAR = Command(
    id="sidebar.close",
    title=N_("Close the sidebar"),
    label=N_("Close"),
    help=N_("The keys go back to where they were. What it showed is there again when it opens."),
    keys="escape",
    in_palette=False,
)
COPY_SHOWN = Command(
    id="sidebar.copy",
    title=N_("Copy what the sidebar shows"),
    label=N_("Copy"),
    help=N_("Copies all of it, as it was written."),
    keys="c",
)
SAVE_SHOWN = Command(
    id="sidebar.save",
    title=N_("Keep what the sidebar shows"),
    label=N_("Keep"),
    help=N_("Keeps it as an asset. “javari assets show” prints it in a shell."),
    keys="s",
)
WRAP_SHOWN = Command(
    id="sidebar.wrap",
    title=N_("Wrap long lines in the sidebar, or not"),
    label=N_("Wrap"),
    help=N_("Long lines go on below, or reach beyond the edge: left and right then move along them."),
    keys="w",
)
WIDEN_SIDEBAR = Command(
    id="sidebar.wider",
    title=N_("Widen the sidebar"),
    label=N_("Wider"),
    help=N_("The chat keeps at least 50 columns. The width is remembered by the size of the terminal."),
    keys="plus",
)
NARROW_SIDEBAR = Command(
    id="sidebar.narrower",
    title=N_("Narrow the sidebar"),
    label=N_("Narrower"),
    help=N_("Gives columns back to the chat. The width is remembered by the size of the terminal."),
    keys="minus",
)

SIDEBAR_COMMANDS = (
    CLOSE_SIDEBAR,
    COPY_SHOWN,
    SAVE_SHOWN,
    WRAP_SHOWN,
    WIDEN_SIDEBAR,
    NARROW_SIDEBAR,
)
"""Their keys work while the sidebar has the focus."""
