"""What the topics of the chat screen share: its widgets, its services, which chat is open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from javari_tui.domain.errors import JavariError
from javari_tui.i18n import _
from javari_tui.widgets.prompt.pending import Sheet

if TYPE_CHECKING:  # the services bring the database with them; the first picture must not wait for that
    from textual.app import App
    from textual.screen import Screen

    from javari_tui.domain.chat import Chat
    from javari_tui.domain.help import KeyNames
    from javari_tui.domain.scroll_place import ScrollPlace
    from javari_tui.screens.dialogs.picker import Choice
    from javari_tui.services import Services
    from javari_tui.widgets.header_line import HeaderLine
    from javari_tui.widgets.prompt.prompt import Prompt
    from javari_tui.widgets.queue_list import QueueList
    from javari_tui.widgets.sidebar.sidebar import Sidebar
    from javari_tui.widgets.transcript.transcript import Transcript


_SOON_READ = 60
"""Characters of a notice that are read at a glance."""


@dataclass(slots=True, eq=False)
class Place:
    """A chat as it is on the page: a message goes to the chat it was written in, whatever is shown meanwhile."""

    chat_id: int | None = None
    """None for a chat that does not exist before its first message."""
    chat: Chat | None = None
    """None until it was read, or made by its first message."""
    editing: int | None = None
    """The message whose new version is being written."""
    sheet: Sheet = field(default_factory=Sheet)
    """What is written here."""
    scroll: ScrollPlace | None = None
    """Where the reader was when another place was turned to."""
    before: Place | None = None
    """Where to go back to if this one cannot be read; none as soon as it was."""
    read: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when what was on disk is here too: until then its draft there must not be written over."""

    def becomes(self, chat: Chat) -> None:
        """It is this chat, as it is now."""
        self.chat, self.chat_id = chat, chat.id


class Behind(Protocol):
    """What comes right behind the first picture, as far as moving between chats needs it."""

    async def show_model(self) -> None:
        """Bring the model of the open chat into the header."""

    async def settle(self) -> None:
        """Give what is being sent a moment to get on disk."""

    def not_read(self) -> None:
        """The open chat could not be read anew."""


class ChatPage:
    """Handed to every topic. Widgets exist from the start, services arrive a moment after the first picture."""

    def __init__(
        self,
        screen: Screen[None],
        *,
        services: asyncio.Future[Services],
        header: HeaderLine,
        transcript: Transcript,
        queue_list: QueueList,
        prompt: Prompt,
        sidebar: Callable[[], Sidebar],
        key_names: KeyNames,
    ) -> None:
        self.screen = screen
        self.header, self.transcript, self.prompt = header, transcript, prompt
        self.queue_list, self._make_sidebar = queue_list, sidebar
        self._sidebar_wanted: list[Callable[[Sidebar], None]] = []
        self.place = Place()
        """Another one for each chat that is opened."""
        self._services = services
        self.key_names = key_names
        """The keys of the commands as they are now."""

    @property
    def app(self) -> App[object]:
        """The app, for dialogs and notices."""
        return self.screen.app

    @cached_property
    def sidebar(self) -> Sidebar:
        """The sidebar, made when it is first wanted."""
        sidebar = self._make_sidebar()
        for listener in self._sidebar_wanted:
            listener(sidebar)
        return sidebar

    def when_sidebar(self, listener: Callable[[Sidebar], None]) -> None:
        """Tell when the sidebar was made: now, where it is there."""
        sidebar: Sidebar | None = self.__dict__.get("sidebar")
        if sidebar is not None:
            listener(sidebar)
        self._sidebar_wanted.append(listener)

    @property
    def open_sidebar(self) -> Sidebar | None:
        """The sidebar while it is open."""
        sidebar: Sidebar | None = self.__dict__.get("sidebar")
        return sidebar if sidebar is not None and sidebar.is_open else None

    @property
    def chat(self) -> Chat | None:
        """The open chat; none for one that does not exist before its first message."""
        return self.place.chat

    @property
    def chat_id(self) -> int | None:
        """The open chat's id."""
        return self.place.chat_id

    async def services(self) -> Services:
        """The services, as soon as they are there. Raises what kept them from opening."""
        return await asyncio.shield(self._services)

    @property
    def services_now(self) -> Services | None:
        """The services if they are there."""
        done = self._services.done() and not self._services.cancelled() and self._services.exception() is None
        return self._services.result() if done else None

    @property
    def is_running(self) -> bool:
        """Whether the open chat's answer is being written."""
        services = self.services_now
        return services is not None and self.chat_id is not None and services.conversation.is_running(self.chat_id)

    def tell(self, text: str, *, warning: bool = False, seconds: float | None = None) -> None:
        """A short notice above the prompt; data, never markup. What is soon read is soon gone."""
        if seconds is None:
            seconds = 2.5 if len(text) <= _SOON_READ and not warning else 5
        self.app.notify(text, severity="warning" if warning else "information", timeout=seconds, markup=False)

    def report(self, error: JavariError) -> None:
        """Show an error with what to do next."""
        self.screen.report(error)  # type: ignore[attr-defined]

    async def reporting(self, work: Awaitable[None]) -> None:
        """Wait for some work and report the error it raises on purpose."""
        try:
            await work
        except JavariError as error:
            self.report(error)

    async def pick(
        self, title: str, choices: Sequence[Choice], *, current: str = "", hint: str = "", query: str = ""
    ) -> str | None:
        """Let the user pick one; none when they left."""
        from javari_tui.screens.dialogs.picker import Picker  # noqa: PLC0415 - not for the first picture

        return await self.app.push_screen_wait(Picker(title, choices, current=current, hint=hint, query=query))

    def key_of(self, command_id: str) -> str:
        """The first key of a command as people read it, after the user's keymap."""
        return self.key_names.keys_of(command_id).split(", ")[0]

    def name_keys(self, sidebar: Sidebar) -> None:
        """Tell the sidebar the keys it names, and the language to name them in."""
        close = (self.key_of("sidebar.toggle"), _("Close"))
        way = self.key_of("sidebar.focus")
        sidebar.set_keys((close, (way, _("Go in"))), (close, (way, _("Go back"))), self.key_of("block.open"))

    @property
    def shown_title(self) -> str:
        """The open chat's title as shown."""
        return (self.chat.title if self.chat else "") or _("New chat")
