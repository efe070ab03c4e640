"""What the terminal shows, as far as it is known, and what it is to show next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.terminal.output.cells import Cell, cells_of
from javari_tui.terminal.output.looks import blank

Row = list[Cell | None]
"""The cells of a row of the screen; None is one of which nothing is known."""

_MOST_STRIPS = 256
"""Strips whose cells are remembered: some screens full."""


class Picture:
    """The rows of a screen of some size: as they are shown, and as they are wanted."""

    def __init__(self, width: int, height: int, colours: ColorSystem | None) -> None:
        self.width, self.height = width, height
        self.rows: list[Row] = []
        """What the terminal shows."""
        self.texts: list[str] = []
        """The text that fills most of each row: the same one in another row tells that the row moved."""
        self.wanted: dict[int, Row] = {}
        """The rows it does not show yet, by number."""
        self.wanted_texts: dict[int, str] = {}
        self._unknown: set[int] = set()
        self._colours = colours
        self._known_strips: dict[int, tuple[Strip, str, list[Cell]]] = {}
        self.forget()

    def forget(self) -> None:
        """The terminal may show anything."""
        self.rows = [[None] * self.width for _ in range(self.height)]
        self.texts = [""] * self.height
        self._unknown = set(range(self.height))

    def take(self, update: CompositorUpdate) -> None:
        """Want what an update says."""
        touched = set()
        for x, y, strip in _placed(update):
            if 0 <= y < self.height:
                if y not in touched:
                    touched.add(y)
                    self.wanted[y] = self.wanted.get(y, self.rows[y]).copy()
                self._put(self.wanted[y], x, self._cells(strip))
                if 2 * strip.cell_length > self.width:
                    self.wanted_texts[y] = strip.text
        for y in touched:
            if self.wanted[y] == self.rows[y]:
                del self.wanted[y]

    def shown(self) -> None:
        """The terminal shows all that was wanted."""
        for y, row in self.wanted.items():
            self.rows[y] = row
            if y in self._unknown and None not in row:
                self._unknown.remove(y)
        for y, text in self.wanted_texts.items():
            self.texts[y] = text
        self.wanted, self.wanted_texts = {}, {}

    def is_whole(self, y: int) -> bool:
        """Whether all cells of a row will be known when what is wanted is shown."""
        return y not in self._unknown or (y in self.wanted and None not in self.wanted[y])

    def _cells(self, strip: Strip) -> list[Cell]:
        """A strip's cells. Textual and the transcript give the same strip again for what did not change."""
        glyphs = glyphs_in_force()
        known = self._known_strips.get(id(strip))
        if known is not None and known[0] is strip and known[1] == glyphs:
            return known[2]
        if len(self._known_strips) >= _MOST_STRIPS:
            self._known_strips.clear()
        cells = cells_of(strip, self._colours, glyphs)
        self._known_strips[id(strip)] = (strip, glyphs, cells)
        return cells

    def _put(self, row: Row, x: int, cells: list[Cell]) -> None:
        """Lay cells over a row; what they leave of a wide character is a space, as on a terminal."""
        end = min(x + len(cells), self.width)
        if x >= end:
            return
        first, after = row[x], row[end] if end < self.width else None
        if x > 0 and first is not None and not first[0] and (left := row[x - 1]) is not None:
            row[x - 1] = (" ", blank(left[1]))
        if after is not None and not after[0]:
            row[end] = (" ", blank(after[1]))
        row[x:end] = cells[: end - x] if x + len(cells) > end else cells


def _placed(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """An update's strips, each with the column and the row where it begins."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield from _side_by_side(update.region.x, y, strips)
    elif isinstance(update, ChopsUpdate):
        for y, start, end in update.spans:
            for stop, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x <= end and stop > start:
                    whole = start <= x < end and stop <= end
                    yield x, y, strip if whole else strip.crop(0, min(stop, end) - x)


def _side_by_side(x: int, y: int, strips: Iterable[Strip]) -> Iterator[tuple[int, int, Strip]]:
    """Strips one after the other."""
    for strip in strips:
        yield x, y, strip
        x += strip.cell_length
