"""Pictures that are laid over cells as sixels: what of them must be painted anew, and what of them can be seen.

Cells of a picture are what `placeholders.py` makes of them, with the picture's number as a third mark. The terminal
gets blanks for them, and the picture on top; text that is written there later takes it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from javari_tui.terminal.output.cells import Cell
from javari_tui.terminal.output.looks import Look, interned
from javari_tui.terminal.output.picture import Picture, Row
from javari_tui.terminal.output.scrolling import Scroll
from javari_tui.terminal.output.writing import Writer
from javari_tui.terminal.placeholders import Place, has_placeholders, place_of

Spans = dict[int, tuple[tuple[int, int], ...]]

_SPARE = 2
"""Rows at the bottom in which nothing is painted: where the cursor goes behind a picture, terminals do not agree on."""


class Painted(Protocol):
    """A picture that can be said in parts."""

    def hides(self, row: int, column: int) -> bool:
        """Whether nothing can be seen of what is behind one of its cells."""

    def text(self, spans: Spans, row: int, column: int) -> str:
        """What paints some of its cells, none of them above that row or before that column, where the cursor is."""


class Sixels:
    """The pictures that are held, by their numbers."""

    def __init__(self) -> None:
        self._held: dict[int, Painted] = {}
        self.are_erased = True
        """Whether erasing takes them away. As long as nothing is held that is not known."""
        self._are_parted = True
        """Whether they are painted in parts."""
        self._rows: set[int] = set()
        """Rows of the screen that show some of them."""
        self._changed: set[Place] = set()
        """What of them must be painted."""
        self.are_current: Callable[[], bool] = lambda: True
        """Whether a cell is still as large as the pictures were made for; perhaps asked from a handler."""
        self.on_stale: Callable[[], object] = lambda: None
        """Told when they are not held any more because of that."""

    def hold(self, number: int, image: Painted, *, in_xterm: bool) -> None:
        """Have a picture ready. Besides it only the one before is held, which may still be shown.

        xterm holds so few pictures that many parts of one would make the rest vanish; and what it erased comes back
        when it draws its window anew.
        """
        self._held = {**dict(list(self._held.items())[-1:]), number: image}
        self.are_erased = self._are_parted = not in_xterm

    def hold_none(self) -> None:
        """What is painted stands no more; cells of pictures are blank until there is one for them."""
        self._held = {}

    def forget(self, *, is_other_size: bool) -> None:
        """Nothing is known of what is painted."""
        if is_other_size:
            self._rows.clear()
        if self._held and not self.are_current():
            self.hold_none()
            self.on_stale()

    def take(self, picture: Picture) -> None:
        """Note in which rows they are wanted."""
        for y, row in picture.wanted.items():
            if any(cell is not None and has_placeholders(cell[0]) for cell in row):
                self._rows.add(y)

    def are_in(self, scroll: Scroll) -> bool:
        """Whether rows that could be moved show some of them; those must stay where they are."""
        return any(scroll.top <= y <= scroll.bottom for y in self._rows)

    def row(self, writer: Writer, y: int, old: Row, new: Row) -> None:
        """Write one row without its cells of pictures, and note those that must be painted."""
        if y not in self._rows:
            writer.row(y, old, new)
            return
        text = [None if cell is not None and has_placeholders(cell[0]) else cell for cell in new]
        writer.row(y, old, text)
        is_shown = False
        for before, after, left in zip(old, new, text, strict=True):
            if left is None and after is not None:
                is_shown = True
                if before != after and not self._is_same(before, after):
                    self._changed.add(place_of(after[0]))
        if not is_shown:
            self._rows.discard(y)

    def paint(self, writer: Writer, rows: Sequence[Row]) -> None:
        """Paint what was noted; `rows` are those of the screen as it is now."""
        changed, self._changed = self._changed, set()
        for number in {place.number for place in changed}:
            seen = self._seen(rows, number, changed if self._are_parted else None)
            for y, cells in seen.items():
                under: Row = [None] * len(rows[y])
                for x, _place, ground in cells:
                    under[x] = ground
                writer.row(y, [None] * len(under), under)
            image = self._held.get(number)
            if image is not None:
                painted = {y: cells for y, cells in seen.items() if y < len(rows) - _SPARE}
                for piece in _rectangles(painted) if self._are_parted else [painted]:
                    _paint(writer, image, piece)

    def _seen(self, rows: Sequence[Row], number: int, wanted: set[Place] | None) -> _Piece:
        """The cells of a picture that can be seen."""
        seen: _Piece = {}
        for y in sorted(self._rows):
            cells = [
                (x, place, (" ", interned(Look(ground=cell[1].ground))))
                for x, cell in enumerate(rows[y])
                if cell is not None and has_placeholders(cell[0])
                if (place := place_of(cell[0])).number == number and (wanted is None or place in wanted)
            ]
            if cells:
                seen[y] = cells
        return seen

    def _is_same(self, before: Cell | None, after: Cell) -> bool:
        """Whether another ground is all that changed, and is not to be seen."""
        if before is None or before[0] != after[0]:
            return False
        place = place_of(after[0])
        image = self._held.get(place.number)
        return image is not None and image.hides(place.row, place.column)


_Seen = tuple[int, Place, Cell]
"""A column of the screen, what stands there, and the blank below it."""
_Piece = dict[int, list[_Seen]]
"""Cells by the rows of the screen."""


def _paint(writer: Writer, image: Painted, piece: _Piece) -> None:
    """Paint some cells together."""
    if not piece:
        return
    spans = {cells[0][1].row: _spans([place.column for _x, place, _ground in cells]) for cells in piece.values()}
    row, column = min(spans), min(span[0][0] for span in spans.values())
    y, ((x, place, _ground), *_others) = next(iter(piece.items()))
    writer.paint(x - place.column + column, y - place.row + row, image.text(spans, row, column))


def _rectangles(cells: _Piece) -> Iterator[_Piece]:
    """The same in pieces without holes: some terminals take what is not painted for painted."""
    growing: dict[tuple[int, int], _Piece] = {}
    for y, row in cells.items():
        runs = {(run[0][0], run[-1][0]): run for run in _runs(row)}
        for sides in [sides for sides, piece in growing.items() if sides not in runs or y - 1 not in piece]:
            yield growing.pop(sides)
        for sides, run in runs.items():
            growing.setdefault(sides, {})[y] = run
    yield from growing.values()


def _runs(row: Sequence[_Seen]) -> Iterator[list[_Seen]]:
    """Cells of a row that stand side by side."""
    run: list[_Seen] = []
    for seen in row:
        if run and run[-1][0] + 1 != seen[0]:
            yield run
            run = []
        run.append(seen)
    yield run


def _spans(columns: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Columns in their order, as runs."""
    spans: list[tuple[int, int]] = []
    for column in columns:
        if spans and spans[-1][1] == column:
            spans[-1] = spans[-1][0], column + 1
        else:
            spans.append((column, column + 1))
    return tuple(spans)
