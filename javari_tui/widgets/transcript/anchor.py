"""What stays at the top while the size changes: a place in the text, until the reader scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line
from javari_tui.widgets.transcript.viewport import Spot, Viewport


class _Here(NamedTuple):
    """A row, by what stays when older messages come above it."""

    message_id: int
    block: int
    row: int


class _Place(NamedTuple):
    """A row of one layout, and where in the text of its block it begins."""

    here: _Here
    page: Page
    said: int
    """Signs of the block before it."""
    is_empty: bool
    """Whether nothing was said in the row itself: the name of a language."""


class Anchor:
    """Remembers the row at the top as the reader left it: sizes come and go, and what was put back is only near it."""

    def __init__(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._place: _Place | None = None
        self._put: _Here | None = None
        """The row that was at the top after the last change."""

    def hold(self) -> None:
        """The size is about to change: take the row at the top, unless the reader is still where they were put."""
        here = self._here()
        if here is None or here != self._put:
            self._place = None if here is None else self._taken(here)

    def put_back(self) -> None:
        """Bring the place to the top in the layout there is now."""
        place, document = self._place, self._viewport.document
        entry = None if place is None else document.find(place.here.message_id)
        if place is None or entry is None or self._viewport.following:
            return
        position, (_message, block, row) = document.position(entry), place.here
        if document.page != place.page and block < len(document.made(position).blocks):
            row = _row_of(place, document.lines(position, block), entry.blocks[block].space)
        self._viewport.top = Spot(position, block, row)

    def note(self) -> None:
        """Everything is in its place again."""
        self._put = self._here()

    def _here(self) -> _Here | None:
        """The row at the top; none where the end is followed."""
        viewport, entries = self._viewport, self._viewport.document.entries
        if viewport.following or viewport.top.entry >= len(entries):
            return None
        return _Here(entries[viewport.top.entry].message.id, viewport.top.block, viewport.top.row)

    def _taken(self, here: _Here) -> _Place:
        document, at = self._viewport.document, self._viewport.top.entry
        is_there = here.block < len(document.made(at).blocks)
        lines = document.lines(at, here.block) if is_there else []
        said = sum(map(_signs, lines[: here.row]))
        return _Place(here, document.page, said, here.row >= len(lines) or not _signs(lines[here.row]))


def _signs(line: Line) -> int:
    """How much of the text a row holds, whatever the width: spaces come and go where rows are broken."""
    return sum(not sign.isspace() for sign in line.said) + (line.join == "\n")


def _row_of(place: _Place, lines: Sequence[Line], space: int) -> int:
    """The row in which the place is now."""
    if place.here.row < space:
        return place.here.row
    before = 0
    for row, line in enumerate(lines):
        after = before + _signs(line)
        if row >= space and (after > place.said or (place.is_empty and before == place.said)):
            return row
        before = after
    return max(len(lines) - 1, 0)
