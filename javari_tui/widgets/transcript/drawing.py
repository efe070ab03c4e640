"""From laid-out rows to strips: margins, marks, grounds, selections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from javari_tui.widgets.transcript.line import Drawn, Line, Look, cell_width
from javari_tui.widgets.transcript.palette import Palette

MARGIN = 3
"""Cells before the text: the cursor's, the message's bar or sign, a space."""
MARGIN_RIGHT = 2
"""A space after the text, then the scroll bar's cell."""


class Row(NamedTuple):
    """A row in sight, with what is drawn around its text. Equal rows look the same."""

    line: Line
    bar: str = ""
    """The bar of the user's messages."""
    cursor: str = ""
    """The sign of the cursor, where it stands."""

    def is_same(self, other: Row) -> bool:
        """Whether drawing it again would change nothing."""
        return self.line is other.line and self[1:] == other[1:]


EMPTY = Row(Line(join=""))
"""A row with nothing on it."""


class Painter:
    """Draws rows for a width; the strips of rows are kept with them."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.width = 0
        """Cells of the whole row."""
        self.text_width = 0
        """Cells for text."""

    def draw(self, row: Row) -> Strip:
        """The strip of a row."""
        line = row.line
        key = (self.palette, self.palette.version, self.width, self.text_width, row.bar, row.cursor)
        if line.drawn is not None and line.drawn.key == key:
            return line.drawn.strip
        strip = Strip(self._segments(row))
        if strip.cell_length > self.width:
            strip = strip.crop(0, self.width)
        line.drawn = Drawn(key, strip)
        return strip

    def draw_selected(self, row: Row, start: int, end: int, selected: Style) -> Strip:
        """The strip of a row of which some characters are selected."""
        segments: list[Segment] = []
        at = 0
        for text, style, _control in self.draw(row):
            first, last = max(start - at, 0), min(max(end - at, 0), len(text))
            at += len(text)
            if first >= last:
                segments.append(Segment(text, style))
                continue
            parts = ((text[:first], style), (text[first:last], (style or Style()) + selected), (text[last:], style))
            segments.extend(Segment(part, look) for part, look in parts if part)
        return Strip(segments)

    def _segments(self, row: Row) -> Iterator[Segment]:
        """Margin, text, the rest of the row."""
        line, style = row.line, self.palette.style
        ground = "user" if row.bar else ""
        yield Segment(row.cursor or " ", style(("cursor",) if row.cursor else ()))
        yield from self._margin(row, ground)
        used = 0
        for span in line.spans:
            yield Segment(span.text, style(span.look, ground))
            used += cell_width(span.text)
        if used < self.text_width:
            yield Segment(" " * (self.text_width - used), style(line.fill, ground))
        rest = self.width - MARGIN - max(self.text_width, used)
        if ground and rest > 0:
            yield Segment(" " * min(MARGIN_RIGHT - 1, rest), style((), ground))
            rest -= MARGIN_RIGHT - 1
        if rest > 0:
            yield Segment(" " * rest, style(()))

    def _margin(self, row: Row, ground: str) -> Iterator[Segment]:
        """The message's bar or sign, and a space."""
        look: Look = ("user-bar",) if row.bar else ("mark",)
        sign = row.bar or row.line.mark
        if not sign:
            yield Segment("  ", self.palette.style((), ground))
            return
        yield Segment(sign, self.palette.style(look, ground))
        yield Segment(" ", self.palette.style((), ground))
