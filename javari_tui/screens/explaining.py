"""F1: what the thing that has the focus is for."""

from __future__ import annotations

from dataclasses import dataclass

from textual.dom import DOMNode
from textual.widget import Widget

from javari_tui.commands import (
    application,
    assets,
    chat,
    chat_list,
    credits,
    prompt,
    settings_pages,
    sidebar,
    tools,
    transcript,
)
from javari_tui.commands.base import Command
from javari_tui.domain.help import Explanation, KeyNames, RelatedCommand
from javari_tui.i18n import N_, _


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What is said of one kind of widget. Texts are marked."""

    title: str
    text: str
    commands: tuple[Command, ...] = ()
    slug: str = ""


_EXPLAINED: dict[str, Explained] = {
    "Prompt": Explained(
        title=N_("The prompt"),
        text=N_(
            "Write here and send. A message sent while an answer runs waits its turn above. A slash at the start"
            " lists commands, an @ attaches a file, a large paste folds into a chip you can open. A line that begins"
            " with “!” runs in your shell, and what it gives is attached. What you write is kept as you type."
        ),
        commands=(
            prompt.SEND,
            prompt.NEWLINE,
            prompt.SEARCH_HISTORY,
            prompt.OPEN_EDITOR,
            chat.STOP_ANSWER,
            transcript.FOCUS_TRANSCRIPT,
        ),
        slug="chat",
    ),
    "Transcript": Explained(
        title=N_("The conversation"),
        text=N_(
            "Arrow keys go from block to block, with Shift they take in several. Copying takes the source: code without"
            " margins, text as Markdown. A block can be opened in the sidebar, quoted, or kept as an asset."
            " Editing a message of yours, or answering again, makes a branch; the earlier version stays."
        ),
        commands=(
            *transcript.BLOCK_COMMANDS,
            *transcript.INSIDE_COMMANDS,
            transcript.GO_TO_END,
            transcript.TOGGLE_THINKING,
        ),
        slug="chat",
    ),
    "Sidebar": Explained(
        title=N_("The sidebar"),
        text=N_(
            "Shows one thing whole: code with line numbers, a diff, JSON as a tree, CSV as a table, or a text."
            " Arrow keys and Page Down move in it, Enter folds and unfolds in a tree. It stands beside the chat,"
            " and lies over it where the terminal has fewer than 100 columns."
        ),
        commands=(*sidebar.SIDEBAR_COMMANDS, sidebar.FOCUS_SIDEBAR, application.TOGGLE_SIDEBAR),
        slug="chat",
    ),
    "ApprovalDialog": Explained(
        title=N_("Asking before a tool acts"),
        text=N_(
            "A model wants to do something that is not undone by itself. What you see is exactly what would happen: the"
            " command word by word, or the change line by line, the folder, and everything the tool is given. Signs"
            " that hide or pose as others are named like ⟪U+200B⟫. Page Up and Page Down read it. o, c, a and n mark an"
            " answer and Enter gives it; d denies, r tells the model why, Esc denies. “Always” can be chosen when the"
            " end was in sight, and is listed in the settings, where it can be taken back."
        ),
        commands=(tools.OPEN_TOOLS, tools.GO_TO_QUESTION),
        slug="settings",
    ),
    "TrustDialog": Explained(
        title=N_("Trusting a folder"),
        text=N_(
            "Nothing in this folder was read yet. If you trust it, models may list, search and read what is in it, and"
            " that is sent to the model that answers. y and then Enter says yes, n says no. /trust changes it later."
        ),
        commands=(tools.TRUST_FOLDER, tools.OPEN_TOOLS),
        slug="settings",
    ),
    "ProfileButton": Explained(
        title=N_("The profile menu"),
        text=N_("Language, help, plans and credits, settings. Enter opens it."),
        commands=(application.OPEN_PROFILE_MENU, application.OPEN_ASSETS, application.OPEN_SETTINGS),
        slug="settings",
    ),
    "ChatsDialog": Explained(
        title=N_("The list of chats"),
        text=N_("Type a part of a title, a tag, or words that were said. Enter opens the chosen chat."),
        commands=chat_list.CHAT_LIST_COMMANDS,
        slug="chats",
    ),
    "AssetsPage": Explained(
        title=N_("What you kept"),
        text=N_(
            "Code, texts, pictures and exports that stay beyond their chats. Letters search titles, tags, descriptions"
            " and contents. Up and Down move in the list, Enter shows the chosen thing beside the chat. Shift+Tab goes"
            " to types, folders and tags, Tab reads the chosen thing, Esc goes back. Ctrl+P lists all that can be done."
        ),
        commands=assets.ASSET_COMMANDS,
        slug="assets",
    ),
    "CreditsScreen": Explained(
        title=N_("Your credits"),
        text=N_(
            "What is left, what was used on what, and every change of the balance. The numbers or Tab show the pages,"
            " Up and Down move, Left and Right choose the period or the kind of entries, Enter opens what is marked."
            " Without an account the credits are a budget of your own: nobody charges them."
        ),
        commands=credits.CREDITS_PAGE_COMMANDS,
        slug="billing",
    ),
    "PlansScreen": Explained(
        title=N_("The plans"),
        text=N_(
            "What each plan brings and costs. Arrows go from plan to plan, Enter changes to the one in focus: you see"
            " where to pay, and nothing is charged before that. Without an account you sign in first."
        ),
        commands=(credits.TOP_UP, credits.SIGN_IN, application.OPEN_CREDITS),
        slug="billing",
    ),
    "RefusedDialog": Explained(
        title=N_("Not enough credits"),
        text=N_(
            "Sending this would cost more than what is left, or than a limit of yours allows. Nothing was sent, and"
            " what you wrote stays in the prompt. Letters and arrows mark an answer, Enter gives it, Esc"
            " leaves everything as it is."
        ),
        commands=(credits.TOP_UP, chat.CHOOSE_MODEL, application.OPEN_CREDITS),
        slug="billing",
    ),
    "SignInDialog": Explained(
        title=N_("Signing in"),
        text=N_(
            "Open the page on any device that has a browser, type the code there and allow it. The QR code holds both."
            " This window closes by itself when you are signed in; Esc leaves it, and nobody is signed in then."
        ),
        commands=(credits.SIGN_IN, credits.SIGN_OUT),
        slug="billing",
    ),
    "PaymentDialog": Explained(
        title=N_("Paying"),
        text=N_(
            "Open the page on any device that has a browser and pay there: Javari never sees a card. This window closes"
            " by itself when the payment has arrived. You may close it before: the payment counts all the same."
        ),
        commands=(application.OPEN_CREDITS, credits.OPEN_PLANS),
        slug="billing",
    ),
    "SettingsScreen": Explained(
        title=N_("The settings"),
        text=N_(
            "Up and down go through the settings, left and right choose; what is chosen is in force and saved at once."
            " Letters in the search box find settings of every section."
        ),
        commands=settings_pages.SETTINGS_COMMANDS,
        slug="settings",
    ),
    "Picker": Explained(
        title=N_("A list to pick from"),
        text=N_("Type a part of what you look for; arrows move, Enter picks, Esc leaves everything as it is."),
    ),
}
"""By the name of the widget's class, so that explaining something does not need to import it."""

_ANYWHERE = Explained(
    title=N_("Javari"),
    text=N_("Every command can be found by its name in the list of commands; the help pages tell the rest."),
    commands=(application.OPEN_PALETTE, application.OPEN_HELP, application.OPEN_PROFILE_MENU),
    slug="getting-started",
)


def explanation_of(focused: Widget | None, screen: DOMNode, names: KeyNames) -> Explanation:
    """What is said of the focused widget, of what it stands in, or of Javari."""
    nodes = focused.ancestors_with_self if focused is not None else [screen]
    for node in nodes:
        for kind in type(node).__mro__:
            if kind.__name__ in _EXPLAINED:
                return _translated(_EXPLAINED[kind.__name__], names)
    return _translated(_ANYWHERE, names)


def _translated(explained: Explained, names: KeyNames) -> Explanation:
    related = tuple(
        RelatedCommand(title=command.shown_title, keys=names.keys_of(command.id)) for command in explained.commands
    )
    return Explanation(title=_(explained.title), text=_(explained.text), related=related, slug=explained.slug)
