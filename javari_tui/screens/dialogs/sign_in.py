"""Signing in on a machine without a browser: a code to type on a page that is opened elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import aclosing
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from javari_tui.domain.billing import Account, SignInCode, TokenPlace
from javari_tui.domain.billing_errors import BillingError, BillingTrouble
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_, _
from javari_tui.screens.dialogs.elsewhere import Copy, Elsewhere, Key, paragraphs, time_left, whole

if TYPE_CHECKING:  # brings the network with it; no window may wait for that
    from javari_tui.services.billing.account import AccountService


class SignInEnd(StrEnum):
    """How the window closed, where it did something."""

    SIGNED_IN = "signed_in"
    SETTINGS = "settings"
    """The user wants to set the billing server's address."""


_KEPT = {
    TokenPlace.KEYRING: N_("You stay signed in: your access is kept in this machine’s keyring."),
    TokenPlace.SESSION: N_("This machine has no keyring, so you stay signed in only until Javari ends."),
}
_CODE = "bold $block-cursor-foreground on $block-cursor-background"


class SignInDialog(Elsewhere[SignInEnd]):
    """Shows the code and waits until the page was answered; every other end of it says what to do."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy_code", show=False),
        Binding("r", "again", show=False),
        Binding("enter", "go_on", show=False),
    ]

    def __init__(self, account: AccountService, *, copy: Copy) -> None:
        super().__init__(copy=copy)
        self._account = account
        self._sign_in_code: SignInCode | None = None
        self._trouble: BillingError | None = None

    @property
    def title_text(self) -> str:
        """The heading."""
        return _("Sign In")

    @property
    def address(self) -> str:
        """The page."""
        return self._sign_in_code.address if self._sign_in_code else ""

    @property
    def scanned(self) -> str:
        """The page with the code in it."""
        return self._sign_in_code.address_complete if self._sign_in_code else ""

    def on_mount(self) -> None:
        """Ask for a code at once."""
        super().on_mount()
        self._ask()

    def told(self) -> Iterator[Content]:
        """What to do, what happens then; or what went wrong."""
        if self._trouble is not None:
            error = self._trouble
            yield Content.styled(error.title, "bold")
            yield from paragraphs((reveal(error.detail), error.cure))
        elif self._sign_in_code is None:
            yield Content(_("Asking the billing server for a code…"))
        else:
            yield from self._told_code(self._sign_in_code)

    def _told_code(self, code: SignInCode) -> Iterator[Content]:
        step = _("1. On any device with a browser, open")
        yield Content("\n").join([Content(step), whole(self.address)])
        spaced = Content.styled(f"  {' '.join(reveal(code.user_code))}  ", _CODE)
        yield Content("\n").join([Content(_("2. Type this code there and allow it")), spaced])
        waiting = _("Javari waits and goes on by itself.") + " " + time_left(code.expires_at)
        yield from paragraphs((waiting, _(_KEPT[self._account.token_place]), self.hindered_code()))

    def more_keys(self) -> Iterator[Key]:
        """Copying the code; another one; the settings."""
        if self._is_not_set:
            yield "enter", _("Set the address")
        elif self._trouble is not None:
            yield "enter", _("Try again")
        elif self._sign_in_code is not None:
            yield "c", _("Copy the code")
            yield "r", _("Another code")

    @property
    def _is_not_set(self) -> bool:
        return self._trouble is not None and self._trouble.trouble is BillingTrouble.NOT_SET

    @work(exclusive=True, group="account.waiting")
    async def _ask(self) -> None:
        """Get a code and wait for what the user does with it."""
        self._sign_in_code = self._trouble = None
        self.show()
        try:
            async with aclosing(self._account.sign_in()) as steps:
                async for step in steps:
                    self._take(step)
        except BillingError as error:
            self._sign_in_code, self._trouble = None, error
            self.show()

    def _take(self, step: SignInCode | Account) -> None:
        if isinstance(step, Account):
            self.dismiss(SignInEnd.SIGNED_IN)
        else:
            self._sign_in_code = step
            self.caption = reveal(step.user_code)
            self.show()

    async def action_copy_code(self) -> None:
        """Copy the code as it is typed on the page."""
        if self._sign_in_code is not None:
            await self._copy(self._sign_in_code.user_code)

    def action_again(self) -> None:
        """Another code."""
        if self._sign_in_code is not None or self._trouble is not None:
            self._ask()

    def action_go_on(self) -> None:
        """What helps: the settings, or another try."""
        if self._is_not_set:
            self.dismiss(SignInEnd.SETTINGS)
        elif self._trouble is not None:
            self._ask()
