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
