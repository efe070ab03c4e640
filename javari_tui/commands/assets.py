"""What can be done on the page of what was kept, where letters go to the search."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

ASSETS_OPEN = Command(
    id="assets.open",
    title=N_("Open beside the chat"),
    help=N_("Closes this page and shows the chosen thing in the sidebar. A line of the overview leads to its list."),
    keys="enter",
    in_palette=False,
)
ASSETS_CLOSE = Command(
    id="assets.close",
    title=N_("Back"),
    label=N_("Back"),
    help=N_("Leaves the preview, the versions, the search, the section, then this page."),
    keys="escape",
    in_palette=False,
)
ASSETS_PREVIEW = Command(
    id="assets.preview",
    title=N_("Go into the preview"),
    label=N_("Read"),
    help=N_("Arrow keys then scroll what the chosen thing holds; Esc leads back. Where there is little room it opens."),
    keys="tab",
    in_palette=False,
)
ASSETS_LIST = Command(
    id="assets.back_to_list",
    title=N_("Back to the list"),
    label=N_("List"),
    help=N_("From the preview or the sections; so does Esc."),
    keys="tab,shift+tab",
    in_palette=False,
)
ASSETS_SECTIONS = Command(
    id="assets.sections",
    title=N_("Go to the sections"),
    label=N_("Sections"),
    help=N_("Types, favourites, folders and tags; Enter or Esc leads back to the list."),
    keys="shift+tab",
    in_palette=False,
)
ASSETS_NEXT_SECTION = Command(
    id="assets.next_section",
    title=N_("Next section"),
    help=N_("Shows the next type, folder or tag."),
    keys="alt+down",
    in_palette=False,
)
ASSETS_PREVIOUS_SECTION = Command(
    id="assets.previous_section",
    title=N_("Previous section"),
    help=N_("Shows the type, folder or tag before."),
    keys="alt+up",
    in_palette=False,
)
ASSETS_SEARCH = Command(
    id="assets.search",
    title=N_("Search what was kept"),
    help=N_("Finds words in titles, descriptions, tags and contents, in the section that is open."),
    keys="slash,ctrl+f",
    in_palette=False,
)
ASSETS_ACTIONS = Command(
    id="assets.actions",
    title=N_("Everything that can be done here"),
    label=N_("Commands"),
    help=N_("Lists every command of this page with its key; type to find one, Enter does it."),
    keys="ctrl+p",
    priority=True,
    in_palette=False,
)
ASSETS_COPY = Command(
    id="assets.copy",
    title=N_("Copy its content"),
    label=N_("Copy"),
    help=N_("Copies all that it holds, exactly as it was kept. Of a picture, where its file is."),
    keys="alt+c",
    in_palette=False,
)
ASSETS_INSERT = Command(
    id="assets.insert",
    title=N_("Attach it to the message"),
    label=N_("Attach"),
    help=N_("Closes this page and attaches it to what you are writing, so that the model reads it."),
    keys="alt+i",
    in_palette=False,
)
ASSETS_EXPORT = Command(
    id="assets.export",
    title=N_("Write it to a file"),
    label=N_("Export"),
    help=N_("Asks for a place and proposes a name. Nothing that is there is written over unless you say so."),
    keys="alt+e",
    in_palette=False,
)
ASSETS_JUMP = Command(
    id="assets.jump",
    title=N_("Go to the message it came from"),
    label=N_("Message"),
    help=N_("Opens that chat at that message."),
    keys="alt+g",
    in_palette=False,
)
ASSETS_RENAME = Command(
    id="assets.rename",
    title=N_("Rename"),
    label=N_("Rename"),
    help=N_("Gives the chosen thing another title."),
    keys="f2",
    in_palette=False,
)
ASSETS_TAG = Command(
    id="assets.tag",
    title=N_("Tags"),
    label=N_("Tags"),
    help=N_("Words to find the chosen thing by."),
    keys="f3",
    in_palette=False,
)
ASSETS_DESCRIBE = Command(
    id="assets.describe",
    title=N_("Describe"),
    help=N_("A line that says what it is for; the search finds its words."),
    keys="alt+d",
    in_palette=False,
)
ASSETS_RESTORE = Command(
    id="assets.restore",
    title=N_("Make this version the newest"),
    label=N_("Restore"),
    help=N_("Brings the chosen version back as a new one; the others stay."),
    keys="f4",
    in_palette=False,
)
ASSETS_FAVOURITE = Command(
    id="assets.favourite",
    title=N_("Favourite, or not any more"),
    label=N_("Favourite"),
    help=N_("Puts the chosen thing among the favourites, or takes it out."),
    keys="f5",
    in_palette=False,
)
ASSETS_MOVE = Command(
    id="assets.move",
    title=N_("Move to a folder"),
    label=N_("Folder"),
    help=N_("Picks one of the folders, or a new one."),
    keys="f6",
    in_palette=False,
)
ASSETS_VERSIONS = Command(
    id="assets.versions",
    title=N_("Versions"),
    label=N_("Versions"),
    help=N_("Lists what it held before; each can be read, copied, written to a file or brought back."),
    keys="f7",
    in_palette=False,
)
ASSETS_DELETE = Command(
    id="assets.delete",
    title=N_("Delete"),
    label=N_("Delete"),
    help=N_("Deletes the chosen thing with its versions; Ctrl+Z brings it back."),
    keys="f8",
    in_palette=False,
)
ASSETS_UNDO = Command(
    id="assets.undo",
    title=N_("Undo the deletion"),
    label=N_("Undo"),
    help=N_("Brings back what was deleted last."),
    keys="ctrl+z",
    priority=True,
    in_palette=False,
)
ASSETS_ADD = Command(
    id="assets.add",
    title=N_("Add a file from disk"),
    label=N_("Add"),
    help=N_("Keeps a file as it is now. The same file again becomes a new version."),
    keys="ctrl+n",
    in_palette=False,
)
ASSETS_COPY_COMMAND = Command(
    id="assets.copy_command",
    title=N_("Copy the command that prints it"),
    help=N_("Such as “javari assets show 42”, for a shell or a script."),
    keys="alt+s",
    in_palette=False,
)

ASSET_COMMANDS = (
    ASSETS_CLOSE,
    ASSETS_UNDO,
    ASSETS_RESTORE,
    ASSETS_LIST,
    ASSETS_PREVIEW,
    ASSETS_SECTIONS,
    ASSETS_ACTIONS,
    ASSETS_RENAME,
    ASSETS_TAG,
    ASSETS_FAVOURITE,
    ASSETS_MOVE,
    ASSETS_VERSIONS,
    ASSETS_DELETE,
    ASSETS_COPY,
    ASSETS_INSERT,
    ASSETS_EXPORT,
    ASSETS_JUMP,
    ASSETS_ADD,
    ASSETS_OPEN,
    ASSETS_DESCRIBE,
    ASSETS_COPY_COMMAND,
    ASSETS_SEARCH,
    ASSETS_NEXT_SECTION,
    ASSETS_PREVIOUS_SECTION,
)
"""The footer names them in this order, as far as they have a word for it."""
