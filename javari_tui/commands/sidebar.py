"""What can be done with the sidebar, and with what it shows."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.commands.shown_files import PATCH_COMMANDS
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
MAXIMISE_SIDEBAR = Command(
    id="sidebar.maximise",
    title=N_("Give the sidebar the whole room, or give it back"),
    label=N_("Larger"),
    help=N_(
        "Lays the sidebar over the chat, which goes on below it; the prompt stays usable. Once more, or Esc, ends it."
    ),
    keys="m",
)
RESTORE_SIDEBAR = Command(
    id="sidebar.restore",
    title=N_("Put the sidebar beside the chat again"),
    label=N_("Beside the chat"),
    help=N_("Ends that it takes the whole room. Once more closes it."),
    keys="escape",
    in_palette=False,
)
PREVIOUS_SHOWN = Command(
    id="sidebar.previous",
    title=N_("Go back to what the sidebar showed before"),
    label=N_("Earlier"),
    help=N_(
        "The sidebar keeps what it showed, 50 things at most, each with its place. The title says which one it is."
    ),
    keys="left_square_bracket",
)
NEXT_SHOWN = Command(
    id="sidebar.next",
    title=N_("Go on to what the sidebar showed next"),
    label=N_("Later"),
    help=N_("Forward again among what the sidebar showed."),
    keys="right_square_bracket",
)
PIN_SHOWN = Command(
    id="sidebar.pin",
    title=N_("Pin what the sidebar shows, or let it go"),
    label=N_("Pin"),
    help=N_("While it is pinned, nothing that opens by itself takes its place: that waits behind it."),
    keys="i",
)
SEARCH_SHOWN = Command(
    id="sidebar.search",
    title=N_("Search in what the sidebar shows"),
    label=N_("Search"),
    help=N_(
        "Finds as you type; Enter or Down goes on, Up goes back, Esc ends it. A capital letter counts only if typed."
    ),
    keys="slash",
)
GO_TO_LINE = Command(
    id="sidebar.line",
    title=N_("Go to a line in the sidebar"),
    label=N_("Line"),
    help=N_("By its number; in a table by the number of the row, in a diff by the file’s new line numbers."),
    keys="g,colon",
)
EDIT_SHOWN = Command(
    id="sidebar.edit",
    title=N_("Open what the sidebar shows in your editor"),
    label=N_("Edit"),
    help=N_("A file opens itself, at the line; of anything else a copy, whose changes can be kept as an asset."),
    keys="e",
)
OPEN_OUTSIDE = Command(
    id="sidebar.external",
    title=N_("Open the sidebar’s file with another program"),
    help=N_("On this machine only: over SSH the program would open where nobody sees it. Asks first."),
    keys="o",
)
NEXT_HUNK = Command(
    id="sidebar.next_hunk",
    title=N_("Go to the next change of a diff"),
    label=N_("Next"),
    help=N_("Goes to the next place that changes. It is marked, and stands at the top where there is enough below it."),
    keys="n",
)
PREVIOUS_HUNK = Command(
    id="sidebar.previous_hunk",
    title=N_("Go to the change before in a diff"),
    label=N_("Before"),
    help=N_("Goes back to the place before that changes."),
    keys="p",
)
NEXT_FILE = Command(
    id="sidebar.next_file",
    title=N_("Go to the next file of a diff"),
    label=N_("Next file"),
    help=N_("Goes to where the next file of the diff begins."),
    keys="N",
)
PREVIOUS_FILE = Command(
    id="sidebar.previous_file",
    title=N_("Go to the file before in a diff"),
    help=N_("Goes back to where the file before begins, or this one."),
    keys="P",
)
SPLIT_DIFF = Command(
    id="sidebar.split",
    title=N_("Show a diff side by side, or line by line"),
    label=N_("Both sides"),
    help=N_("What was to the left, what is to the right. The sidebar must be at least 100 columns wide for it."),
    keys="d",
)

DIFF_COMMANDS = (NEXT_HUNK, PREVIOUS_HUNK, NEXT_FILE, PREVIOUS_FILE, SPLIT_DIFF)
"""Only for diffs."""

SHOW_SOURCE = Command(
    id="sidebar.source",
    title=N_("Show the source of a tree, table or text, or go back"),
    label=N_("Source"),
    help=N_("Shows it as it was written, with line numbers; once more shows it as a tree, a table or a text again."),
    keys="t",
)
COPY_VALUE = Command(
    id="sidebar.copy_value",
    title=N_("Copy the value or cell at the cursor"),
    label=N_("Copy value"),
    help=N_("Copies a text bare, everything else in a tree as JSON; of a table the cell."),
    keys="y",
)
COPY_PLACE = Command(
    id="sidebar.copy_place",
    title=N_("Copy the path of a JSON value, or the row of a table"),
    label=N_("Path/row"),
    help=N_("Copies where the value stands, such as $.users[3].name; of a table the row as it is written."),
    keys="Y",
)
FOLD_ALL = Command(
    id="sidebar.fold_all",
    title=N_("Fold everything in a JSON tree"),
    label=N_("Fold all"),
    help=N_("Only the first level is left. The digits 1 to 9 unfold to that level."),
    keys="f",
)
UNFOLD_ALL = Command(
    id="sidebar.unfold_all",
    title=N_("Unfold everything in a JSON tree"),
    label=N_("Unfold all"),
    help=N_("Unfolds all levels. Of something very long it unfolds a part each time."),
    keys="u",
)

DATA_COMMANDS = (SHOW_SOURCE, COPY_VALUE, COPY_PLACE, FOLD_ALL, UNFOLD_ALL)
"""Only for trees and tables; the first for texts too."""

SHOWING_COMMANDS = (PREVIOUS_SHOWN, NEXT_SHOWN, PIN_SHOWN, SEARCH_SHOWN, GO_TO_LINE, EDIT_SHOWN, OPEN_OUTSIDE)
"""On what is shown, whatever it is."""

SIDEBAR_COMMANDS = (
    RESTORE_SIDEBAR,
    CLOSE_SIDEBAR,
    NEXT_HUNK,
    PREVIOUS_HUNK,
    *PATCH_COMMANDS,
    SEARCH_SHOWN,
    COPY_SHOWN,
    MAXIMISE_SIDEBAR,
    PREVIOUS_SHOWN,
    NEXT_SHOWN,
    *DATA_COMMANDS,
    SAVE_SHOWN,
    PIN_SHOWN,
    GO_TO_LINE,
    EDIT_SHOWN,
    WRAP_SHOWN,
    OPEN_OUTSIDE,
    WIDEN_SIDEBAR,
    NARROW_SIDEBAR,
    NEXT_FILE,
    PREVIOUS_FILE,
    SPLIT_DIFF,
)
"""Their keys work while the sidebar has the focus; the footer names them in this order."""

FIRST_NAMED = 6 + len(PATCH_COMMANDS)
"""So many of them are named before the key for help."""
