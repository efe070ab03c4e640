"""What can be done with tools: their questions, their permissions, and a command of one's own."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

GO_TO_QUESTION = Command(
    id="tools.question",
    title=N_("Go to the question that waits"),
    help=N_("A tool waits for your word: opens its chat and shows exactly what would happen."),
    keys="alt+a",
)
OPEN_TOOLS = Command(
    id="tools.open",
    title=N_("Tools and permissions"),
    help=N_("What tools may do, which answers were kept, which folders are trusted; take them back here."),
    slash="tools",
)
TRUST_FOLDER = Command(
    id="tools.trust",
    title=N_("Trust the folder Javari was started in, or no longer"),
    help=N_("Models may then list, search and read the files in it. Everything else is asked each time."),
    slash="trust",
)
RUN_LINE = Command(
    id="tools.run",
    title=N_("Run a line in the shell"),
    help=N_(
        "Runs your own line where Javari was started, with your rights; what it gives is attached to your next message."
        " A line in the prompt that begins with “!” does the same."
    ),
    slash="run",
    takes=N_("command"),
)
STOP_LINE = Command(
    id="tools.stop_line",
    title=N_("Stop the line that runs in the shell"),
    label=N_("Stop"),
    help=N_("Ends the line you started with “!” or /run."),
    keys="escape",
    in_palette=False,
)

TOOL_COMMANDS = (STOP_LINE, GO_TO_QUESTION, OPEN_TOOLS, TRUST_FOLDER, RUN_LINE)
"""What stops comes first: in a narrow footer it must have room."""
