"""What can go wrong with the billing endpoint. Nothing that was used is lost by any of it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from javari_tui.domain.errors import JavariError
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_


class BillingTrouble(StrEnum):
    """What kind of trouble it is: decides what is done next."""

    UNREACHABLE = "unreachable"
    """No answer, 5xx, 429: the same again later, with the same ids."""
    SIGNED_OUT = "signed_out"
    """The tokens are not taken: the user must sign in."""
    REFUSED = "refused"
    """The endpoint said no, and will again."""
    NOT_UNDERSTOOD = "not_understood"
    """What came is not what the contract says: nothing of it is used, and it is asked again later."""
    NO_CREDITS = "no_credits"
    CLOSED = "closed"
    NOT_SET = "not_set"
    """No endpoint is set."""
    DENIED = "denied"
    """The user said no on the page."""
    CODE_OVER = "code_over"
    """The code for signing in ran out."""
    KEYRING = "keyring"
    """The system's keyring does not open, so nobody knows whether the user is signed in: the same again later."""


class BillingError(JavariError):
    """Something with the billing endpoint did not work."""

    TITLE = N_("The billing server cannot be reached.")
    CURE = N_("Try again in a while; nothing is lost meanwhile.")
    _TITLES: ClassVar[dict[BillingTrouble, str]] = {
        BillingTrouble.SIGNED_OUT: N_("You are signed out."),
        BillingTrouble.REFUSED: N_("The billing server refused this."),
        BillingTrouble.NOT_UNDERSTOOD: N_("The billing server sent something that Javari does not understand."),
        BillingTrouble.NO_CREDITS: N_("There are not enough credits in your account."),
        BillingTrouble.CLOSED: N_("This account is closed."),
        BillingTrouble.NOT_SET: N_("No billing server is set."),
        BillingTrouble.DENIED: N_("Signing in was denied on the page."),
        BillingTrouble.CODE_OVER: N_("The code for signing in is no longer valid."),
        BillingTrouble.KEYRING: N_("The keyring of this machine does not open."),
    }
    _CURES: ClassVar[dict[BillingTrouble, str]] = {
        BillingTrouble.SIGNED_OUT: N_("Sign in again: “javari login”, or the profile menu."),
        BillingTrouble.REFUSED: N_("“javari billing status” tells more."),
        BillingTrouble.NOT_UNDERSTOOD: N_("Check the address in billing.url. The last good figures are kept."),
        BillingTrouble.NO_CREDITS: N_("Top up, or choose a local model."),
        BillingTrouble.CLOSED: N_("Reading still works. Ask whoever runs the billing server."),
        BillingTrouble.NOT_SET: N_("Set billing.url in the settings, or JAVARI_BILLING_URL, to its https address."),
        BillingTrouble.DENIED: N_("Begin again to get another code."),
        BillingTrouble.CODE_OVER: N_("Begin again to get another code."),
        BillingTrouble.KEYRING: N_("Unlock it and try again. What you use is written down here meanwhile."),
    }

    def __init__(
        self, trouble: BillingTrouble, *, detail: str = "", problem: str = "", retry_after: float | None = None
    ) -> None:
        """`problem` is the last part of a problem type; `retry_after` is in seconds, as the endpoint asked."""
        super().__init__(self._TITLES.get(trouble, ""), cure=self._CURES.get(trouble, ""), detail=detail)
        self.trouble, self.problem, self.retry_after = trouble, problem, retry_after


class AddressRefused(BillingError):
    """What is set is no address of a server, or of one that is not spoken to."""

    _TITLES: ClassVar[dict[BillingTrouble, str]] = {
        BillingTrouble.NOT_SET: N_("What is set as billing.url is no address of a server."),
    }
    _CURES: ClassVar[dict[BillingTrouble, str]] = {
        BillingTrouble.NOT_SET: N_("It begins with https://, or with http:// on this machine."),
    }

    def __init__(self, address: str) -> None:
        super().__init__(BillingTrouble.NOT_SET, detail=clean(address.strip())[:200])


class TokensElsewhere(BillingError):
    """This process has no token, which says nothing of those that another one has in its memory."""

    _TITLES: ClassVar[dict[BillingTrouble, str]] = {
        BillingTrouble.SIGNED_OUT: N_("Signed in inside Javari, whose tokens only it has."),
    }
    _CURES: ClassVar[dict[BillingTrouble, str]] = {
        BillingTrouble.SIGNED_OUT: N_("Send from there (F5 on /credits), or set JAVARI_BILLING_KEY."),
    }

    def __init__(self) -> None:
        super().__init__(BillingTrouble.SIGNED_OUT)


class KeyRefused(BillingError):
    """The key in the environment is not taken, or is that of another account."""

    _TITLES: ClassVar[dict[BillingTrouble, str]] = {
        BillingTrouble.SIGNED_OUT: N_("The billing server does not take the key in JAVARI_BILLING_KEY."),
    }
    _CURES: ClassVar[dict[BillingTrouble, str]] = {
        BillingTrouble.SIGNED_OUT: N_("Set it to a key of your account, or remove it and run “javari login”."),
    }

    def __init__(self) -> None:
        super().__init__(BillingTrouble.SIGNED_OUT)
