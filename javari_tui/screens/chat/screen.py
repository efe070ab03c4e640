"""The chat screen: everything on one page, ready before the services are."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.events import Resize

from javari_tui.commands.base import Command, bindings
from javari_tui.commands.catalogue import ALL_COMMANDS, SCREEN_COMMANDS
from javari_tui.commands.key_names import CommandKeys
from javari_tui.domain.errors import JavariError
from javari_tui.i18n import _
from javari_tui.screens.base import Handler, JavariScreen
from javari_tui.screens.chat.arrivals import Arrivals, ReadAgain
from javari_tui.screens.chat.doors import Doors
from javari_tui.screens.chat.keeping import Keeping, OpenChat
from javari_tui.screens.chat.page import ChatPage, Topic
from javari_tui.screens.chat.reading import Reading
from javari_tui.screens.chat.running import Running
from javari_tui.screens.chat.sending import Sending
from javari_tui.screens.chat.showing import Showing
from javari_tui.screens.dialogs.notice import Notice
from javari_tui.services.launch import Launch
from javari_tui.widgets.credits_bar import CreditsBar
from javari_tui.widgets.follow_mark import FollowMark
from javari_tui.widgets.header_line import HeaderLine
from javari_tui.widgets.key_footer import KeyFooter
from javari_tui.widgets.profile_button import ProfileButton
from javari_tui.widgets.prompt.prompt import Prompt
from javari_tui.widgets.queue_list import QueueList
from javari_tui.widgets.sidebar import Sidebar
from javari_tui.widgets.transcript.transcript import Transcript

if TYPE_CHECKING:  # the services bring the database with them; the first picture must not wait for that
    from javari_tui.services import Services


class ChatScreen(JavariScreen[None]):
    """Widgets, and the topics that carry out what is asked here."""

    AUTO_FOCUS = "PromptArea"
    BINDINGS = bindings(SCREEN_COMMANDS)

    def __init__(self, services: asyncio.Future[Services], launch: Launch) -> None:
        super().__init__()
        self._launch = launch
        self.header, self.transcript, self.prompt = HeaderLine(), Transcript(), Prompt()
        self.queue_list, self.sidebar, self.follow_mark = QueueList(), Sidebar(), FollowMark()
        self.profile = ProfileButton()
        self.page = ChatPage(
            self,
            services=services,
            header=self.header,
            transcript=self.transcript,
            queue_list=self.queue_list,
            prompt=self.prompt,
            sidebar=self.sidebar,
            key_names=CommandKeys(ALL_COMMANDS, launch.settings.settings.keymap),
        )
        self._sending = Sending(self.page)
        self._answers = Running(self.page)
        self._keeping = Keeping(self.page)
        self._reading = Reading(self.page, self._sending)
        self._doors = Doors(self.page, self._offered)
        self._arrivals = Arrivals(self.page)
        self.showing = Showing(self.page, self._arrivals, self._answers)
        self._handlers: dict[str, Handler] = {}
        topics: tuple[Topic, ...] = (self._sending, self._answers, self._keeping, self._reading, self._doors)
        for topic in topics:
            self._handlers.update(topic.handlers())

    def compose(self) -> ComposeResult:
        """From top to bottom as it is seen."""
        yield self.header
        yield CreditsBar()
        with Container(id="middle"):
            yield self.sidebar
            with Vertical(id="conversation"):
                yield self.transcript
                yield self.follow_mark
        yield self.queue_list
        yield self.prompt
        with Horizontal(id="bottom"):
            yield self.profile
            yield KeyFooter()

    def on_mount(self) -> None:
        """Show what was read before the first picture, then wait for the services."""
        self.showing.show_first(self._launch)
        self.translate()
        self.run_worker(self._services_open(), group="services")

    async def _services_open(self) -> None:
        """Connect to the services; without them there is nothing to do but say why and go."""
        try:
            services = await self.page.services()
        except JavariError as error:
            text = "\n\n".join(part for part in (error.title, error.detail, error.cure) if part)
            await self.app.push_screen_wait(Notice(_("Javari cannot open its data"), text))
            self.app.exit(return_code=error.exit_code)
            return
        services.conversation.listen(self._arrivals.apply)
        self.prompt.set_history(await services.prompts.history())
        self.profile.user_name = (await services.preferences.read()).display_name or services.user_name
        await self.reporting(self.showing.after_services(self._launch))
        await self.showing.tell_of_problems(self._launch)
        self.refresh_bindings()

    async def save(self) -> None:
        """Put draft and place on disk: Javari is about to end."""
        await self.showing.save_all()

    def handlers(self) -> Mapping[str, Handler]:
        """All that can be done here."""
        return {**self._handlers, **super().handlers()}

    def is_available(self, command_id: str) -> bool:
        """What works now."""
        if command_id not in self.handlers():
            return False
        if command_id in self._answers.handlers():
            return self._answers.is_available(command_id)
        if command_id in self._keeping.handlers():
            return self._keeping.is_available(command_id)
        return True

    def _offered(self) -> list[Command]:
        return [command for command in ALL_COMMANDS if command.in_palette and self.is_available(command.id)]

    def translate(self) -> None:
        """Draw every text anew, in the language and with the keys in force."""
        self.showing.translate(self._launch, self.follow_mark)

    def on_resize(self, event: Resize) -> None:
        """Below about a hundred columns the sidebar lies over the chat."""
        self.sidebar.set_class(event.size.width < 100, "-overlay")

    @on(Prompt.Submitted)
    def _submitted(self, event: Prompt.Submitted) -> None:
        self.run_worker(self._sending.submit(event.draft, event.text, event.attachments), group="send")

    @on(Prompt.SlashEntered)
    def _slash_entered(self, event: Prompt.SlashEntered) -> None:
        command = next((command for command in ALL_COMMANDS if command.slash == event.word), None)
        if command is not None and not self.is_available(command.id):
            self.page.tell(_("That does nothing now: {title}.").format(title=command.shown_title), warning=True)
        elif command is not None:
            self.action_run_command(command.id, event.argument)

    @on(Prompt.DraftChanged)
    def _draft_changed(self, event: Prompt.DraftChanged) -> None:
        self.run_worker(self._sending.save_draft(event.draft), group="draft")

    @on(Prompt.FilesWanted)
    def _files_wanted(self, event: Prompt.FilesWanted) -> None:
        self.run_worker(self._sending.find_files(event.query), group="files", exclusive=True)

    @on(Prompt.AttachWanted)
    def _attach_wanted(self, event: Prompt.AttachWanted) -> None:
        self.run_worker(self._sending.attach(event.path), group="attach")

    @on(Prompt.AttachmentOpened)
    def _attachment_opened(self, event: Prompt.AttachmentOpened) -> None:
        self.run_worker(self._sending.open_attachment(event.attachment), group="attach")

    @on(Transcript.FollowingChanged)
    def _following_changed(self, event: Transcript.FollowingChanged) -> None:
        self.follow_mark.shown = not event.following

    @on(Transcript.PlaceChanged)
    def _place_changed(self) -> None:
        self.run_worker(self.showing.save_place(), group="place", exclusive=True)

    @on(Transcript.OlderWanted)
    def _older_wanted(self, event: Transcript.OlderWanted) -> None:
        self.run_worker(self.showing.read_older(event.before), group="older", exclusive=True)

    @on(Transcript.LinkOpened)
    def _link_opened(self, event: Transcript.LinkOpened) -> None:
        self.run_worker(self.reporting(self._reading.open_link(event.target)), group="link")

    @on(OpenChat)
    def _open_chat(self, event: OpenChat) -> None:
        self.run_worker(
            self.reporting(self.showing.open(event.chat_id, event.message_id)), group="open", exclusive=True
        )

    @on(ReadAgain)
    def _read_again(self) -> None:
        self.run_worker(self.reporting(self.showing.read_again()), group="open", exclusive=True)
