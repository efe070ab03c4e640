"""What can be done about credits, plans and the account."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.i18n import N_

SHOW_COST = Command(
    id="credits.receipt",
    title=N_("What this answer cost"),
    help=N_("The receipt of the chosen answer: model, tokens, prices. From the prompt: of the last one."),
    keys="p",
    slash="cost",
)
TOP_UP = Command(
    id="credits.top_up",
    title=N_("Top up credits"),
    help=N_("More credits for your account. Without one: more for this month's budget, which charges nothing."),
    slash="topup",
)
OPEN_PLANS = Command(
    id="plans.open",
    title=N_("Compare plans"),
    help=N_("What each plan brings and costs, and the one you have."),
    slash="plans",
)
SIGN_IN = Command(
    id="account.sign_in",
    title=N_("Sign in"),
    help=N_("Connects your account: Javari shows a code that you type on any device with a browser."),
    slash="login",
)
SIGN_OUT = Command(
    id="account.sign_out",
    title=N_("Sign out"),
    help=N_("Ends the account's session on this machine. Chats stay."),
    slash="logout",
)

CREDIT_COMMANDS = (TOP_UP, OPEN_PLANS, SIGN_IN, SIGN_OUT)
"""Work from anywhere in the chat, where somebody carries them out; `SHOW_COST` belongs to the chat's blocks."""


PAGE_CLOSE = Command(
    id="credits.close",
    title=N_("Back"),
    label=N_("Back"),
    help=N_("Leaves the search, then this page. The chat is as you left it."),
    keys="escape",
    in_palette=False,
)
PAGE_OVERVIEW = Command(
    id="credits.overview",
    title=N_("What is left"),
    help=N_("Shows the balance, where it came from, and your limits."),
    keys="1",
    in_palette=False,
)
PAGE_SPENDING = Command(
    id="credits.spending",
    title=N_("What was used"),
    help=N_("Shows what was used by day, model, kind of work and chat."),
    keys="2",
    in_palette=False,
)
PAGE_LEDGER = Command(
    id="credits.ledger",
    title=N_("Every entry"),
    help=N_("Lists every change of the balance, the newest first."),
    keys="3",
    in_palette=False,
)
PAGE_WAITING = Command(
    id="credits.waiting",
    title=N_("What waits"),
    help=N_("Shows what the billing server does not know yet, and what it refused."),
    keys="4",
    in_palette=False,
)
PAGE_NEXT = Command(
    id="credits.next_page",
    title=N_("Next page"),
    label=N_("Next page"),
    help=N_("Goes to the next of the pages named above; their numbers do too."),
    keys="tab",
    in_palette=False,
)
PAGE_PREVIOUS = Command(
    id="credits.previous_page",
    title=N_("Previous page"),
    help=N_("Goes to the page before."),
    keys="shift+tab",
    in_palette=False,
)
PAGE_CHOOSE = Command(
    id="credits.choose",
    title=N_("Another period or kind"),
    label=N_("Choose"),
    help=N_("Chooses how many days are added up, or which kind of entries are listed. The other arrow goes back."),
    keys="right",
    in_palette=False,
)
PAGE_CHOOSE_BACK = Command(
    id="credits.choose_back",
    title=N_("The period or kind before"),
    help=N_("Chooses fewer days, or the kind of entries before."),
    keys="left",
    in_palette=False,
)
PAGE_SEARCH = Command(
    id="credits.search",
    title=N_("Search the entries"),
    label=N_("Search"),
    help=N_("Finds entries by model, kind of work, chat or day, such as 2026-11-23."),
    keys="slash,ctrl+f",
    in_palette=False,
)
PAGE_EXPORT = Command(
    id="credits.export",
    title=N_("Write all entries to a file"),
    label=N_("Export"),
    help=N_("Asks for a place and writes every entry as CSV, for a spreadsheet. Nothing is written over."),
    keys="alt+e",
    in_palette=False,
)
PAGE_JUMP = Command(
    id="credits.jump",
    title=N_("Go to the message"),
    label=N_("Message"),
    help=N_("Opens the chat at the answer that the chosen entry is of."),
    keys="alt+g",
    in_palette=False,
)
PAGE_SYNC = Command(
    id="credits.sync",
    title=N_("Send now"),
    label=N_("Send now"),
    help=N_("Tells the billing server now what it does not know yet, and asks it for the balance."),
    keys="f5",
    in_palette=False,
)
PAGE_RECONCILE = Command(
    id="credits.reconcile",
    title=N_("Compare with the server"),
    label=N_("Compare"),
    help=N_("Compares day by day what both sides know of this machine, and sends again what is missing there."),
    keys="f6",
    in_palette=False,
)

CREDITS_PAGE_COMMANDS = (
    PAGE_CLOSE,
    PAGE_NEXT,
    PAGE_CHOOSE,
    PAGE_SEARCH,
    PAGE_EXPORT,
    PAGE_JUMP,
    PAGE_SYNC,
    PAGE_RECONCILE,
    PAGE_CHOOSE_BACK,
    PAGE_PREVIOUS,
    PAGE_OVERVIEW,
    PAGE_SPENDING,
    PAGE_LEDGER,
    PAGE_WAITING,
)
"""Work on the page of credits; the footer names them in this order, as far as they have a word for it."""
