"""Every entry of the ledger, read page by page as one goes down; words and a kind choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from javari_tui.commands import credits as commands
from javari_tui.domain.spending import LedgerEntry
from javari_tui.i18n import N_, _, ngettext, number_text
from javari_tui.screens.base import Handler
from javari_tui.screens.credits.entry_reading import EntryReading, KindLine
from javari_tui.screens.credits.export import export_entries
from javari_tui.screens.credits.outcome import Outcome, Ways
from javari_tui.screens.credits.pane import CreditsPane
from javari_tui.screens.credits.receipt import ReceiptDialog
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.line_input import LineInput
from javari_tui.widgets.spending.lists import LedgerList
from javari_tui.widgets.spending.names import one_row

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services


class EntriesPane(CreditsPane):
    """A search line, the kinds, the lines."""

    TITLE = N_("Entries")

    BINDINGS = [
        ("down", "move(1)", ""),
        ("up", "move(-1)", ""),
        ("pagedown", "move(10)", ""),
        ("pageup", "move(-10)", ""),
    ]

    def __init__(self, services: Services, ways: Ways) -> None:
        super().__init__(services, ways)
        self._query = LineInput(id="credits-query", select_on_focus=False)
        self._kinds = KindLine(services.ledger)
        self._list = LedgerList()
        self._nothing = Static(id="credits-nothing", markup=False)
        self._reading = EntryReading(services.ledger, self._list)

    def compose(self) -> ComposeResult:
        """One below the other."""
        yield self._query
        yield self._kinds
        yield self._list
        yield self._nothing

    def on_mount(self) -> None:
        """Nothing is read before it is seen."""
        self.translate()

    @property
    def keys_of(self) -> Widget:
        """The lines."""
        return self._list

    @property
    def hint(self) -> str:
        """How many were read, and what Enter does."""
        count = len(self._list.entries)
        if not count:
            return ""
        told = ngettext("{count} entry", "{count} entries", count).format(count=number_text(count))
        if self._reading.has_more:
            told = _("the newest {count}; more come as you go down").format(count=number_text(count))
        return f"{told} {glyph('middot')} " + _("Enter shows all of it")

    def handlers(self) -> Mapping[str, Handler]:
        """Search, kinds, export, the message."""
        return {
            commands.PAGE_CHOOSE.id: lambda: self.step(1),
            commands.PAGE_CHOOSE_BACK.id: lambda: self.step(-1),
            commands.PAGE_SEARCH.id: self.search,
            commands.PAGE_EXPORT.id: lambda: export_entries(self.page, self.services.ledger),
            commands.PAGE_JUMP.id: lambda: self._jump(self._list.entry),
        }

    def can(self, command_id: str) -> bool:
        """The search where one is not there yet; a message where one is marked."""
        if command_id == commands.PAGE_SEARCH.id:
            return not self._query.has_focus
        if command_id == commands.PAGE_JUMP.id:
            entry = self._list.entry
            return entry is not None and entry.receipt is not None and entry.has_chat
        return True

    def leave(self) -> bool:
        """Out of the search; then it is empty again."""
        if not self._query.has_focus and not self._query.value:
            return False
        self._query.value = ""
        self.screen.set_focus(self._list)
        return True

    def search(self, words: str = "") -> None:
        """To the search line; with words, look for them."""
        if words:
            self._query.value = words
        else:
            self.screen.set_focus(self._query)

    async def read(self) -> None:
        """The newest lines anew."""
        if await self._reading.begin(self._query.value.strip(), self._kinds.kind):
            self._say_nothing(is_nothing=not self._list.entries)
            self.post_message(self.Changed())

    async def renew(self) -> None:
        """The newest ones, unless one reads further down."""
        if not self._list.highlighted:
            await self.read()

    def translate(self) -> None:
        """Every text in the language in force."""
        self._query.placeholder = _("Model, kind of work, chat, or a day: 2026-11-23")
        self._kinds.translate()
        self._list.translate()
        self._say_nothing(is_nothing=not self._list.entries)

    def _say_nothing(self, *, is_nothing: bool) -> None:
        text = _("Every change of your credits is listed here: what was added, used, and what expired.")
        if self._reading.words:
            text = _("Nothing found for “{words}”. Fewer or other words find more; Esc takes them away.").format(
                words=one_row(self._reading.words)
            )
        elif self._reading.kind is not None:
            text = _("There are none of this kind.")
        self._nothing.update(Content(text))
        self.set_class(is_nothing, "-nothing")

    @on(Input.Changed, "#credits-query")
    @work(exclusive=True, group="entries")
    async def _typed(self) -> None:
        await self.page.reporting(self.read())

    def action_move(self, rows: int) -> None:
        """The mark is moved from the search line too."""
        self._list.move(rows)

    @on(Input.Submitted, "#credits-query")
    @on(OptionList.OptionSelected)
    @work(group="receipt", exclusive=True)
    async def _entered(self) -> None:
        """All of the marked one."""
        if self._query.value.strip() != self._reading.words:
            await self.page.reporting(self.read())  # Enter came right behind the letters, before what they find
        entry = self._list.entry
        if entry is not None and await self.app.push_screen_wait(ReceiptDialog(entry)):
            self._jump(entry)

    @on(LedgerList.Typed)
    def _letter(self, event: LedgerList.Typed) -> None:
        event.stop()
        self.screen.set_focus(self._query)
        self._query.insert_text_at_cursor(event.letter)

    @on(LedgerList.MoreWanted)
    @work(exclusive=True, group="more")
    async def _more(self) -> None:
        await self.page.reporting(self._reading.go_on())
        self.post_message(self.Changed())

    def _jump(self, entry: LedgerEntry | None) -> None:
        """To the answer that an entry is of."""
        if entry is not None and entry.receipt is not None and entry.has_chat:
            self.post_message(self.Left(Outcome(entry.receipt.chat_id, entry.receipt.message_id)))
