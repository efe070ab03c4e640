"""The blocks a message is made of: each lays its rows out when it is asked, and keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from javari_tui.widgets.transcript.as_written import PlainRows
from javari_tui.widgets.transcript.chunks import Chunk, Kind
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line, kept
from javari_tui.widgets.transcript.markdown import lay_out
from javari_tui.widgets.transcript.parsing import References


class Block(ABC):
    """Rows that belong together: what the cursor stands on."""

    space = 0
    """Empty rows above it."""
    joins = False
    """Whether it goes on with the block before it: the cursor stands on both."""
    can_have_cursor = True

    def __init__(self) -> None:
        self._page: Page | None = None
        self._lines: list[Line] = []

    @property
    def has_links(self) -> bool:
        """Whether it may look different where links say where they lead."""
        return False

    @property
    @abstractmethod
    def source(self) -> str:
        """What copying it gives."""

    @abstractmethod
    def estimate(self, width: int) -> int:
        """About how many rows it takes, without laying it out."""

    @abstractmethod
    def _compose(self, page: Page) -> list[Line]:
        """Its rows."""

    def lines(self, page: Page) -> list[Line]:
        """Its rows with the space above, laid out at most once for a page."""
        if self._page != page:
            rows = self._compose(page)
            self._lines = kept(self._lines, [Line(join="") for _row in range(self.space)] + rows)
            self._page = page
        return self._lines

    def height(self, width: int) -> int:
        """How many rows it takes; an estimate until it is laid out."""
        return len(self._lines) if self._page is not None else self.estimate(width)

    def is_laid_out(self, page: Page) -> bool:
        """Whether its rows for this page are ready."""
        return self._page == page

    def invalidate(self) -> None:
        """Lay it out again when it is next seen."""
        self._page = None

    def move_columns(self, step: int) -> bool:
        """Show other columns of a table that has no room for all; False where there is none."""
        return False


class MarkdownBlock(Block):
    """A chunk of Markdown."""

    def __init__(self, chunk: Chunk, references: References) -> None:
        super().__init__()
        self._references = references
        self.plain = PlainRows()
        """Its rows, should it be too long for markup."""
        self.column = 0
        """How far the reader went sideways in its tables."""
        self.furthest = 0
        """How far they can go."""
        self._take(chunk)

    def _take(self, chunk: Chunk) -> None:
        """Stand for this chunk."""
        self.chunk = chunk
        self.space, self.joins = chunk.space, chunk.joins

    @property
    def source(self) -> str:
        """Its Markdown."""
        return self.chunk.source

    @property
    def has_links(self) -> bool:
        """Whether there are links or pictures; whether there may be, until it is laid out."""
        if self._page is not None:
            return any(span.target for line in self._lines for span in line.spans)
        return any("]" in line or "<" in line for line in self.chunk.lines)

    def update(self, chunk: Chunk) -> None:
        """The chunk grew, ended, or turned out to be something else of the same class."""
        before = self.chunk
        self._take(chunk)
        only_ended = (before.lines, before.space, before.number) == (chunk.lines, chunk.space, chunk.number)
        if not only_ended or chunk.kind is Kind.FENCE or chunk.has_fences:
            self.invalidate()

    def follow(self, before: MarkdownBlock) -> None:
        """It goes on with the block before it."""

    def refer(self, references: References) -> None:
        """Link targets became known."""
        self._references = references
        if "[" in self.chunk.source:
            self.invalidate()

    def move_columns(self, step: int) -> bool:
        """As far as there are columns."""
        if not self.furthest:
            return False
        self.column = min(max(min(self.column, self.furthest) + step, 0), self.furthest)
        self.invalidate()
        return True

    def estimate(self, width: int) -> int:
        """By the lengths of its lines."""
        return self.space + sum(1 + len(line) // max(width, 1) for line in self.chunk.lines)

    def _compose(self, page: Page) -> list[Line]:
        """Through the parser."""
        laid = lay_out(self.chunk, page._replace(column=self.column), self._references, self.plain)
        self.furthest = laid.furthest
        return laid.lines
