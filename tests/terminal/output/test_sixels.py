"""Pictures laid over cells: after whatever was shown, exactly what of them can be seen is painted."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Offset, Region, Size
from textual.strip import Strip

from javari_tui.domain.images import FittedImage, ImageFacts, ImageForm
from javari_tui.terminal.guard import safe_text
from javari_tui.terminal.images.sixel import SixelImage
from javari_tui.terminal.output.sixels import Sixels
from javari_tui.terminal.output.thin import ThinOutput
from javari_tui.terminal.placeholders import LAID, placeholders
from javari_tui.widgets.sidebar.image_rows import laid_over
from tests.sixel_screen import PICTURE, Points, SixelScreen, read_back

SIZE, CELL = Size(24, 10), (4, 5)
COLUMNS, ROWS, WIDTH, HEIGHT = 7, 5, 26, 23
"""Of the picture: its last column and its last row are not full."""
COUNT = 5
Area = tuple[int, int, int, int]
"""Column, row, columns, rows that something covers."""


def picture(*, is_clear: bool = False) -> FittedImage:
    """Five greys, and perhaps holes."""
    chance = random.Random(7)
    points = bytes(
        COUNT if is_clear and chance.random() < 0.2 else (x // 5 + y // 4 + chance.randrange(2)) % COUNT
        for y in range(HEIGHT)
        for x in range(WIDTH)
    )
    facts = ImageFacts(format="PNG", width=WIDTH, height=HEIGHT, size=9, moves=False)
    data = bytes((COUNT, *(51 * level for level in range(5) for _ in range(3)))) + points
    return FittedImage(
        facts=facts, form=ImageForm.SIXEL, columns=COLUMNS, rows=ROWS, width=WIDTH, height=HEIGHT, data=data
    )


def wanted(image: FittedImage, cells: dict[tuple[int, int], tuple[int, int]]) -> Points:
    """The points that are to be seen, by the cells of the screen and which of the picture stand there."""
    points: Points = {}
    for (column, row), (x, y) in cells.items():
        for down in range(y * CELL[1], min((y + 1) * CELL[1], HEIGHT)):
            for across in range(x * CELL[0], min((x + 1) * CELL[0], WIDTH)):
                level = image.data[1 + 3 * COUNT + down * WIDTH + across]
                if level < COUNT:
                    place = (column - x) * CELL[0] + across, (row - y) * CELL[1] + down
                    points[place] = (20 * level,) * 3
    return points


class Shown:
    """Thin output, and a terminal that draws sixels."""

    def __init__(self, *, in_xterm: bool, is_clear: bool = False, size: Size = SIZE) -> None:
        self._size = size
        self.screen = SixelScreen(*size, CELL, in_xterm=in_xterm)
        self.output = ThinOutput(ColorSystem.TRUECOLOR, erases=True)
        self.output.sixels = Sixels()
        self.image = picture(is_clear=is_clear)
        self.output.sixels.hold(3, SixelImage(self.image, CELL), in_xterm=in_xterm)

    def show(
        self, x: int, y: int, covered: list[Area], *, ground: str = "#111617", scrolled: int = 0
    ) -> tuple[str, Points]:
        """The picture at a place, below other things; what was written, and what is to be seen."""
        style, rows = Style(bgcolor=ground), []
        cells = {(x + column, y + row): (column, row) for column in range(COLUMNS) for row in range(ROWS)}
        for at in range(self._size.height):
            line = Strip([Segment(f"{(at + scrolled + 9) ** 40} text", style)]).adjust_cell_length(
                self._size.width, style
            )
            if y <= at < y + ROWS:
                strip = Strip(laid_over(3, COLUMNS, at - y, style))
                line = Strip.join([line.crop(0, x), strip, line.crop(x + COLUMNS)])
            for left, top, columns, lines in covered:
                if top <= at < top + lines:
                    over = Strip([Segment("over " * 5, Style(bgcolor="#ffffff"))]).crop(0, columns)
                    line = Strip.join([line.crop(0, left), over, line.crop(left + columns)])
                    cells = {cell: place for cell, place in cells.items() if not covers((left, at, columns, 1), cell)}
            rows.append(line.crop(0, self._size.width))
        halves: list[Iterable[Strip]] = [[row.crop(0, x), row.crop(x)] for row in rows]
        self.output.take(LayoutUpdate(halves, Region(0, 0, *self._size)), self._size)
        written = self.output.frame(Offset(0, 0), synchronised=False)
        self.screen.feed(written)
        assert self.screen.display == ["".join(map(text_of, row)) for row in rows]
        seen = {cell: place for cell, place in cells.items() if cell[1] < self._size.height - 2}
        return written, wanted(self.image, seen)


def text_of(segment: Segment) -> str:
    """What the terminal has of it as letters."""
    is_laid = segment.style is not None and segment.style.frame
    return " " * segment.cell_length if is_laid else segment.text


def covers(area: Area, cell: tuple[int, int]) -> bool:
    """Whether a cell is below something."""
    left, top, columns, rows = area
    return left <= cell[0] < left + columns and top <= cell[1] < top + rows


areas = some.tuples(some.integers(0, 20), some.integers(0, 8), some.integers(1, 12), some.integers(1, 6)).map(
    lambda area: (area[0], area[1], min(area[2], SIZE.width - area[0]), area[3])
)
steps = some.tuples(
    some.integers(0, SIZE.width - COLUMNS),
    some.integers(0, SIZE.height - ROWS),
    some.lists(areas, max_size=2),
    some.sampled_from(("#111617", "#445566")),
    some.booleans(),
)


@settings(max_examples=40)
@given(some.lists(steps, min_size=1, max_size=4), some.booleans(), some.booleans())
def test_after_anything_that_was_shown_what_can_be_seen_is_painted_and_nothing_else(
    shown: list[tuple[int, int, list[Area], str, bool]], in_xterm: bool, is_clear: bool
) -> None:
    terminal = Shown(in_xterm=in_xterm, is_clear=is_clear)
    for x, y, covered, ground, forgets in shown:
        if forgets:
            terminal.output.forget()
        _written, points = terminal.show(x, y, covered, ground=ground)
        assert terminal.screen.points == points


def test_what_is_painted_already_is_not_painted_again() -> None:
    terminal = Shown(in_xterm=False)
    terminal.show(10, 1, [])
    assert "\x1bP" not in terminal.show(10, 1, [(8, 2, 5, 2)])[0], "what is covered needs no paint"
    written, _points = terminal.show(10, 1, [])
    assert [read_back(said)[0] for said in PICTURE.findall(written)] == [(12, 10)]
    dimmed, _points = terminal.show(10, 1, [], ground="#000000")
    assert {read_back(said)[0] for said in PICTURE.findall(dimmed)} == {(2, 20), (26, 3)}, "only where the ground shows"


def test_in_xterm_it_is_painted_all_together() -> None:
    terminal = Shown(in_xterm=True)
    terminal.show(10, 1, [])
    terminal.show(10, 1, [(8, 2, 5, 2)])
    terminal.show(10, 1, [])
    assert terminal.screen.sizes == [(WIDTH, HEIGHT)] * 2


@pytest.mark.parametrize("by", [1, 2, -1])
def test_rows_beside_it_are_written_when_they_move(by: int) -> None:
    terminal = Shown(in_xterm=False, size=Size(70, 14))
    terminal.show(60, 3, [], scrolled=2)
    written, points = terminal.show(60, 3, [], scrolled=2 + by)
    assert terminal.screen.points == points
    assert "\x1bP" not in written


@pytest.mark.parametrize("is_stale", [True, False])
def test_of_another_size_of_cells_nothing_is_painted_until_it_was_made_for_them(is_stale: bool) -> None:
    terminal, told = Shown(in_xterm=False), []
    sixels = terminal.output.sixels
    assert sixels is not None
    sixels.are_current, sixels.on_stale = lambda: not is_stale, lambda: told.append(True)
    terminal.show(10, 1, [])
    terminal.output.forget()
    assert ("\x1bP" in terminal.show(10, 1, [])[0]) == (not is_stale)
    assert bool(told) == is_stale


def test_cells_of_strangers_paint_nothing() -> None:
    cells = placeholders(0, COLUMNS, 3)
    assert safe_text(cells, "unicode", Style(bold=True)) == " " * COLUMNS
    assert safe_text(cells, "unicode", LAID) == cells
