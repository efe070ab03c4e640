"""Text without markup, shown as it was written: what is too long or too deep, and what was only thought."""

from __future__ import annotations

from collections.abc import Sequence

from javari_tui.i18n import _, number_text
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line, Look, Span
from javari_tui.widgets.transcript.wrapping import Row, anywhere, break_rows, tamed, wrap

LONGEST_SHOWN = 64_000
"""Characters of a chunk that are shown at all; copying gives the whole."""


class PlainRows:
    """Rows of a text that grows at its end: what is laid out for good is not looked at again."""

    def __init__(self, look: Look = (), edge: Span | None = None, fill: Look = (), *, words: bool = False) -> None:
        self._look, self._edge, self._fill = look, edge, fill
        self._words = words
        """Whether rows break at words."""
        self._forget(0)

    def _forget(self, width: int) -> None:
        """Lay everything out anew."""
        self._width, self._text, self._until = width, "", 0
        self._rows: list[Line] = []
        self._made: list[Line] = []

    def rows(self, text: str, width: int) -> list[Line]:
        """The rows of the text as it is now."""
        if width != self._width or not text.startswith(self._text):
            self._forget(width)
        if self._made and text == self._text:
            return self._made
        self._text = text
        *whole, last = text[self._until :].split("\n")
        for line in whole:
            self._rows.extend(self._laid_out(line)[0])
            self._until += len(line) + 1
        rows, settled = self._laid_out(last)
        if settled:
            self._rows.extend(rows[:-1])
            self._until += settled
            rows = rows[-1:]
        self._made = self._rows + rows
        return self._made

    def _laid_out(self, line: str) -> tuple[list[Line], int]:
        """The rows of a line, and how much of it stands in rows that stay as they are when it grows."""
        shown = tamed([Span(line.replace("\t", "    "))])[0].text
        width = max(self._width, 2)
        places = break_rows([shown], width) if self._words else anywhere([shown], width)
        edge = self._edge
        before, indent = ((edge,), len(edge.text)) if edge else ((), 0)
        rows = [
            Line((*before, Span(shown[start:end], self._look)), indent, _between(places, at), self._fill)
            for at, (start, end) in enumerate(places)
        ]
        # A last row without anything stands behind spaces, of which more may come that belong to no row.
        return rows, places[-1][0] if shown == line and places[-1][0] < len(line) else 0


def _between(places: Sequence[Row], at: int) -> str:
    """What stands between a row and the next one."""
    if at == len(places) - 1:
        return "\n"
    return " " if places[at + 1][0] > places[at][1] else ""


def as_written(source: str, page: Page, notice: str = "", plain: PlainRows | None = None) -> list[Line]:
    """A chunk without markup; the end of one that is too long is left out, and that is said."""
    rows = (plain or PlainRows()).rows(source[:LONGEST_SHOWN], page.width)
    if len(source) > LONGEST_SHOWN:
        notice = _("Too long to show whole: {count} more characters. Copying gives all of it.")
        notice = notice.format(count=number_text(len(source) - LONGEST_SHOWN))
    if notice:
        lines = wrap([Span(notice, ("muted",))], page.width)
        rows = rows + [Line(line.spans, len(line.text), "") for line in lines]
    return rows
