"""How each kind of paper is searched: what matches, in which row that is, what of a row to highlight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple, Protocol

from javari_tui.domain.json_search import search_json
from javari_tui.widgets.sidebar.code_paper import CodePaper
from javari_tui.widgets.sidebar.diff_paper import DiffPaper
from javari_tui.widgets.sidebar.document_paper import DocumentPaper
from javari_tui.widgets.sidebar.joined_rows import JoinedRows
from javari_tui.widgets.sidebar.json_paper import JsonPaper
from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.sidebar.table_paper import TablePaper

_STRIDE = 5_000
"""Characters of a long line that are searched in one go."""

Range = tuple[int, int]
"""First character of a row, and the one behind the last."""


class Beat(Enum):
    """What stands between two matches."""

    WORK = "work"
    """Something was looked at."""
    LOOK = "look"
    """So much that it is time for a look at the clock."""
    WAIT = "wait"
    """The paper is still being read: there is nothing to do until there is more of it."""


class Match(NamedTuple):
    """One place that matches."""

    place: tuple[int, ...]
    """Line, row and column, or the way to a value: places come in their order."""
    start: int = 0
    """With which character of that."""


class Needle(NamedTuple):
    """What is looked for."""

    pattern: re.Pattern[str]
    length: int

    @classmethod
    def of(cls, text: str) -> Needle:
        """Plain text, whatever stands in it; capitals count where one was typed."""
        flags = re.NOFLAG if any(letter.isupper() for letter in text) else re.IGNORECASE
        return cls(re.compile(re.escape(text), flags), len(text))

    def is_in(self, text: str) -> bool:
        """Whether it stands in a text."""
        return self.pattern.search(text) is not None

    def ranges(self, text: str, first: int = 0, last: int | None = None) -> list[Range]:
        """Where it stands in a part of a text, also where it reaches beyond that."""
        end = len(text) if last is None else last + self.length
        return [found.span() for found in self.pattern.finditer(text, max(first - self.length, 0), end)]


Hunt = Iterator[Match | Beat]
"""Matches as they are found."""


class Searched(Protocol):
    """One paper, searched."""

    def hunt(self, needle: Needle) -> Hunt:
        """Every match, in order, and beats between them."""

    def reach(self, match: Match) -> int:
        """The row of a match, which is unfolded where it is folded."""

    def place(self, row: int) -> tuple[int, ...]:
        """The place of a row, or of the cursor in it."""

    def ranges(self, needle: Needle, row: int, first: int, last: int) -> Sequence[tuple[Range, Match | None]]:
        """What to highlight of a row, from one of its characters to another, and which matches that is."""


def searched(paper: Paper | None) -> Searched | None:
    """How to search some paper; none where it cannot be."""
    match paper:
        case CodePaper():
            return Lines(paper)
        case DocumentPaper():
            return Text(paper)
        case DiffPaper():
            return DiffLines(paper)
        case TablePaper():
            return Cells(paper)
        case JsonPaper():
            return Values(paper)
    return None


def hits(needle: Needle, text: str, *place: int) -> Hunt:
    """The matches in one text, however long."""
    start = 0
    while start < len(text):
        begin = start
        for found in needle.pattern.finditer(text, start, start + _STRIDE + needle.length - 1):
            if found.start() >= begin + _STRIDE:
                break
            start = found.end()
            yield Match(place, found.start())
        start = max(start, begin + _STRIDE)
        yield Beat.WORK if start >= len(text) else Beat.LOOK


class Lines:
    """Line by line, across the rows a line is wrapped to."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    def hunt(self, needle: Needle) -> Hunt:
        """In the order of the lines."""
        for line in range(self._paper.last_line + 1):
            yield from hits(needle, self._paper.shown(line), line)

    def reach(self, match: Match) -> int:
        """The row of the line in which the match begins."""
        paper, line = self._paper, match.place[0]
        first, last = paper.row_of(line), paper.rows - 1
        if line < paper.last_line:
            last = paper.row_of(line + 1) - 1
        while first < last:
            middle = (first + last + 1) // 2
            first, last = (middle, last) if paper.begin(middle) <= match.start else (first, middle - 1)
        return first

    def place(self, row: int) -> tuple[int, ...]:
        """Its line."""
        return (self._paper.line_at(row),)

    def ranges(self, needle: Needle, row: int, first: int, last: int) -> Sequence[tuple[Range, Match | None]]:
        """Those of its line."""
        begin, line = self._paper.begin(row), self._paper.address(row)
        found = needle.ranges(self._paper.shown(line), begin + first, begin + last)
        return [((max(start - begin, 0), end - begin), Match((line,), start)) for start, end in found if end > begin]


