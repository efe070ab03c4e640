"""What can be done in the list of chats, where letters go to the filter."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

LIST_RENAME = Command(
    id="chats.rename",
    title=N_("Rename"),
    label=N_("Rename"),
    help=N_("Gives the chosen chat a title of your own."),
    keys="f2",
    in_palette=False,
)
LIST_TAG = Command(
    id="chats.tag",
    title=N_("Tags"),
    label=N_("Tags"),
    help=N_("Words to find the chosen chat by."),
    keys="f3",
    in_palette=False,
)
LIST_PIN = Command(
    id="chats.pin",
    title=N_("Pin or unpin"),
    label=N_("Pin"),
    help=N_("Keeps the chosen chat at the top."),
    keys="f5",
    in_palette=False,
)
LIST_ARCHIVE = Command(
    id="chats.archive",
    title=N_("Archive or unarchive"),
    label=N_("Archive"),
    help=N_("Takes the chosen chat out of the list, or back into it."),
    keys="f6",
    in_palette=False,
)
LIST_SHOW_ARCHIVED = Command(
    id="chats.show_archived",
    title=N_("Show the archive"),
    label=N_("The archive"),
    help=N_("Switches between the list and the archived chats."),
    keys="f7",
    in_palette=False,
)
LIST_DELETE = Command(
    id="chats.delete",
    title=N_("Delete"),
    label=N_("Delete"),
    help=N_("Deletes the chosen chat; Ctrl+Z brings it back."),
    keys="f8",
    in_palette=False,
)
LIST_UNDO = Command(
    id="chats.undo",
    title=N_("Undo the deletion"),
    label=N_("Undo"),
    help=N_("Brings the chat deleted last back."),
    keys="ctrl+z",
    priority=True,
    in_palette=False,
)

CHAT_LIST_COMMANDS = (LIST_RENAME, LIST_PIN, LIST_DELETE, LIST_UNDO, LIST_ARCHIVE, LIST_SHOW_ARCHIVED, LIST_TAG)
