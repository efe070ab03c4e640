"""What is said to the user when an answer fails: what happened, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from javari_tui.domain.model_records import FailureKind
from javari_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class FailureText:
    """Marked texts: translate them when they are shown."""

    title: str
    cure: str = ""


FAILURE_TEXTS: Mapping[FailureKind, FailureText] = MappingProxyType(
    {
        FailureKind.NO_KEY: FailureText(
            N_("There is no key for this model."),
            N_("Paste one with /key, or choose another model with /model."),
        ),
        FailureKind.BAD_KEY: FailureText(
            N_("The key was refused."),
            N_("Check the key, or paste another: /key"),
        ),
        FailureKind.FORBIDDEN: FailureText(
            N_("This key may not use this model."),
            N_("Choose another model with /model, or ask whoever manages the account."),
        ),
        FailureKind.NO_CREDIT: FailureText(
            N_("The account with the provider has no credit left."),
            N_("Top it up at the provider, or choose another model with /model."),
        ),
        FailureKind.BAD_REQUEST: FailureText(
            N_("The server did not accept the request."),
            N_("Try again, or choose another model with /model."),
        ),
        FailureKind.NO_SUCH_MODEL: FailureText(
            N_("The server does not know this model."),
            N_("Choose one it has: /model"),
        ),
        FailureKind.TOO_LONG: FailureText(
            N_("The chat is too long for this model."),
            N_("Summarise the older part with /compact, or start a new chat with /new."),
        ),
        FailureKind.RATE_LIMITED: FailureText(
            N_("Too many requests for now."),
            N_("Wait a little and try again, or choose another model with /model."),
        ),
        FailureKind.OVERLOADED: FailureText(
            N_("The server has too much to do."),
            N_("Try again in a moment, or choose another model with /model."),
        ),
        FailureKind.SERVER: FailureText(
            N_("The server had an error of its own."),
            N_("Try again in a moment."),
        ),
        FailureKind.UNREACHABLE: FailureText(
            N_("The server could not be reached."),
            N_("Check the network, and the address in the settings."),
        ),
        FailureKind.TIMED_OUT: FailureText(
            N_("The model was silent for too long."),
            N_("Try again; if it goes on, choose another model with /model."),
        ),
        FailureKind.CUT_OFF: FailureText(
            N_("The connection broke before the answer ended."),
            N_("What came is kept. Continue the answer, or ask again."),
        ),
        FailureKind.LENGTH: FailureText(
            N_("The answer reached its length limit."),
            N_("Continue it to read the rest."),
        ),
        FailureKind.REFUSED: FailureText(
            N_("The model declined to answer this."),
            N_("Put it another way, or choose another model with /model."),
        ),
        FailureKind.NOT_UNDERSTOOD: FailureText(
            N_("The server does not speak the language Javari expected."),
            N_("Check its address and kind in the settings."),
        ),
        FailureKind.DISK: FailureText(
            N_("The answer could not be written to disk."),
            N_("Free some space; what you see may be gone when you leave. Copy what you need."),
        ),
        FailureKind.NO_TOOLS: FailureText(
            N_("This model cannot use tools."),
            N_("Ask again without them, or choose another model with /model."),
        ),
        FailureKind.TOOL_LIMIT: FailureText(
            N_("The answer stopped at a limit for tools."),
            N_("Nothing is lost: continue it to let it go on with fresh limits, or say what it should do instead."),
        ),
        FailureKind.SPENDING: FailureText(
            N_("Your credits do not reach for this answer."),
            N_("Choose a cheaper or a local model, top up, or raise the limit; then answer again."),
        ),
    }
)
"""A sentence and a cure for every kind."""
