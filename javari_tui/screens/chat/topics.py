"""All that can be done on the chat screen, by topic.

It brings dialogs, the editor, the clipboard and the conversation with it: imported behind the first picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from javari_tui.commands.base import Command
from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.domain.conversation import AnswerGrew, ConversationUpdate, MessageAdded
from javari_tui.screens.base import CommandNode, Handler
from javari_tui.screens.chat.account_door import AccountDoor
from javari_tui.screens.chat.arrivals import Arrivals
from javari_tui.screens.chat.asking import Asking
from javari_tui.screens.chat.assets_door import AssetsDoor
from javari_tui.screens.chat.attaching import Attaching
from javari_tui.screens.chat.beside import Beside
from javari_tui.screens.chat.blocks import Blocks
from javari_tui.screens.chat.credits import CreditsShown
from javari_tui.screens.chat.data_shown import DataShown
from javari_tui.screens.chat.doors import Doors
from javari_tui.screens.chat.drafts import Drafts
from javari_tui.screens.chat.growing import Growing
from javari_tui.screens.chat.images_beside import ImagesBeside
from javari_tui.screens.chat.keeping import Keeping
from javari_tui.screens.chat.moving import Moving
from javari_tui.screens.chat.opening_itself import OpeningItself
from javari_tui.screens.chat.own_lines import OwnLines
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.chat.permissions import Permissions
from javari_tui.screens.chat.reading import Reading
from javari_tui.screens.chat.refusals import Refusals
from javari_tui.screens.chat.running import Running
from javari_tui.screens.chat.sending import Sending
from javari_tui.widgets.follow_mark import FollowMark


class Topic(Protocol):
    """One file of what can be done here."""

    def handlers(self) -> Mapping[str, Handler]:
        """Command id → what carries it out."""

    def is_available(self, command_id: str) -> bool:
        """Whether one of them works now."""


class Topics:
    """The topics of one chat screen."""

    def __init__(
        self, page: ChatPage, screen: CommandNode, follow_mark: FollowMark, *, moving: Moving, drafts: Drafts
    ) -> None:
        self._page, self._screen, self._follow_mark = page, screen, follow_mark
        self.attaching = Attaching(page)
        self.sending = Sending(page, moving, drafts, self.attaching)
        self.credits = CreditsShown(page)
        self.refusals = Refusals(page, screen, self.credits.drafts.again)
        self.sending.queue_asked_for = self.refusals.queue_asked_for
        self.running = Running(page, self.credits.drafts.again)
        self.reading = Reading(page, self.sending)
        self.blocks = Blocks(page, self.reading.copy)
        self.beside = Beside(page, self.blocks)
        self.growing = Growing(page)
        self.opening = OpeningItself(page, self.beside)
        self.images = ImagesBeside(page)
        self.asking = Asking(page, go_to=moving.open, show=self.opening.show)
        self.arrivals = Arrivals(page, self._chat_shown)
        self.own_lines = OwnLines(page)
        data = DataShown(page, self.reading.copy)
        keeping, doors = Keeping(page, moving), Doors(page, screen, self.offered, go_to=moving.open)
        answers: tuple[Topic, ...] = (self.sending, self.running, keeping, self.reading)
        permissions = Permissions(page, doors.open_settings)
        assets = AssetsDoor(page, copy=self.reading.copy, show=self.beside.show, go_to=moving.open)
        account = AccountDoor(page, screen, copy=self.reading.copy, open_settings=doors.open_settings)
        tools: tuple[Topic, ...] = (self.credits, self.asking, self.own_lines, permissions, assets, account)
        topics: tuple[Topic, ...] = (*answers, self.blocks, self.beside, data, doors, *tools)
        self._topic_of = {command_id: topic for topic in topics for command_id in topic.handlers()}
        self.handlers: Mapping[str, Handler] = {
            command_id: topic.handlers()[command_id] for command_id, topic in self._topic_of.items()
        }
        """Command id → what carries it out."""

    def is_available(self, command_id: str) -> bool:
        """Whether no topic says that its command does nothing now."""
        topic = self._topic_of.get(command_id)
        return topic is None or topic.is_available(command_id)

    def arrived(self, update: ConversationUpdate) -> None:
        """Bring it onto the screen; the mark tells who reads further up."""
        self.arrivals.apply(update)
        self.growing.arrived(update)
        self.opening.arrived(update)
        self.asking.arrived(update)
        self.credits.arrived(update)
        self.refusals.arrived(update)
        if isinstance(update, AnswerGrew | MessageAdded) and update.chat_id == self._page.chat_id:
            self._follow_mark.news = self._follow_mark.shown

    def _chat_shown(self) -> None:
        """A chat was read onto the page."""
        self.asking.chat_shown()
        self.credits.chat_shown()

    async def show_model(self) -> None:
        """Bring the model of the open chat into the header."""
        await self.running.show_model()

    async def settle(self) -> None:
        """Give what is being sent a moment to get on disk."""
        await self.sending.settle()

    def not_read(self) -> None:
        """The open chat could not be read anew."""
        self.arrivals.not_read()

    def offered(self) -> list[Command]:
        """The commands that work now."""
        return [command for command in ALL_COMMANDS if command.in_palette and self._screen.is_available(command.id)]
