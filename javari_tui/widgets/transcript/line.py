"""Rows as they are laid out, before anybody knows colours: pieces of text with the names of their looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

Look = tuple[str, ...]
"""Names of what a piece of text is, such as `("strong", "link")`; the palette makes a style of them."""


def cell_width(text: str) -> int:
    """How many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


class Span(NamedTuple):
    """A piece of text of one look."""

    text: str
    look: Look = ()
    target: str = ""
    """Where a link leads."""


class Drawn(NamedTuple):
    """The strip a row became, and for what it was made."""

    key: object
    strip: Strip


@dataclass(slots=True)
class Line:
    """One laid-out row. Rows are compared by what they show, so that unchanged ones are kept."""

    spans: tuple[Span, ...] = ()
    indent: int = 0
    """Characters at its start that are drawn but were not said: bullets, bars, margins."""
    join: str = "\n"
    """What stands between this row and the next one in the text."""
    fill: Look = ()
    """The look of the rest of the row."""
    mark: str = ""
    """A sign in the margin."""
    code: int = 0
    """Which code inside its block it belongs to, from 1; 0 for what is not code inside something else."""
    drawn: Drawn | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """All its characters."""
        return "".join(span.text for span in self.spans)

    @property
    def said(self) -> str:
        """Its text without what was only drawn."""
        return self.text[self.indent :]

    @property
    def cells(self) -> int:
        """How many cells it takes."""
        return sum(cell_width(span.text) for span in self.spans)

    def target_at(self, cell: int) -> str:
        """Where the link at a cell leads; empty where there is none."""
        for span in self.spans:
            cell -= cell_width(span.text)
            if cell < 0:
                return span.target
        return ""


def prefixed(lines: Iterable[Line], first: Span, rest: Span) -> list[Line]:
    """The rows behind a prefix: one for the first row, another for the others."""
    row: list[Line] = []
    for index, line in enumerate(lines):
        prefix = rest if index else first
        row.append(
            Line((prefix, *line.spans), line.indent + len(prefix.text), line.join, line.fill, code=line.code),
        )
    return row


def kept(old: Sequence[Line], new: list[Line]) -> list[Line]:
    """The new rows, with the old ones in place of those that show the same (their strips are ready)."""
    for index, (before, after) in enumerate(zip(old, new, strict=False)):
        if before is not after and before == after:
            new[index] = before
    return new
