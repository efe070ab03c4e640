"""The errors of credits: a part of the tree in `errors.py` that the first picture does not need."""

from __future__ import annotations

from typing import ClassVar

from javari_tui.domain.credits import Credits, shown_cost, shown_room
from javari_tui.domain.errors import JavariError
from javari_tui.domain.spending import Limit
from javari_tui.i18n import N_


class SpendingRefused(JavariError):
    """An answer is not asked for: it would cost more than what is left, or than the user lets it. Nothing was used."""

    TITLE = N_("There are not enough credits for this: it takes about {needed}, and {room} are left.")
    CURE = N_("Choose a cheaper or a local model, or top up.")
    _CAPS: ClassVar[dict[str, str]] = {
        "message": N_("This takes about {needed} credits, and your limit for one message leaves {room}."),
        "chat": N_("This takes about {needed} credits, and your limit for this chat leaves {room}."),
        "day": N_("This takes about {needed} credits, and your limit for today leaves {room}."),
        "month": N_("This takes about {needed} credits, and your limit for this month leaves {room}."),
        "offline": N_(
            "This takes about {needed} credits, and until the billing server answers again {room} may be used."
        ),
    }
    _RAISE: ClassVar[str] = N_("Choose a cheaper or a local model, or raise the limit in the settings.")

    def __init__(self, limit: Limit, *, needed: Credits, room: Credits) -> None:
        cap = self._CAPS.get(limit.value, "")
        super().__init__(cap, cure=self._RAISE if cap else "", needed=shown_cost(needed), room=shown_room(room))
        self.limit, self.needed, self.room = limit, needed, room


class BalanceUnknown(SpendingRefused):
    """The account's endpoint did not tell yet what is left."""

    TITLE = N_("What your account has left is not known yet.")
    CURE = N_("Try again in a moment; “javari billing status” tells more. Local models can be used meanwhile.")

    def __init__(self, *, needed: Credits) -> None:
        super().__init__(Limit.BALANCE, needed=needed, room=Credits())


class HoldEnded(JavariError):
    """An answer was to be written down for credits that were given back, or written down differently before."""

    TITLE = N_("What this answer used could not be written down: it was closed before.")
    CURE = N_("Run “javari doctor” to see what is wrong.")


class AccountDecides(JavariError):
    """Credits were to be given on this machine while an account is signed in."""

    TITLE = N_("Your credits are those of your account now.")
    CURE = N_("Top up the account instead.")
