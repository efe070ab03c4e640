"""What can be done in the prompt."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

SEND = Command(
    id="prompt.send",
    title=N_("Send"),
    label=N_("Send"),
    help=N_("Sends the message; while an answer runs it waits its turn."),
    keys="enter",
    in_palette=False,
)
NEWLINE = Command(
    id="prompt.newline",
    title=N_("New line"),
    label=N_("New line"),
    help=N_("Starts a new line in the message."),
    keys="ctrl+j,alt+enter,shift+enter",
    in_palette=False,
)
GO_TO_CHIPS = Command(
    id="prompt.chips",
    title=N_("Go to what is attached"),
    help=N_("Arrow keys then go from one to the next; Enter opens it. With nothing attached the keys go to the chat."),
    keys="alt+up",
    in_palette=False,
)
SEARCH_HISTORY = Command(
    id="prompt.history",
    title=N_("Search what you wrote before"),
    help=N_("Finds an earlier prompt by its words, from all chats."),
    keys="ctrl+r",
)
OPEN_EDITOR = Command(
    id="prompt.editor",
    title=N_("Write in your editor"),
    help=N_("Opens the message in $VISUAL or $EDITOR and takes the result back."),
    keys="ctrl+g",
    slash="editor",
)
CLEAR_PROMPT = Command(
    id="prompt.clear",
    title=N_("Put the draft aside"),
    help=N_("Empties the prompt. The draft goes into the prompt history."),
)
LEAVE_EDITING = Command(
    id="message.leave",
    title=N_("Leave the message as it was"),
    label=N_("Leave it"),
    help=N_("Stops changing a sent message. What you wrote goes into the prompt history."),
    keys="escape",
)

PROMPT_COMMANDS = (SEND, NEWLINE, GO_TO_CHIPS, SEARCH_HISTORY, OPEN_EDITOR, CLEAR_PROMPT, LEAVE_EDITING)
