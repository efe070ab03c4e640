"""The list of chats: filter by title, find by what was said, preview, keep in order."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from javari_tui.commands import chat_list as commands
from javari_tui.commands.bindings import bindings
from javari_tui.domain.chat import Chat, SearchHit
from javari_tui.domain.fuzzy import best
from javari_tui.i18n import _, ngettext
from javari_tui.screens.base import Handler, JavariDialog
from javari_tui.screens.chats.chosen_chat import ChosenChat
from javari_tui.widgets.chat_preview import preview_of
from javari_tui.widgets.chat_row import chat_row, hit_row
from javari_tui.widgets.key_footer import KeyFooter
from javari_tui.widgets.line_input import LineInput
from javari_tui.widgets.long_list import LongList

if TYPE_CHECKING:  # the library brings the database with it; the first picture must not wait for that
    from javari_tui.services.chats.library import ChatLibrary

_SHORTEST_SEARCH = 2
"""Letters from which on it is looked for what was said."""
_A_MOMENT = 0.03
"""Seconds that the titles wait for what was said, so that most often the list changes once."""


@dataclass(frozen=True, slots=True)
class ChatPick:
    """What was picked: a chat, and the message that was searched for."""

    chat_id: int
    message_id: int | None = None


class ChatsDialog(JavariDialog[ChatPick]):
    """Letters filter; Enter opens; function keys do the rest."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-wide")]
    BINDINGS = [
        ("down", "move(1)", ""),
        ("up", "move(-1)", ""),
        ("pagedown", "move(8)", ""),
        ("pageup", "move(-8)", ""),
        *bindings(commands.CHAT_LIST_COMMANDS),
    ]

    def __init__(
        self, library: ChatLibrary, *, query: str = "", current: int | None = None, said_first: bool = False
    ) -> None:
        super().__init__()
        self._said_first = said_first
        """Whether what was said is looked for, rather than chats by their titles."""
        self._library, self._query, self._current = library, query, current
        self._archived = False
        self._chats: tuple[Chat, ...] = ()
        self._rows: Sequence[Chat | SearchHit] = ()
        self._filled_for = ""
        """The words that the rows were found by."""
        self._keeping = ChosenChat(self, library, self._chosen, self._read)

    def compose(self) -> ComposeResult:
        """Filter, list and preview, keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(_("Chats")), classes="dialog--title", markup=False)
            yield LineInput(self._query, placeholder=_("Title, tag, or words that were said"), select_on_focus=False)
            with Horizontal():
                yield LongList()
                with VerticalScroll(classes="preview", can_focus=False):
                    yield Static(markup=False)
            yield Static(classes="dialog--hint", markup=False)
            yield KeyFooter()

    async def on_mount(self) -> None:
        """Read the list; the filter has the focus throughout."""
        self.query_one(Input).focus()
        await self._read()

    def handlers(self) -> Mapping[str, Handler]:
        """What the function keys do, mostly with the chosen chat."""
        return {
            **super().handlers(),
            **self._keeping.handlers(),
            commands.LIST_SHOW_ARCHIVED.id: self._show_archived,
        }

    def is_available(self, command_id: str) -> bool:
        """Most need a chosen chat, Undo a deletion."""
        if command_id == commands.LIST_UNDO.id:
            return self._keeping.can_undo
        if command_id in self._keeping.handlers():
            return self._chosen() is not None
        return super().is_available(command_id)

    @property
    def deleted(self) -> frozenset[int]:
        """Ids of the chats that were deleted here and not brought back."""
        return self._keeping.deleted

    async def _read(self) -> None:
        self._chats = await self._library.list(archived=self._archived)
        await self._fill(self.query_one(Input).value)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self._search(event.value)

    @work(exclusive=True, group="search")
    async def _search(self, words: str) -> None:
        await self._fill(words)

    async def _fill(self, words: str) -> None:
        """Chats whose title or tags match, then messages in which the words were said."""
        words = words.strip()
        chats = matching_chats(words, self._chats)
        if len(words) < _SHORTEST_SEARCH:
            self._show(words, chats)
        else:
            await self._fill_with_hits(words, chats)
        self._filled_for = words

    async def _fill_with_hits(self, words: str, chats: tuple[Chat, ...]) -> None:
        """What was said is looked for as long as nobody types on."""
        search = asyncio.create_task(self._library.search(words))
        try:
            await asyncio.wait((search,), timeout=_A_MOMENT)
            is_late = not search.done() and not self._said_first
            if is_late:  # the disk is busy; the titles are known
                self._show(words, chats)
            found = await search
        finally:
            search.cancel()
        # The search finds titles too, as the chat's last message; those stand in the list as chats already.
        titles = {(chat.id, chat.leaf_id, chat.title) for chat in chats}
        hits = [hit for hit in found if (hit.chat_id, hit.message_id, hit.excerpt) not in titles]
        rows: tuple[Chat | SearchHit, ...] = (*hits, *chats) if self._said_first else (*chats, *hits)
        self._show(words, rows, at=self.query_one(LongList).highlighted if is_late else None)

    def _show(self, words: str, rows: Sequence[Chat | SearchHit], *, at: int | None = None) -> None:
        """These rows, with the mark on the one it is on, or on the first that fits."""
        options = self.query_one(LongList)
        keep = self._chosen()
        self._rows = rows
        options.show_rows(len(rows), self._line)
        wanted = keep.id if keep else self._current
        places = (index for index, row in enumerate(rows) if isinstance(row, Chat) and row.id == wanted)
        options.highlighted = (at or 0) if words else next(places, 0)
        hint = _hint(words, found=len(rows), chats=len(self._chats), archived=self._archived)
        self.query_one(".dialog--hint", Static).update(Content(hint))
        self.refresh_bindings()

    def _line(self, at: int, width: int) -> Content:
        """The row at a place."""
        row = self._rows[at]
        return chat_row(row, width) if isinstance(row, Chat) else hit_row(row, width)

    def _row(self) -> Chat | SearchHit | None:
        index = self.query_one(LongList).highlighted
        return self._rows[index] if index is not None and index < len(self._rows) else None

    def _chosen(self) -> Chat | None:
        row = self._row() if self.is_mounted else None
        return row if isinstance(row, Chat) else None

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self.refresh_bindings()
        self._show_preview()

    @work(exclusive=True, group="preview")
    async def _show_preview(self) -> None:
        row = self._row()
        pane = self.query_one(".preview Static", Static)
        if row is None or not self.query_one(".preview").display:
            pane.update("")
            return
        chat_id = row.id if isinstance(row, Chat) else row.chat_id
        pane.update(preview_of(await self._library.preview(chat_id)))

    def action_move(self, rows: int) -> None:
        """Move the mark; it stops at the ends."""
        options = self.query_one(LongList)
        if self._rows:
            options.highlighted = max(0, min(len(self._rows) - 1, (options.highlighted or 0) + rows))

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    async def _open(self) -> None:
        words = self.query_one(Input).value.strip()
        if words != self._filled_for:  # Enter came right behind the letters, before what they find
            await self._fill(words)
        row = self._row()
        if row is not None:
            pick = ChatPick(row.id) if isinstance(row, Chat) else ChatPick(row.chat_id, row.message_id)
            self.dismiss(pick)

    async def _show_archived(self) -> None:
        self._archived = not self._archived
        await self._read()


def matching_chats(words: str, chats: tuple[Chat, ...]) -> tuple[Chat, ...]:
    """The chats whose title or tags match, best first; all in their order for no words."""
    if not words:
        return chats
    found = best(words, chats, lambda chat: f"{chat.title} {' '.join(chat.tags)}", limit=len(chats))
    return tuple(chat for chat, _match in found)


def _hint(words: str, *, found: int, chats: int, archived: bool) -> str:
    """The line below the list."""
    if not found:
        return _("Nothing found.") if words else _("No chats here yet.")
    if archived:
        return _("The archive. Enter opens, Esc closes.")
    count = ngettext("{count} chat.", "{count} chats.", chats).format(count=chats)
    return count + " " + _("Enter opens, Esc closes.")
