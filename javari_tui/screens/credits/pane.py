"""What every page of the credits is: it reads what it shows, and has something that takes the keys."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList

from javari_tui.screens.base import Handler, JavariScreen
from javari_tui.screens.credits.outcome import Outcome, Ways
from javari_tui.widgets.spending.choices import ChoiceLine

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services


class CreditsPane(Vertical):
    """One of them."""

    TITLE: ClassVar[str]
    """Marked."""

    class Changed(Message):
        """Another row is marked, or there are others: the line below and the keys follow."""

    class Left(Message):
        """The page is to be left for a chat."""

        def __init__(self, outcome: Outcome) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, services: Services, ways: Ways) -> None:
        super().__init__()
        self.services, self.ways = services, ways

    @property
    def keys_of(self) -> Widget:
        """What has the keys while this page is shown."""
        raise NotImplementedError

    @property
    def hint(self) -> str:
        """The line below, translated."""
        return ""

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what carries it out here."""
        return {}

    def can(self, command_id: str) -> bool:
        """Whether one of them works now."""
        return True

    def leave(self) -> bool:
        """Take one step back inside; whether there was one."""
        return False

    async def read(self) -> None:
        """Show what is there now."""

    def renew(self) -> Awaitable[None]:
        """Show what is there now, after something changed; where one reads stays."""
        return self.read()

    def translate(self) -> None:
        """Every text in the language in force."""

    @property
    def page(self) -> JavariScreen[Outcome]:
        """The screen, which opens windows and reports what goes wrong."""
        assert isinstance(self.screen, JavariScreen)
        return self.screen

    async def step(self, by: int) -> None:
        """Choose the period or kind after, or before."""
        if self.query_one(ChoiceLine).step(by):
            await self.read()

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Changed())
