"""Where one is among what was kept: a section, some words, or the versions of one thing; and the rows of that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from javari_tui.domain.assets import Asset, AssetCounts, AssetVersion
from javari_tui.domain.errors import NotFound
from javari_tui.screens.assets.finding import FIRST, Finding, overview
from javari_tui.widgets.assets.list import AssetList, SectionList, asset_of
from javari_tui.widgets.assets.section import DASHBOARD, EVERYTHING, Row, Section

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services.assets.assets import Assets


class Browsing:
    """Reads what is to be shown; what was asked for last is what is shown."""

    def __init__(self, assets: Assets, rows: AssetList, sections: SectionList, shown: Callable[[], None]) -> None:
        self._assets, self._finding = assets, Finding(assets)
        self._list, self._sections, self._shown = rows, sections, shown
        self._turn = 0
        self.section: Section = DASHBOARD
        """The one that is open."""
        self.words = ""
        """What the rows were found by."""
        self.versions_of: Asset | None = None
        """Whose versions are listed, while they are."""
        self.wanted: int | None = None
        """The asset to mark as soon as it is among the rows."""
        self.counts: AssetCounts | None = None
        """How much there is; none before it was counted."""

    @property
    def asset(self) -> Asset | None:
        """The marked one, or the one whose versions are listed."""
        return self.versions_of or asset_of(self._list.row)

    @property
    def version(self) -> AssetVersion | None:
        """The marked version, where versions are listed."""
        row = self._list.row
        return row if isinstance(row, AssetVersion) else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever kept."""
        return self.counts is not None and not self.counts.total

    async def read(self, words: str) -> None:
        """Everything anew: what there is, and the rows."""
        counts = await self._assets.counts()
        folders, tags = await self._assets.folders(), await self._assets.tags()
        self.counts = counts
        self._sections.fill(counts, folders, tags)
        if self.versions_of is not None:
            try:
                self.versions_of = await self._assets.get(self.versions_of.id)
            except NotFound:
                self.versions_of = None
        await self.fill(words, from_start=False)

    async def go_to(self, section: Section, words: str) -> None:
        """Open a section; the words go on counting."""
        self.section, self.versions_of = section, None
        self._sections.mark(section)
        await self.fill(words)

    async def fill(self, words: str, *, from_start: bool = True) -> None:
        """The rows for some words. What overtakes this meanwhile is what is shown."""
        self._turn += 1
        turn, words = self._turn, words.strip()
        reading: Awaitable[Sequence[Row]]
        if self.versions_of is not None:
            reading = self._finding.versions(self.versions_of)
        elif words:
            reading = self._finding.found(self.section, words)
        elif self.section == DASHBOARD:
            if self.counts is None:
                self.counts = await self._assets.counts()
            self._show(overview(self.counts), words, from_start=from_start)
            return
        else:
            await self._fill_with_all(turn, from_start=from_start)
            return
        rows = await reading
        if turn == self._turn:
            self._show(rows, words, from_start=from_start)

    async def _fill_with_all(self, turn: int, *, from_start: bool) -> None:
        """The first rows at once, the others behind them."""
        count = len(self._list.rows)
        rows = await self._finding.listed(self.section, FIRST if from_start or count < FIRST else None)
        if turn != self._turn:
            return
        self._show(rows, "", from_start=from_start)
        if len(rows) == FIRST:
            rows = await self._finding.listed(self.section)
            if turn == self._turn:
                self._show(rows, "", from_start=False)

    def _show(self, rows: Sequence[Row], words: str, *, from_start: bool) -> None:
        self.words = words
        self._list.show(rows, from_start=from_start)
        if self.wanted is not None and self._list.go_to(self.wanted):
            self.wanted = None
        self._shown()

    async def find(self, asset_id: int) -> None:
        """Go to one asset. Raises NotFound."""
        await self._assets.get(asset_id)
        self.wanted = asset_id
        await self.go_to(EVERYTHING, "")

    async def leave_versions(self, words: str) -> None:
        """Back to the list, where the thing is whose versions they were."""
        if self.versions_of is not None:
            self.wanted, self.versions_of = self.versions_of.id, None
        await self.fill(words)
