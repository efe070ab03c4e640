"""Pictures as sixels: columns of six points, one colour after the other, in bands from the top.

A picture is said for those of its cells that can be seen; what lies between them stays as it is on the screen.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache

from javari_tui.domain.images import FittedImage

BAND = 6
"""Rows of points that are said together."""
Spans = Mapping[int, tuple[tuple[int, int], ...]]
"""Cells of a picture by their rows: from which column on, and before which one it ends."""

_START, _END = "\x1bP0;1;0q", "\x1b\\"
"""What is not painted stays as it is."""
_ZERO = 63
"""The sign for six points of which none is painted."""
_RUN = re.compile(rb"([?-~])\1{3,}")
_LONGEST_STEP = 0.004
"""Seconds for which everything else waits while a picture is prepared."""


class SixelImage:
    """A picture in few colours, ready to be said in parts."""

    def __init__(self, image: FittedImage, cell: tuple[int, int]) -> None:
        count = image.data[0]
        self.columns, self.rows = image.columns, image.rows
        self._width, self._height, self._clear = image.width, image.height, count
        self._across, self._down = cell
        self._none = bytes((count,))
        self._palette = _palette(image.data[1 : 1 + 3 * count])
        data = memoryview(image.data)[1 + 3 * count :]
        self._lines = [bytes(data[at : at + self._width]) for at in range(0, len(data), self._width)]
        self._bands: dict[int, str] = {}
        """Of the whole picture, by the row of points where each begins."""
        self._is_clear = count in image.data[1 + 3 * count :]

    def hides(self, row: int, column: int) -> bool:
        """Whether nothing can be seen of what is behind one of its cells."""
        is_whole = (row + 1) * self._down <= self._height and (column + 1) * self._across <= self._width
        return is_whole and not self._is_clear

    async def prepare(self) -> None:
        """Work out all bands; keys are heard meanwhile."""
        began = time.perf_counter()
        for top in range(0, self._height, BAND):
            self._whole_band(top)
            if time.perf_counter() - began > _LONGEST_STEP:
                await asyncio.sleep(0)
                began = time.perf_counter()

    def text(self, spans: Spans, row: int, column: int) -> str:
        """What paints some cells; none of them is above that row or before that column, where the cursor must be."""
        top, left = row * self._down, column * self._across
        bottom = min((max(spans) + 1) * self._down, self._height)
        right = min(max(end for ends in spans.values() for _start, end in ends) * self._across, self._width)
        bands = [self._band(y, bottom, (left, right), spans) for y in range(top, bottom, BAND)]
        return f'{_START}"1;1;{right - left};{bottom - top}{self._palette}{"-".join(bands)}{_END}'

    def _band(self, top: int, bottom: int, sides: tuple[int, int], spans: Spans) -> str:
        """One band, of what is to be seen of it."""
        end = min(top + BAND, bottom)
        shown = [spans.get(row, ()) for row in range(top // self._down, (end - 1) // self._down + 1)]
        is_whole = end == min(top + BAND, self._height) and sides == (0, self._width)
        if is_whole and all(span == ((0, self.columns),) for span in shown):
            return self._whole_band(top)
        lines = [self._masked(y, spans.get(y // self._down, ()))[slice(*sides)] for y in range(top, end)]
        return _said(lines, self._clear)

    def _masked(self, y: int, spans: tuple[tuple[int, int], ...]) -> bytes:
        """A row of points without those of other cells."""
        line, masked = self._lines[y], bytearray()
        for start, end in spans:
            masked = masked.ljust(start * self._across, self._none) + line[start * self._across : end * self._across]
        return bytes(masked.ljust(self._width, self._none))

    def _whole_band(self, top: int) -> str:
        if top not in self._bands:
            self._bands[top] = _said(self._lines[top : top + BAND], self._clear)
        return self._bands[top]


def _palette(levels: bytes) -> str:
    """The colours, in hundredths."""
    shares = [f"{(level * 100 + 127) // 255}" for level in levels]
    return "".join(f"#{at // 3};2;{';'.join(shares[at : at + 3])}" for at in range(0, len(shares), 3))


def _said(lines: list[bytes], clear: int) -> str:
    """Up to six rows of points: for each colour the row of signs that paints it."""
    return "$".join(f"#{colour}{signs}" for colour, signs in _colours(lines, clear))


def _colours(lines: list[bytes], clear: int) -> Iterator[tuple[int, str]]:
    width = len(lines[0])
    zeros = int.from_bytes(bytes((_ZERO,)) * width, "big")
    for colour in sorted(set(b"".join(lines)) - {clear}):
        points = 0
        for bit, line in enumerate(lines):
            points |= int.from_bytes(line.translate(_places(colour, bit)), "big")
        signs = (points + zeros).to_bytes(width, "big").rstrip(b"?")
        yield colour, _RUN.sub(_shorter, signs).decode("ascii")


def _shorter(run: re.Match[bytes]) -> bytes:
    return b"!%d%b" % (len(run[0]), run[1])


@lru_cache(maxsize=BAND * 256)
def _places(colour: int, bit: int) -> bytes:
    """The table that leaves of a row only one colour, as the bit of its row."""
    return bytes(colour) + bytes((1 << bit,)) + bytes(255 - colour)