class DiffLines(Lines):
    """The lines of a diff; side by side only what stands in a row is highlighted."""

    def __init__(self, paper: DiffPaper) -> None:
        super().__init__(paper)
        self._diff = paper

    def hunt(self, needle: Needle) -> Hunt:
        """In the order in which they are written."""
        for line, text in enumerate(self._diff.texts):
            yield from hits(needle, text, line)

    def reach(self, match: Match) -> int:
        """Of a pair its first row."""
        return self._diff.row_of(match.place[0]) if self._diff.is_split else super().reach(match)

    def ranges(self, needle: Needle, row: int, first: int, last: int) -> Sequence[tuple[Range, Match | None]]:
        """On both sides."""
        if self._diff.is_split:
            return _in_row(needle, self._diff, row)
        return super().ranges(needle, row, first, last)


class Text:
    """Paragraphs, across the rows they are laid out in."""

    def __init__(self, paper: DocumentPaper) -> None:
        self._rows = JoinedRows([paper.row(row) for row in range(paper.rows)])

    def hunt(self, needle: Needle) -> Hunt:
        """In the order of the rows."""
        for first, text in self._rows.texts():
            yield from hits(needle, text, first)

    def reach(self, match: Match) -> int:
        """The row in which it begins."""
        return self._rows.row_at(match.place[0], match.start)

    def place(self, row: int) -> tuple[int, ...]:
        """The first row of its paragraph."""
        return (self._rows.first_of(row),)

    def ranges(self, needle: Needle, row: int, first: int, last: int) -> Sequence[tuple[Range, Match | None]]:
        """As much of a match as stands in the row."""
        start, text = self._rows.first_of(row), self._rows.text_of(row)
        spans = [(self._rows.within(row, span), Match((start,), span[0])) for span in needle.ranges(text)]
        return [(span, match) for span, match in spans if span[0] < span[1]]


class Cells:
    """The cells of a table, as far as it was read; rows that are read later are looked at then."""

    def __init__(self, paper: TablePaper) -> None:
        self._paper = paper

    def hunt(self, needle: Needle) -> Hunt:
        """From cell to cell."""
        row, reader = 0, self._paper.reader
        while row < len(reader.rows) or not (reader.is_done or self._paper.instead):
            if row >= len(reader.rows):
                yield Beat.WAIT
                continue
            for column, cell in enumerate(reader.rows[row]):
                if needle.is_in(cell):
                    yield Match((row, column))
            yield Beat.WORK
            row += 1

    def reach(self, match: Match) -> int:
        """The row; its cell is the one the cursor goes to."""
        self._paper.column = match.place[1]
        return match.place[0]

    def place(self, row: int) -> tuple[int, ...]:
        """The cell of the cursor."""
        return (row, self._paper.column)

    def ranges(self, needle: Needle, row: int, first: int, last: int) -> Sequence[tuple[Range, Match | None]]:
        """What is to be seen of cells that match."""
        return _in_row(needle, self._paper, row)


class Values:
    """Names and plain values of a tree, folded ones too."""

    def __init__(self, paper: JsonPaper) -> None:
        self._paper = paper

    def hunt(self, needle: Needle) -> Hunt:
        """From value to value."""
        while self._paper.tree is None:
            if not self._paper.reading.is_alive():
                return
            yield Beat.WAIT
        for steps in search_json(self._paper.tree.value, needle.is_in):
            yield Beat.WORK if steps is None else Match(steps)

    def reach(self, match: Match) -> int:
        """Unfold what it is in."""
        return self._paper.reveal(match.place)

    def place(self, row: int) -> tuple[int, ...]:
        """The way to it."""
        return () if self._paper.tree is None else self._paper.tree.steps(row)

    def ranges(self, needle: Needle, row: int, first: int, last: int) -> Sequence[tuple[Range, Match | None]]:
        """What is to be seen of it."""
        return _in_row(needle, self._paper, row)


def _in_row(needle: Needle, paper: Paper, row: int) -> Sequence[tuple[Range, Match | None]]:
    return [(span, None) for span in needle.ranges(paper.row(row).text)]
