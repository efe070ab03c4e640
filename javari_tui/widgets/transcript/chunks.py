"""Chunks: parts of a message's Markdown that can be laid out without the others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from javari_tui.widgets.transcript.line_kinds import ITEM


class Kind(Enum):
    """What a chunk is."""

    TEXT = auto()
    HEADING = auto()
    RULE = auto()
    ITEM = auto()
    QUOTE = auto()
    CODE = auto()
    """Indented code."""
    FENCE = auto()
    TABLE = auto()


@dataclass(slots=True)
class Chunk:
    """Some lines of the source that belong together."""

    kind: Kind
    lines: list[str]
    space: int = 1
    """Empty rows above it."""
    joins: bool = False
    """Whether it goes on with the block before it: the next item of a list, the rest of something long."""
    number: int = 0
    """An ordered item's number, counted as Markdown counts."""
    fence: str = ""
    """What opened a fence, such as four backticks; empty for other chunks."""
    indent: int = 0
    """Spaces before a fence; for an item, where its content begins."""
    info: str = ""
    """What follows the opening of a fence."""
    is_open: bool = True
    """Whether lines may still join it."""
    length: int = 0
    """Characters of its lines."""

    @property
    def source(self) -> str:
        """Its Markdown."""
        return "\n".join(self.lines)

    @property
    def marker(self) -> str:
        """An item's kind of list."""
        found = ITEM.match(self.lines[0])
        return found[2][-1] if found else ""

    @property
    def has_fences(self) -> bool:
        """Whether code may stand inside it, which is coloured as a whole once it is whole."""
        return self.kind in (Kind.ITEM, Kind.QUOTE) and any("```" in line or "~~~" in line for line in self.lines)
