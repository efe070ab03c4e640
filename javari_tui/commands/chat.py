"""What can be done with chats, and with the answer that is being written."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

NEW_CHAT = Command(
    id="chat.new",
    title=N_("New chat"),
    label=N_("New"),
    help=N_("Starts an empty chat. A running answer goes on in the one you leave."),
    keys="ctrl+n",
    slash="new",
)
OPEN_CHATS = Command(
    id="chats.open",
    title=N_("Chats"),
    label=N_("Chats"),
    help=N_("All chats with a preview; type to find one, also by what was said in it."),
    keys="ctrl+o",
    slash="chats",
    takes=N_("words to look for"),
)
SEARCH_CHATS = Command(
    id="chat.search",
    title=N_("Search everything said"),
    help=N_("Finds messages by their words, in all chats."),
    slash="search",
    takes=N_("words to look for"),
)
RENAME_CHAT = Command(
    id="chat.rename",
    title=N_("Rename this chat"),
    help=N_("Gives the chat a title of your own."),
    slash="rename",
    takes=N_("title"),
)
PIN_CHAT = Command(
    id="chat.pin",
    title=N_("Pin or unpin this chat"),
    help=N_("A pinned chat stays at the top of the list."),
    slash="pin",
)
TAG_CHAT = Command(
    id="chat.tag",
    title=N_("Tags of this chat"),
    help=N_("Words to find chats by, separated by spaces."),
    slash="tag",
    takes=N_("tags"),
)
ARCHIVE_CHAT = Command(
    id="chat.archive",
    title=N_("Archive or unarchive this chat"),
    help=N_("An archived chat leaves the list but can still be found."),
    slash="archive",
)
DELETE_CHAT = Command(
    id="chat.delete",
    title=N_("Delete this chat"),
    help=N_("It can be brought back with Undo."),
    slash="delete",
)
UNDO_DELETE = Command(
    id="chat.undo_delete",
    title=N_("Bring back the deleted chat"),
    help=N_("Undoes the last deletion of a chat."),
    slash="undo",
)
EXPORT_CHAT = Command(
    id="chat.export",
    title=N_("Export this chat"),
    help=N_("Writes it to a file: Markdown to read, JSON to import again."),
    slash="export",
    takes=N_("file"),
)
IMPORT_CHAT = Command(
    id="chat.import",
    title=N_("Import chats"),
    help=N_("Reads a JSON file that Javari exported."),
    slash="import",
    takes=N_("file"),
)
CHOOSE_MODEL = Command(
    id="model.choose",
    title=N_("Model"),
    label=N_("Model"),
    help=N_("The model that answers in this chat, and how hard it thinks."),
    keys="f2",
    slash="model",
    takes=N_("name"),
)
ENTER_KEY = Command(
    id="key.enter",
    title=N_("Paste a key"),
    help=N_("A model's key for this session only; it is never written to disk."),
    slash="key",
    takes=N_("provider"),
    takes_secret=True,
)
COMPACT = Command(
    id="chat.compact",
    title=N_("Summarise the older part"),
    help=N_("Makes room for the model. You can still read and search everything."),
    slash="compact",
)
STOP_ANSWER = Command(
    id="answer.stop",
    title=N_("Stop the answer"),
    label=N_("Stop"),
    help=N_("Ends the running answer, or the wait for another try, and keeps what came."),
    keys="escape",
)
CONTINUE_ANSWER = Command(
    id="answer.continue",
    title=N_("Continue the answer"),
    label=N_("Continue"),
    help=N_("Goes on where a stopped or cut answer ended."),
    keys="f7",
    slash="continue",
)
REGENERATE = Command(
    id="answer.regenerate",
    title=N_("Answer again"),
    label=N_("Ask again"),
    help=N_("Asks for another version of the answer; the earlier one stays as a branch."),
    keys="f8",
    slash="regenerate",
)
SHOW_QUEUE = Command(
    id="queue.edit",
    title=N_("Take back a waiting message"),
    help=N_("Removes the last waiting message and puts it into the prompt when that is empty."),
    keys="ctrl+up",
    slash="unqueue",
)
SEND_QUEUE = Command(
    id="queue.send",
    title=N_("Send the waiting messages"),
    help=N_("After an answer failed or was stopped, the waiting messages wait for this."),
    slash="send",
)

CHAT_COMMANDS = (
    NEW_CHAT,
    OPEN_CHATS,
    SEARCH_CHATS,
    RENAME_CHAT,
    PIN_CHAT,
    TAG_CHAT,
    ARCHIVE_CHAT,
    DELETE_CHAT,
    UNDO_DELETE,
    EXPORT_CHAT,
    IMPORT_CHAT,
    CHOOSE_MODEL,
    ENTER_KEY,
    COMPACT,
    STOP_ANSWER,
    CONTINUE_ANSWER,
    REGENERATE,
    SHOW_QUEUE,
    SEND_QUEUE,
)
