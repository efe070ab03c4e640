"""What the widgets of the chat screen say, passed on to whoever does something about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual import on
from textual.worker import WorkType

from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.chat import NEW_CHAT
from javari_tui.domain.errors import JavariError
from javari_tui.i18n import _
from javari_tui.messages import ReadAgain
from javari_tui.screens.base import JavariScreen
from javari_tui.screens.chat.drafts import Drafts
from javari_tui.screens.chat.moving import Moving
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.chat.showing import Showing
from javari_tui.widgets.follow_mark import FollowMark
from javari_tui.widgets.prompt.prompt import Prompt
from javari_tui.widgets.transcript.transcript import Transcript

if TYPE_CHECKING:
    from javari_tui.screens.chat.topics import Topics
    from javari_tui.widgets.sidebar.pane import Pane


class Hearing(JavariScreen[None]):
    """The listening half of the chat screen."""

    page: ChatPage
    follow_mark: FollowMark
    showing: Showing
    drafts: Drafts
    moving: Moving

    @cached_property
    def topics(self) -> Topics:
        """What can be done here: the first picture needs nothing of it, the footer is the first that asks."""
        from javari_tui.screens.chat.topics import Topics  # noqa: PLC0415 - see there

        return Topics(self.page, self, self.follow_mark, moving=self.moving, drafts=self.drafts)

    @on(Prompt.Submitted)
    def _submitted(self, event: Prompt.Submitted) -> None:
        self._take_turn(self.topics.beside.tuck_away, "tuck")
        self.topics.credits.drafts.sent()
        if self.topics.own_lines.takes(event.text):
            self._begin(partial(self.topics.own_lines.submitted, event), "line")
        else:
            self._begin(partial(self.topics.sending.submit, event), "send")

    @on(Prompt.SlashEntered)
    def _slash_entered(self, event: Prompt.SlashEntered) -> None:
        command = next((command for command in ALL_COMMANDS if command.slash == event.word), None)
        if command is not None and not self.is_available(command.id):
            self.page.tell(_("That does nothing now: {title}.").format(title=command.shown_title), warning=True)
        elif command is NEW_CHAT:
            self.moving.open(None, bring=True)
        elif command is not None:
            self.action_run_command(command.id, event.argument)

    @on(Prompt.DraftChanged)
    def _draft_changed(self, event: Prompt.DraftChanged) -> None:
        self._begin(partial(self.drafts.changed, event.sheet), "draft")
        self.topics.credits.drafts.changed(event.draft)

    @on(Prompt.FilesWanted)
    def _files_wanted(self, event: Prompt.FilesWanted) -> None:
        self._take_turn(partial(self.topics.attaching.find_files, event.query), "files")

    @on(Prompt.AttachWanted)
    def _attach_wanted(self, event: Prompt.AttachWanted) -> None:
        self._begin(partial(self.topics.attaching.attach, event.path), "attach")

    @on(Prompt.AttachmentOpened)
    def _attachment_opened(self, event: Prompt.AttachmentOpened) -> None:
        self._begin(partial(self.topics.attaching.open_attachment, event.attachment), "attach")

    @on(Transcript.FollowingChanged)
    def _following_changed(self, event: Transcript.FollowingChanged) -> None:
        self.follow_mark.shown = not event.following
        self.refresh_bindings()

    @on(Transcript.CursorMoved)
    def _cursor_moved(self) -> None:
        self.refresh_bindings()

    @on(Transcript.PlaceChanged)
    def _place_changed(self) -> None:
        self._take_turn(self.showing.save_place, "place")

    @on(Transcript.OlderWanted)
    def _older_wanted(self, event: Transcript.OlderWanted) -> None:
        self._take_turn(partial(self.showing.read_older, event.before, many=event.many), "older")

    @on(Transcript.LinkOpened)
    def _link_opened(self, event: Transcript.LinkOpened) -> None:
        self.run_worker(self.reporting(self.topics.reading.open_link(event.target)), group="link")

    def on_sidebar_width_changed(self) -> None:
        """By its name: the sidebar itself is loaded when it is first wanted."""
        self._take_turn(self.topics.beside.remember, "sidebar")

    def on_pane_wanted(self, event: Pane.Wanted) -> None:
        """By its name too: a picture is to be read for the room it has."""
        self._take_turn(partial(self.topics.images.read, event.paper), "image")

    def get_selected_text(self) -> str | None:
        """What the mouse selected, or the blocks that were chosen with keys."""
        return super().get_selected_text() or self.topics.blocks.several()

    def report(self, error: JavariError) -> None:
        """What credits refuse comes with the ways on."""
        if not self.topics.refusals.takes(error):
            super().report(error)

    @on(ReadAgain)
    def _read_again(self) -> None:
        self._begin(self._reading_again, "open")

    async def _reading_again(self) -> None:
        await self.reporting(self.moving.read_again())

    def _begin(self, work: WorkType[None], group: str) -> None:
        """Beside what still runs. Given as a function for the same reason as below."""
        self.run_worker(work, group=group)

    def _take_turn(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """In place of what still runs in the group. A function, because what never begins must not be a coroutine."""

        async def turn() -> None:
            await self.reporting(work())

        begin: WorkType[None] = turn
        self.run_worker(begin, group=group, exclusive=True)
