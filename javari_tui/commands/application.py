"""What can be done anywhere in Javari."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

EXPLAIN = Command(
    id="help.explain",
    title=N_("Explain this"),
    label=N_("Help"),
    help=N_("Explains what has the focus and lists its keys."),
    keys="f1",
    priority=True,
)
OPEN_HELP = Command(
    id="help.open",
    title=N_("Open help"),
    help=N_("The help pages, with search."),
    slash="help",
    takes=N_("words to look for"),
)
OPEN_PALETTE = Command(
    id="palette.open",
    title=N_("All commands"),
    label=N_("Commands"),
    help=N_("Every command, found by typing a part of its name."),
    keys="ctrl+p",
    priority=True,
    in_palette=False,
)
OPEN_PROFILE_MENU = Command(
    id="profile.menu",
    title=N_("Profile menu"),
    label=N_("Menu"),
    help=N_("Language, help, plans and credits, settings."),
    keys="f9",
    priority=True,
)
OPEN_SETTINGS = Command(
    id="settings.open",
    title=N_("Settings"),
    help=N_("How Javari answers, looks and which models it uses."),
    slash="settings",
    takes=N_("section"),
)
OPEN_KEYS = Command(
    id="settings.keys",
    title=N_("Security and keys"),
    help=N_("Where each model's key comes from; paste one for this session or forget it."),
)
CHOOSE_LANGUAGE = Command(
    id="settings.language",
    title=N_("Language"),
    help=N_("Switches the whole interface at once."),
    slash="language",
    takes=N_("language"),
)
CHOOSE_THEME = Command(
    id="appearance.theme",
    title=N_("Theme"),
    help=N_("Light, dark, high contrast, the terminal's own colours, or one of yours."),
    slash="theme",
    takes=N_("name"),
)
OPEN_CREDITS = Command(
    id="credits.open",
    title=N_("Plans and credits"),
    help=N_("What is left and what things cost."),
    slash="credits",
)
OPEN_ASSETS = Command(
    id="assets.list",
    title=N_("Assets and documents"),
    help=N_("What you kept from chats and from disk: find it, read it, put it in order, use it again."),
    keys="f5",
    slash="assets",
    takes=N_("words to look for"),
)
TOGGLE_SIDEBAR = Command(
    id="sidebar.toggle",
    title=N_("Show or hide the sidebar"),
    label=N_("Sidebar"),
    help=N_("The place beside the chat for code, files, diffs, images and data."),
    keys="f4",
    slash="sidebar",
)
QUIT = Command(
    id="app.quit",
    title=N_("Quit"),
    help=N_("Closes Javari. Everything is kept: chats, drafts and what waits in the queue."),
    keys="ctrl+q",
    slash="quit",
)
INTERRUPT = Command(
    id="app.interrupt",
    title=N_("Copy or stop; quit when pressed twice"),
    help=N_(
        "Copies what is selected; otherwise stops the running answer. With neither, twice quits. Your draft is kept."
    ),
    keys="ctrl+c",
    in_palette=False,
)
SUSPEND = Command(
    id="app.suspend",
    title=N_("Back to the shell for a while"),
    help=N_("Leaves Javari waiting in the background; “fg” brings it back."),
    keys="ctrl+z",
)
REDRAW = Command(
    id="app.redraw",
    title=N_("Draw the screen again"),
    help=N_("For when something else has written over it, or the connection garbled it."),
    keys="ctrl+l",
)

EVERYWHERE_COMMANDS = (EXPLAIN, QUIT, INTERRUPT, SUSPEND, REDRAW)
"""Work on every page and in every window."""

APPLICATION_COMMANDS = (
    EXPLAIN,
    OPEN_HELP,
    OPEN_PALETTE,
    OPEN_PROFILE_MENU,
    OPEN_SETTINGS,
    OPEN_KEYS,
    CHOOSE_LANGUAGE,
    CHOOSE_THEME,
    OPEN_CREDITS,
    OPEN_ASSETS,
    TOGGLE_SIDEBAR,
    QUIT,
    INTERRUPT,
    SUSPEND,
    REDRAW,
)
