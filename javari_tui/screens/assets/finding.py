"""What the list shows: the overview, the assets of a section, those that have some words, versions of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from javari_tui.domain.assets import Asset, AssetCounts
from javari_tui.i18n import N_
from javari_tui.widgets.assets.section import EVERYTHING, FAVOURITES, Lead, Row, Section, SectionKind

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services.assets.assets import Assets

MOST_FOUND = 200
"""What a search finds at most; more words find less."""
FIRST = 200
"""So many rows are shown before the others are read."""


class Finding:
    """Reads rows from what was kept."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets

    async def found(self, section: Section, words: str) -> Sequence[Row]:
        """What has all the words, in a section."""
        is_favourites = section == FAVOURITES
        return await self._assets.search(
            words,
            type=section.type,
            folder=section.folder,
            tag=section.tag,
            favourites=is_favourites,
            limit=MOST_FOUND,
        )

    async def listed(self, section: Section, limit: int | None = None) -> Sequence[Row]:
        """What is in a section, the newest first."""
        is_favourites = section == FAVOURITES
        return await self._assets.list(
            type=section.type, folder=section.folder, tag=section.tag, favourites=is_favourites, limit=limit
        )

    async def versions(self, asset: Asset) -> Sequence[Row]:
        """What it holds, and held before."""
        return await self._assets.versions(asset.id)


def overview(counts: AssetCounts) -> list[Row]:
    """What there is, by type, the newest and the favourites; every line leads somewhere."""
    rows: list[Row] = [Lead(EVERYTHING, counts.total, counts.size, is_heading=True)]
    rows += [Lead(Section(SectionKind.TYPE, kind.type.value), kind.count, kind.size) for kind in counts.types]
    if counts.recent:
        rows.append(Lead(EVERYTHING, title=N_("Newest"), is_heading=True))
        rows += counts.recent
    if counts.favourites:
        rows.append(Lead(FAVOURITES, counts.favourites, is_heading=True))
        rows += counts.favourite_assets
    return rows
