"""Showing a chat: as it was left, another one, older messages, in another language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.chat import CONTINUE_ANSWER, REGENERATE, SHOW_QUEUE
from javari_tui.commands.transcript import GO_TO_END
from javari_tui.domain.drafts import Draft
from javari_tui.domain.scroll_place import ScrollPlace
from javari_tui.i18n import _
from javari_tui.paths import has_home
from javari_tui.screens.chat.page import ChatPage, Place
from javari_tui.services.launch import Launch
from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.themes import ThemeLibrary
from javari_tui.widgets.follow_mark import FollowMark
from javari_tui.widgets.prompt.slash_words import SlashWord

if TYPE_CHECKING:
    from javari_tui.domain.chat import ChatOpening
    from javari_tui.screens.chat.arrivals import Arrivals

_BESIDE_FROM = 100
"""Columns from which the sidebar has its own place, as the sidebar itself says (which is loaded later)."""

_A_STEP, _A_LONG_STEP = 100, 1000
"""Older messages that are read at once: some pages, and what keeps the screen busy for no longer than a page does."""


class Showing:
    """Brings chats onto the page and remembers how they were left."""

    def __init__(self, page: ChatPage, arrivals: Callable[[], Arrivals]) -> None:
        self._page, self._arrivals = page, arrivals
        self._history_comes = False
        """Whether the last chat's messages will be shown right behind the first picture."""

    def show(self, opening: ChatOpening) -> None:
        """A chat as it was left, in the place that is turned to; what is being written stays."""
        self._show_around(opening)
        arrivals = self._arrivals()
        arrivals.read()
        messages = arrivals.live.brought_up_to_date(opening.messages)
        self._page.transcript.show(messages, has_older=opening.has_older, place=opening.scroll)
        self._page.transcript.set_welcome(_welcome(self._page))
        arrivals.refresh_queue_state()

    def _show_around(self, opening: ChatOpening) -> None:
        """All of a chat but its messages."""
        page = self._page
        page.place.becomes(opening.chat)
        page.queue_list.queue = opening.queue
        page.header.facts = page.header.facts._replace(title=opening.chat.title)

    def blank(self) -> None:
        """Nothing of the chat that was shown: another one is being read."""
        page = self._page
        page.transcript.set_welcome("")
        page.transcript.show((), has_older=False, place=ScrollPlace())
        page.queue_list.queue = ()
        page.header.facts = page.header.facts._replace(title="", context_used=0, context_limit=None)
        page.screen.refresh_bindings()

    def show_new(self) -> None:
        """An empty chat that will exist with its first message."""
        self.blank()
        self._page.transcript.set_welcome(_welcome(self._page))

    def begins_with_sidebar(self, launch: Launch, columns: int) -> bool:
        """Whether it was left open; where it would lie over the chat it waits until it is wanted."""
        look = launch.look
        is_open = look.sidebar_open if look is not None else launch.preferences.sidebar_default_open
        return bool(is_open) and columns >= _BESIDE_FROM

    def show_first(self, launch: Launch) -> None:
        """What could be read before the first picture."""
        look, options, page = launch.look, launch.options, self._page
        page.prompt.turn_to(page.place.sheet)
        if look is not None:
            page.place.read.set()
        if look is not None and look.opening is not None and not (options.new_chat or options.chat_id):
            self._history_comes = True
            self._show_around(look.opening)
            page.prompt.load(look.opening.draft)
            page.screen.call_after_refresh(self._show_history, look.opening, page.place)
        else:
            self.show_new()
            page.prompt.load(look.draft if look is not None else Draft())

    def _show_history(self, opening: ChatOpening, place: Place) -> None:
        """The messages themselves: laying them out takes longer than the rest of the first picture."""
        self._history_comes = False
        if self._page.place is place:
            self.show(opening)

    async def bring_up_to_date(self) -> None:
        """Answers of a Javari that was killed looked as if they went on; opening the database has closed them."""
        page = self._page
        services, chat_id = await page.services(), page.chat_id
        running = {message.id for message in page.transcript.messages if message.is_running}
        if chat_id is None or not running:
            return
        for message in (await services.chats.open(chat_id)).messages:
            if message.id in running and not message.is_running:
                page.transcript.update_message(message)
        page.screen.refresh_bindings()

    async def tell_of_problems(self, launch: Launch) -> None:
        """Mistakes in the settings, themes that were skipped, a missing home folder: said once, at the start."""
        page = self._page
        for problem in launch.settings.problems[:3]:
            page.tell(problem.sentence, warning=True, seconds=15)
        library = ThemeLibrary(launch.folders.themes)
        if launch.folders.themes.is_dir():
            await asyncio.to_thread(library.all)
        for failure in library.failures[:3]:
            page.tell(failure.sentence, warning=True, seconds=15)
        if not has_home():
            text = _("There is no home folder, so everything is kept in {folder}, which may be emptied.")
            page.tell(text.format(folder=launch.folders.data.parent), warning=True, seconds=15)

    async def read_older(self, before: int, *, many: bool = False) -> None:
        """Messages before one, put above without moving what is on screen; many for who has a long way to go."""
        page = self._page
        if page.chat_id is None:
            return
        chat_id = page.chat_id
        services = await page.services()
        messages, has_older = await services.chats.older(chat_id, before, _A_LONG_STEP if many else _A_STEP)
        shown = page.transcript.messages
        if page.chat_id == chat_id and shown and shown[0].id == before:
            page.transcript.prepend(messages, has_older=has_older)

    async def save_place(self) -> None:
        """Remember where the reader is."""
        if self._page.chat_id is not None:
            services = await self._page.services()
            await services.view.save_scroll(self._page.chat_id, self._page.transcript.place())

    def translate(self, launch: Launch, follow_mark: FollowMark) -> None:
        """What widgets are given: texts in the language in force, keys as they are, settings."""
        page, settings = self._page, launch.settings.settings
        page.prompt.fold_lines, page.prompt.fold_characters = settings.paste.fold_lines, settings.paste.fold_characters
        page.transcript.show_timestamps = settings.timestamps
        page.transcript.glyphs = glyphs_in_force()
        page.prompt.slash_commands = tuple(
            SlashWord(
                word=command.slash,
                title=command.shown_title,
                takes=_(command.takes),
                help=command.shown_help,
                takes_secret=command.takes_secret,
            )
            for command in ALL_COMMANDS
            if command.slash
        )
        page.prompt.translate()
        follow_mark.key = page.key_of(GO_TO_END.id)
        page.queue_list.take_back_key = page.key_of(SHOW_QUEUE.id)
        page.transcript.continue_key = page.key_of(CONTINUE_ANSWER.id)
        page.transcript.retry_key = page.key_of(REGENERATE.id)
        page.transcript.set_welcome("" if self._history_comes else _welcome(page))
        page.transcript.refresh_texts()
        if (sidebar := page.open_sidebar) is not None:
            page.name_keys(sidebar)


def _welcome(page: ChatPage) -> Content:
    """What an empty chat says: how to begin, in three lines."""
    keys = _("{help} explains what has the focus, {menu} opens the menu.").format(
        help=page.key_of("help.explain"), menu=page.key_of("profile.menu")
    )
    begin = _("Write below and press Enter. / lists commands, @ attaches a file.")
    return Content.assemble((_("What can I do for you?"), "bold"), "\n\n", (f"{begin}\n{keys}", "$text-muted"))
