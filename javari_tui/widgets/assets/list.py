"""The list of what was kept, and the list of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widgets import OptionList

from javari_tui.domain.assets import ROOT_FOLDER, Asset, AssetCounts, AssetHit, AssetType, AssetVersion
from javari_tui.i18n import N_, _, number_text
from javari_tui.widgets.assets.rows import row_content
from javari_tui.widgets.assets.section import DASHBOARD, EVERYTHING, FAVOURITES, Row, Section, SectionKind
from javari_tui.widgets.long_list import LongList

_TYPES = tuple(Section(SectionKind.TYPE, kind.value) for kind in AssetType)

Counted = tuple[tuple[str, int], ...]
"""Names, each with how many there are of it."""


class AssetList(LongList):
    """Rows of what was kept; which one is marked stays, as long as it is there."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Row] = ()
        """What is shown."""

    @property
    def row(self) -> Row | None:
        """The marked one."""
        at = self.highlighted
        return self.rows[at] if at is not None and at < len(self.rows) else None

    def show(self, rows: Sequence[Row], *, from_start: bool = False) -> None:
        """These rows, with the mark on what it was on, or at the same place."""
        before, at = self.row, self.highlighted or 0
        self.rows = rows
        with self.prevent(OptionList.OptionHighlighted):
            self.show_rows(len(rows), lambda row, width: row_content(self.rows[row], width))
            if from_start:
                at = 0
            elif before is not None:
                known = (place for place, row in enumerate(rows) if _is_same(row, before))
                at = next(known, at)
            self.highlighted = min(at, len(rows) - 1) if rows else None
        if rows and from_start:
            self.scroll_to(y=0, animate=False)

    def go_to(self, asset_id: int) -> bool:
        """Mark an asset; whether it is there."""
        for at, row in enumerate(self.rows):
            if isinstance(row, Asset | AssetHit) and _number(row) == asset_id:
                self.highlighted = at
                return True
        return False

    def move(self, rows: int) -> None:
        """Move the mark; it stops at the ends."""
        if self.rows:
            self.highlighted = max(0, min(len(self.rows) - 1, (self.highlighted or 0) + rows))

    def translate(self) -> None:
        """Draw every row anew."""
        self.show(self.rows)


class SectionList(LongList, can_focus=True):
    """Types, favourites, folders and tags, each with how many there are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "select", N_("To the list"), show=False),
    ]

    class Typed(Message):
        """A letter was typed: it is meant for the search."""

        def __init__(self, letter: str) -> None:
            super().__init__()
            self.letter = letter

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section | str] = [DASHBOARD, EVERYTHING, *_TYPES, FAVOURITES]
        """Headings are texts, marked. Before it is counted, those that there always are."""
        self._numbers: list[int | None] = [None] * len(self.sections)
        self.current = DASHBOARD
        """The one that is shown."""

    def fill(self, counts: AssetCounts, folders: Counted, tags: Counted) -> None:
        """What there is now."""
        rows: list[tuple[Section | str, int | None]] = [(DASHBOARD, None), (EVERYTHING, counts.total)]
        rows += [(Section(SectionKind.TYPE, kind.type.value), kind.count) for kind in counts.types]
        rows.append((FAVOURITES, counts.favourites))
        if any(name != ROOT_FOLDER for name, _count in folders):
            rows.append((N_("Folders"), None))
            rows += [(Section(SectionKind.FOLDER, name), count) for name, count in folders]
        if tags:
            rows.append((N_("Tags"), None))
            rows += [(Section(SectionKind.TAG, name), count) for name, count in tags]
        self.sections = [section for section, _count in rows]
        self._numbers = [count for _section, count in rows]
        self._draw()

    def mark(self, section: Section) -> None:
        """Show which section is open."""
        self.current = section
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = self.sections.index(section) if section in self.sections else None

    def section_at(self, index: int) -> Section | None:
        """The section of a row; none for a heading."""
        found = self.sections[index] if index < len(self.sections) else None
        return found if isinstance(found, Section) else None

    def beside(self, step: int) -> Section:
        """The section after the one that is shown, or before; it goes round."""
        places = [section for section in self.sections if isinstance(section, Section)]
        at = places.index(self.current) if self.current in places else 0
        return places[(at + step) % len(places)] if places else DASHBOARD

    def translate(self) -> None:
        """Draw every row anew."""
        self._draw()

    def on_key(self, event: Key) -> None:
        """Letters are for the search, as everywhere on this page."""
        if event.is_printable and event.character and event.character != "/":
            event.stop()
            event.prevent_default()
            self.post_message(self.Typed(event.character))

    def _draw(self) -> None:
        with self.prevent(OptionList.OptionHighlighted):
            self.show_rows(len(self.sections), self._line)
            for option, section in zip(self.options, self.sections, strict=True):
                option.disabled = isinstance(section, str)
        self.mark(self.current)

    def _line(self, at: int, width: int) -> Content:
        section, number = self.sections[at], self._numbers[at]
        if isinstance(section, str):
            return Content.styled(_(section), "bold $text-muted")
        count = "" if number is None else number_text(number)
        name = Content(section.title).truncate(max(width - cell_len(count) - 1, 4), ellipsis=True)
        gap = max(width - name.cell_length - cell_len(count), 1)
        return Content.assemble(name, " " * gap, (count, "$text-muted"))


def _is_same(row: Row, other: Row) -> bool:
    """Whether two rows are of one thing."""
    if isinstance(row, AssetVersion) and isinstance(other, AssetVersion):
        return (row.asset_id, row.number) == (other.asset_id, other.number)
    if isinstance(row, Asset | AssetHit) and isinstance(other, Asset | AssetHit):
        return _number(row) == _number(other)
    return type(row) is type(other) and row == other


def asset_of(row: Row | None) -> Asset | None:
    """The asset that a row is of, where it is of one and not of a version."""
    if isinstance(row, AssetHit):
        return row.asset
    return row if isinstance(row, Asset) else None


def _number(row: Asset | AssetHit) -> int:
    return row.asset.id if isinstance(row, AssetHit) else row.id
