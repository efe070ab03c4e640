"""The way from the chat to plans, topping up, signing in and out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from javari_tui.commands.credits import OPEN_PLANS, SIGN_IN, SIGN_OUT, TOP_UP
from javari_tui.screens.base import CommandNode, Handler
from javari_tui.screens.chat.page import ChatPage

if TYPE_CHECKING:  # the windows come when they are wanted
    from javari_tui.screens.plans.paying import Paying


class AccountDoor:
    """Opens what has to do with the account."""

    def __init__(
        self,
        page: ChatPage,
        screen: CommandNode,
        *,
        copy: Callable[[str], Awaitable[None]],
        open_settings: Callable[[str], Awaitable[None]],
    ) -> None:
        self._page, self._screen, self._copy, self._open_settings = page, screen, copy, open_settings
        self._made: Paying | None = None

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what carries it out."""
        return {
            OPEN_PLANS.id: self.open_plans,
            TOP_UP.id: self.top_up,
            SIGN_IN.id: self.sign_in,
            SIGN_OUT.id: self.sign_out,
        }

    def is_available(self, command_id: str) -> bool:
        """Signing in and out as it is now."""
        services = self._page.services_now
        account = services.account.account if services is not None else None
        if command_id == SIGN_OUT.id:
            return account is not None
        return command_id != SIGN_IN.id or account is None or account.needs_sign_in

    async def open_plans(self) -> None:
        """The plans."""
        from javari_tui.screens.plans.screen import PlansScreen  # noqa: PLC0415 - many widgets, seldom used

        services, paying = await self._page.services(), await self._paying()
        self._page.app.push_screen(PlansScreen(services, paying, go_to_settings=self._open_settings))

    async def top_up(self) -> None:
        """More credits."""
        await (await self._paying()).top_up()

    async def sign_in(self) -> None:
        """Connect an account."""
        await (await self._paying()).sign_in()

    async def sign_out(self) -> None:
        """End its session here."""
        await (await self._paying()).sign_out()

    async def _paying(self) -> Paying:
        from javari_tui.screens.plans.paying import Paying  # noqa: PLC0415 - see above

        if self._made is None:
            services = await self._page.services()
            self._made = Paying(self._screen, services, copy=self._copy, go_to_settings=self._open_settings)
        return self._made
