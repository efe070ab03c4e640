"""Reading the entries of the ledger page by page into their list, by words and kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from javari_tui.domain.spending import EntryKind
from javari_tui.widgets.spending.choices import ChoiceLine
from javari_tui.widgets.spending.lists import LedgerList
from javari_tui.widgets.spending.names import kind_name

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services.ledger.ledger import Ledger

_PAGE = 100
"""Lines read at once."""


class KindLine(ChoiceLine):
    """The kinds of entries; what a server told is there only with an account."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        super().__init__(lambda: [kind_name(kind) for kind in self._kinds], id="credits-kind")

    @property
    def kind(self) -> EntryKind | None:
        """The chosen one; none stands for all."""
        kinds = self._kinds
        return kinds[min(self.at, len(kinds) - 1)]

    @property
    def _kinds(self) -> tuple[EntryKind | None, ...]:
        is_local = self._ledger.view.is_local
        return (None, *(kind for kind in EntryKind if not (is_local and kind is EntryKind.SYNC)))


class EntryReading:
    """What was asked for last is what is shown."""

    def __init__(self, ledger: Ledger, lines: LedgerList) -> None:
        self._ledger, self._lines = ledger, lines
        self._before: int | None = None
        self._turn = 0
        self.words = ""
        """What the lines were found by."""
        self.kind: EntryKind | None = None

    @property
    def has_more(self) -> bool:
        """Whether there are older ones that were not read."""
        return self._before is not None

    async def begin(self, words: str, kind: EntryKind | None) -> bool:
        """The newest lines with these words; whether they were not overtaken by others meanwhile."""
        self._turn += 1
        turn = self._turn
        page = await self._ledger.page(words=words, kind=kind, limit=_PAGE)
        if turn != self._turn:
            return False
        self.words, self.kind, self._before = words, kind, page.before
        self._lines.show(page.entries)
        return True

    async def go_on(self) -> None:
        """The older ones behind those that are there."""
        turn, before = self._turn, self._before
        if before is None:
            return
        page = await self._ledger.page(before=before, words=self.words, kind=self.kind, limit=_PAGE)
        if turn == self._turn and before == self._before:
            self._before = page.before
            self._lines.add(page.entries)
