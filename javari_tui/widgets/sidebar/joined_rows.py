"""Rows of laid-out text as the paragraphs they were, and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from javari_tui.widgets.transcript.line import Line


class JoinedRows:
    """Rows that go on with each other are one text."""

    def __init__(self, rows: Sequence[Line]) -> None:
        self._rows = rows
        self._firsts: list[int] = []
        """The first row of each text."""
        self._starts: list[int] = []
        """With which character of its text what was said in a row begins."""
        self._texts: list[str] = []
        text = ""
        for at, row in enumerate(rows):
            if not at or rows[at - 1].join == "\n":
                text = ""
                self._firsts.append(at)
                self._texts.append("")
            else:
                text += rows[at - 1].join
            self._starts.append(len(text))
            text += row.said
            self._texts[-1] = text

    def texts(self) -> Iterator[tuple[int, str]]:
        """Each text with its first row."""
        return zip(self._firsts, self._texts, strict=True)

    def first_of(self, row: int) -> int:
        """The first row of the text that a row is of."""
        return self._firsts[self._text_at(row)] if self._firsts else 0

    def text_of(self, row: int) -> str:
        """The whole text that a row is of."""
        return self._texts[self._text_at(row)] if row < len(self._rows) else ""

    def row_at(self, first: int, start: int) -> int:
        """The row, of the text that begins with one, that has a character."""
        at = self._text_at(first)
        end = self._firsts[at + 1] if at + 1 < len(self._firsts) else len(self._rows)
        return max(bisect_right(self._starts, start, first, end) - 1, first)

    def within(self, row: int, span: tuple[int, int]) -> tuple[int, int]:
        """What a row shows of a part of its text, as characters of the row; empty where nothing."""
        indent, start = self._rows[row].indent, self._starts[row]
        length = len(self._rows[row].said)
        first, last = (min(max(edge - start, 0), length) + indent for edge in span)
        return first, last

    def _text_at(self, row: int) -> int:
        return max(bisect_right(self._firsts, row) - 1, 0)
