"""The chat screen: everything on one page, ready before the services are."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize

from javari_tui.commands.bindings import bindings
from javari_tui.commands.catalogue import ALL_COMMANDS, SCREEN_COMMANDS
from javari_tui.commands.chat import STOP_ANSWER
from javari_tui.commands.key_names import CommandKeys
from javari_tui.domain.errors import JavariError
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.drafts import Drafts
from javari_tui.screens.chat.hearing import Hearing
from javari_tui.screens.chat.moving import Moving
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.chat.showing import Showing
from javari_tui.services.launch import Launch
from javari_tui.widgets.credits_bar import CreditsBar
from javari_tui.widgets.follow_mark import FollowMark
from javari_tui.widgets.header_line import HeaderLine
from javari_tui.widgets.key_footer import KeyFooter
from javari_tui.widgets.profile_button import ProfileButton
from javari_tui.widgets.prompt.prompt import Prompt
from javari_tui.widgets.queue_list import QueueList
from javari_tui.widgets.see_through import Column, Layers
from javari_tui.widgets.transcript.transcript import Transcript

if TYPE_CHECKING:  # the services bring the database with them; the first picture must not wait for that
    from javari_tui.services import Services
    from javari_tui.terminal.link import LinkState
    from javari_tui.widgets.sidebar.sidebar import Sidebar


class ChatScreen(Hearing):
    """The widgets, in their places from the first picture on."""

    AUTO_FOCUS = "PromptArea"
    BINDINGS = bindings(SCREEN_COMMANDS)

    def __init__(self, services: asyncio.Future[Services], launch: Launch) -> None:
        super().__init__()
        self._launch = launch
        self._is_styled = False
        self.header, self.transcript, self.prompt = HeaderLine(), Transcript(), Prompt()
        self.queue_list, self.follow_mark = QueueList(), FollowMark()
        self.profile, self.credits = ProfileButton(), CreditsBar(launch.look.credits_shown if launch.look else "")
        self.page = ChatPage(
            self,
            services=services,
            header=self.header,
            transcript=self.transcript,
            queue_list=self.queue_list,
            prompt=self.prompt,
            sidebar=_make_sidebar,
            key_names=CommandKeys(ALL_COMMANDS, launch.settings.settings.keymap),
        )
        self.showing = Showing(self.page, lambda: self.topics.arrivals)
        self.drafts = Drafts(self.page)
        self.moving = Moving(self.page, self.showing, self.drafts, lambda: self.topics)

    def compose(self) -> ComposeResult:
        """From top to bottom as it is seen."""
        yield self.header
        with Horizontal(id="bars"):
            yield self.credits
            yield self.follow_mark
        with Layers(id="middle"):
            yield from self._sidebar_left_open()
            with Column(id="conversation"):
                yield self.transcript
        yield self.queue_list
        yield self.prompt
        with Horizontal(id="bottom"):
            yield self.profile
            yield KeyFooter(self._is_offered)

    @property
    def sidebar(self) -> Sidebar:
        """Beside the chat."""
        return self.page.sidebar

    @property
    def rows_below_notices(self) -> int:
        """They stand right above the prompt and what waits for it."""
        return self.size.height - (self.queue_list if self.queue_list.display else self.prompt).region.y

    def _sidebar_left_open(self) -> ComposeResult:
        columns = self.app.size.width
        if self.showing.begins_with_sidebar(self._launch, columns):
            self.sidebar.fit(columns)
            # Until it is read what it showed, it does not say that it is empty.
            self.sidebar.add_class("-open", "-waits")
            yield self.sidebar

    def update_node_styles(self, animate: bool = True) -> None:
        """Style everything anew; not right at the start, when each widget was styled as it was mounted."""
        if self._is_styled:
            super().update_node_styles(animate)
        self._is_styled = True

    def on_mount(self) -> None:
        """Show what was read before the first picture, then wait for the services."""
        self.showing.show_first(self._launch)
        self.translate()
        if self._launch.options.chat_id is not None:
            self.moving.open(self._launch.options.chat_id)
        self.run_worker(self._services_open(), group="services")

    async def _services_open(self) -> None:
        """Connect to the services; without them there is nothing to do but say why and go."""
        try:
            services = await self.page.services()
        except JavariError as error:
            await self._cannot_open(error)
            return
        services.conversation.listen(self.topics.arrived)
        self.prompt.set_history(await services.prompts.history())
        self.profile.user_name = (await services.preferences.read()).display_name or services.user_name
        await self.reporting(self.moving.begin(self._launch))
        await self.reporting(self.topics.beside.restore())
        await self.showing.tell_of_problems(self._launch)
        self.refresh_bindings()
        await self.reporting(self.topics.credits.begin())

    async def _cannot_open(self, error: JavariError) -> None:
        from javari_tui.screens.dialogs.notice import Notice  # noqa: PLC0415 - hardly ever needed

        text = "\n\n".join(part for part in (error.title, error.detail, error.cure) if part)
        await self.app.push_screen_wait(Notice(_("Javari cannot open its data"), text))
        self.app.exit(return_code=error.exit_code)

    async def save(self) -> None:
        """Put draft and place on disk: Javari is about to end."""
        await self.moving.save_all()
        await self.topics.beside.save()

    def stop_answer(self) -> bool:
        """Stop the answer that is being written. Whether there was one."""
        is_running = self.page.is_running
        if is_running:
            self.action_run_command(STOP_ANSWER.id)
        return is_running or self.topics.own_lines.stop()

    def handlers(self) -> Mapping[str, Handler]:
        """All that can be done here."""
        return {**self.topics.handlers, **super().handlers()}

    def is_available(self, command_id: str) -> bool:
        """What works now."""
        return super().is_available(command_id) and self.topics.is_available(command_id)

    def _is_offered(self, command_id: str) -> bool:
        """Whether the last line names a command that works now."""
        return self.topics.running.is_offered(command_id) and self.topics.reading.is_offered(command_id)

    def translate(self) -> None:
        """Draw every text anew, in the language and with the keys in force."""
        self.page.key_names = CommandKeys(ALL_COMMANDS, self._launch.settings.settings.keymap)
        self.showing.translate(self._launch, self.follow_mark)
        if self.page.open_sidebar is not None:
            self.topics.images.choose_anew()
        if self.credits.view is not None:
            self.topics.credits.translate()

    def follow_link(self, state: LinkState) -> None:
        """Draw as often as the line to the terminal allows, and tell when that is less than usual."""
        self.transcript.frame_seconds = state.frame_seconds
        self.credits.link = state

    def on_resize(self, event: Resize) -> None:
        """The sidebar leaves the chat its least width, or lies over it."""
        if (sidebar := self.page.open_sidebar) is not None:
            sidebar.fit(event.size.width)
            self.refresh_bindings()


def _make_sidebar() -> Sidebar:
    from javari_tui.widgets.sidebar.sidebar import Sidebar  # noqa: PLC0415 - few chats begin with it

    return Sidebar()
