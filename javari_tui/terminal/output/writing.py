"""Saying rows of cells in few bytes: moves of the cursor, changes of the pen, erasing."""

from __future__ import annotations

from collections.abc import Iterator

from javari_tui.terminal.output.cells import Cell, is_certain
from javari_tui.terminal.output.looks import Look, blank, change, interned
from javari_tui.terminal.output.picture import Row
from javari_tui.terminal.output.scrolling import Scroll

_GAP = 4
"""Cells that stay the same are written again rather than jumped over, up to so many."""
_LONGEST_BLANKS = 8
"""More blanks than these are erased, not written."""


class Writer:
    """Knows the terminal's cursor and pen over all frames. What is unknown is said anew."""

    def __init__(self, width: int, *, erases: bool) -> None:
        self._width = width
        self.erases = erases
        """Whether blanks may be erased instead of written."""
        self._x: int | None = None
        self._y: int | None = None
        self._pen: Look | None = None
        self._out: list[str] = []

    def take(self) -> str:
        """What was to be said since the last time."""
        text = "".join(self._out)
        self._out.clear()
        return text

    def move(self, x: int, y: int) -> None:
        """The cursor to a cell, the shortest way."""
        if (x, y) == (self._x, self._y):
            return
        ways = [f"\x1b[{y + 1 if y or x else ''}{f';{x + 1}' if x else ''}H"]
        if self._x is not None and y == self._y:
            step = x - self._x
            ways.append(f"\x1b[{abs(step) if abs(step) > 1 else ''}{'C' if step > 0 else 'D'}")
        elif x == self._x and self._y is not None:
            step = y - self._y
            ways.append(f"\x1b[{abs(step) if abs(step) > 1 else ''}{'B' if step > 0 else 'A'}")
        self._out.append(min(ways, key=len))
        self._x, self._y = x, y

    def scroll(self, scroll: Scroll) -> None:
        """Move rows within margins. Where the cursor is when they are taken away, terminals do not agree on."""
        top = scroll.top + 1
        lines = f"{abs(scroll.by)}{'M' if scroll.by > 0 else 'L'}"
        self._out.append(f"\x1b[{top};{scroll.bottom + 1}r\x1b[{top}H\x1b[{lines}\x1b[r")
        self._x = self._y = None

    def paint(self, x: int, y: int, picture: str) -> None:
        """A picture from a cell on. Where the cursor goes then, terminals do not agree on."""
        self.move(x, y)
        self._out.append(picture)
        self._x = self._y = None

    def row(self, y: int, old: Row, new: Row) -> None:
        """Make one row look like another."""
        for start, end in _runs(old, new):
            self._run(y, start, end, old, new)

    def _run(self, y: int, start: int, end: int, old: Row, row: Row) -> None:
        """Some cells of a row."""
        x = start
        while x < end:
            cell = row[x]
            assert cell is not None  # runs are made of known cells
            sign, look = cell
            if not sign:  # half of a character whose other half is not known
                x += 1
                continue
            count = self._blanks(x, end, old, row) if sign == " " else 0
            if count:
                self._erase(x, y, count, look)
                x += count
                continue
            self.move(x, y)
            if sign == " ":
                self._put_down(look)
            else:
                self._use(look)
            wide = x + 1
            while wide < end and (after := row[wide]) is not None and not after[0]:
                wide += 1
            self._sign(sign, wide - x)
            x = wide

    def _blanks(self, x: int, end: int, old: Row, row: Row) -> int:
        """How many of the same blanks can be erased from here on: 0 where writing them is as short."""
        first = row[x]
        if not self.erases or first is None or first[1].attributes or first[1].link:
            return 0
        last = x + 1
        while last < end and row[last] == first:
            last += 1
        if last == self._width:
            return last - x if last - x > _GAP else 0
        if _is_half(old[last]):
            last -= 1  # tmux takes half of a wide character for all of it; a blank that is written ends it rightly
        return last - x if last - x > _LONGEST_BLANKS else 0

    def _erase(self, x: int, y: int, count: int, look: Look) -> None:
        """Blanks up to the end of the row, or some of them. The cursor stays."""
        self.move(x, y)
        self._put_down(look)
        self._out.append("\x1b[K" if x + count == self._width else f"\x1b[{count}X")

    def _sign(self, sign: str, width: int) -> None:
        """One character. Behind one whose width terminals do not agree on, the cursor's place is unknown."""
        assert self._x is not None and self._y is not None
        if is_certain(sign):
            self._out.append(sign)
            self._x += width
            if self._x >= self._width:
                self._x = None
        else:  # it may cover fewer cells than it should: nothing old is to stay in them
            self._out.append(f"{' ' * width}\x1b[{self._y + 1};{self._x + 1}H{sign}")
            self._x = None

    def _use(self, look: Look) -> None:
        """Take the pen for a look."""
        if look is not self._pen:
            self._out.append(change(self._pen, look))
            self._pen = look

    def _put_down(self, look: Look) -> None:
        """Have the pen make blanks of a look; what of it no blank shows may stay as it is."""
        pen = self._pen
        if pen is None or look.attributes:
            self._use(look)
        elif blank(pen) is not look:
            hidden = tuple(code for code in pen.attributes if code not in blank(pen).attributes)
            self._use(interned(Look(hidden, pen.ink, look.ground, look.link)))


def _runs(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """Where cells must be written: from, to. Few cells between two runs make them one."""
    last = 0
    for first, after in _changed(old, new):
        start, end = _with_halves(first, after, old, new)
        start = max(start, last)
        if start < end:
            yield start, end
            last = end


def _changed(old: Row, new: Row) -> Iterator[tuple[int, int]]:
    """Runs of cells that differ, with few others between them."""
    start = end = -1
    for x, (before, after) in enumerate(zip(old, new, strict=True)):
        if before is after or before == after or after is None:
            continue
        if start >= 0 and x - end <= _GAP and None not in new[end:x]:
            end = x + 1
            continue
        if start >= 0:
            yield start, end
        start, end = x, x + 1
    if start >= 0:
        yield start, end


def _with_halves(start: int, end: int, old: Row, new: Row) -> tuple[int, int]:
    """Never half of a wide character, and all behind one that may take other cells than it should."""
    while start > 0 and (_is_half(old[start]) or _is_half(new[start])) and new[start - 1] is not None:
        start -= 1
    while end < len(new) and (_is_half(old[end]) or _is_half(new[end])) and new[end] is not None:
        end += 1
    if not all(is_certain(cell[0]) for row in (old, new) for cell in row[start:end] if cell):
        while end < len(new) and new[end] is not None:
            end += 1
    return start, end


def _is_half(cell: Cell | None) -> bool:
    """Whether a cell is the right half of a wide character."""
    return cell is not None and not cell[0]
