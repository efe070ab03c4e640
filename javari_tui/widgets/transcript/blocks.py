"""The blocks a message is made of: each lays its rows out when it is asked, and keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import zip_longest

from javari_tui.widgets.transcript.chunks import Chunk, Kind
from javari_tui.widgets.transcript.code import (
    code_block,
    code_rows,
    colour,
    colour_line,
    language_of,
    title_row,
)
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.inline import spans_of
from javari_tui.widgets.transcript.line import Line, Span, kept
from javari_tui.widgets.transcript.markdown import LONGEST_SHOWN, as_written, lay_out
from javari_tui.widgets.transcript.parsing import References, parse_inline
from javari_tui.widgets.transcript.table import (
    Cell,
    Widths,
    clipped_notice,
    fit,
    head_rule,
    natural_widths,
    row_lines,
)
from javari_tui.widgets.transcript.table_source import alignments_of, cells_of


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


class MarkdownBlock(Block):
    """A chunk of Markdown."""

    def __init__(self, chunk: Chunk, references: References) -> None:
        super().__init__()
        self._references = references
        self._take(chunk)

    def _take(self, chunk: Chunk) -> None:
        """Stand for this chunk."""
        self.chunk = chunk
        self.space, self.joins = chunk.space, chunk.joins

    @property
    def source(self) -> str:
        """Its Markdown."""
        return self.chunk.source

    def update(self, chunk: Chunk) -> None:
        """The chunk grew, ended, or turned out to be something else of the same class."""
        before = self.chunk
        self._take(chunk)
        only_ended = (before.lines, before.space, before.number) == (chunk.lines, chunk.space, chunk.number)
        if not only_ended or chunk.kind is Kind.FENCE:
            self.invalidate()

    def refer(self, references: References) -> None:
        """Link targets became known."""
        self._references = references
        if "[" in self.chunk.source:
            self.invalidate()

    def estimate(self, width: int) -> int:
        """By the lengths of its lines."""
        return self.space + sum(1 + len(line) // max(width, 1) for line in self.chunk.lines)

    def _compose(self, page: Page) -> list[Line]:
        """Through the parser."""
        number = self.chunk.number if self.chunk.kind is Kind.ITEM else None
        return lay_out(self.chunk.source, page, self._references, number=number)


class FenceBlock(MarkdownBlock):
    """A fence of code. While it is open only its new lines are coloured; once closed, all of it as a whole."""

    def __init__(self, chunk: Chunk, references: References) -> None:
        self._rows: list[Line] = []
        self._counted = 0
        self._for: tuple[Page, str] | None = None
        super().__init__(chunk, references)

    @property
    def source(self) -> str:
        """The code itself, without the fence around it."""
        return "\n".join(self._code())

    def _code(self) -> list[str]:
        """Its lines, less the fence's own indentation."""
        chunk = self.chunk
        first = 0 if chunk.joins else 1
        last = chunk.lines[-1].strip() if len(chunk.lines) > first else ""
        closed = not chunk.is_open and last.startswith(chunk.fence) and not last.strip(chunk.fence[0])
        lines = chunk.lines[first : len(chunk.lines) - closed]
        return [_unindented(line, chunk.indent) for line in lines] if chunk.indent else lines

    def _compose(self, page: Page) -> list[Line]:
        """All of it when it is closed, else what is new."""
        language = language_of(self.chunk.info)
        title = [title_row(language)] if language and not self.chunk.joins else []
        code = self._code()
        if self.chunk.is_open:
            return title + self._grown(code, page, language)
        if sum(map(len, code)) > LONGEST_SHOWN:
            return title + as_written("\n".join(code), page)
        self._rows, self._counted = [], 0
        if not code:
            return title or code_block("", "", page.width)
        rows = [colour("\n".join(code).expandtabs(4), language)]
        return title + [row for spans in rows[0] for row in code_rows(spans, page.width)]

    def _grown(self, code: list[str], page: Page, language: str) -> list[Line]:
        """Rows of the whole lines are kept; the last line may still grow."""
        if self._for != (page, language) or self._counted > len(code):
            self._rows, self._counted, self._for = [], 0, (page, language)
        for line in code[self._counted : -1]:
            self._rows.extend(self._line_rows(line, page, language))
            self._counted += 1
        return [*self._rows, *(self._line_rows(code[-1], page, language) if code else ())]

    @staticmethod
    def _line_rows(line: str, page: Page, language: str) -> list[Line]:
        """One line by itself; the start of one that is too long."""
        return code_rows(colour_line(line[:LONGEST_SHOWN].expandtabs(4), language), page.width)


class TableBlock(MarkdownBlock):
    """A table. Its whole rows are read once, and laid out again only when the columns change."""

    def __init__(self, chunk: Chunk, references: References) -> None:
        self._forget_rows()
        super().__init__(chunk, references)

    def _forget_rows(self) -> None:
        """Read everything again."""
        self._for: Page | None = None
        self._cells: list[list[Cell]] = []
        self._widest: list[int] = []
        self._widths: Widths = ()
        self._rows: list[Line] = []
        self._laid_out = 0

    def refer(self, references: References) -> None:
        """Cells may hold links too."""
        self._forget_rows()
        super().refer(references)

    def _compose(self, page: Page) -> list[Line]:
        """The head, a rule, the rows; the last row may still grow."""
        chunk = self.chunk
        if chunk.length > LONGEST_SHOWN:
            return as_written(chunk.source, page)
        rows = chunk.lines if chunk.joins else [chunk.lines[0], *chunk.lines[2:]]
        settled = len(rows) - 1 if chunk.is_open else len(rows)
        if self._for != page or len(self._cells) > settled:
            self._forget_rows()
            self._for = page
        for at in range(len(self._cells), settled):
            cells = self._read(rows[at], at, page)
            self._cells.append(cells)
            self._widest = _wider(self._widest, cells)
        last = [self._read(rows[at], at, page) for at in range(settled, len(rows))]
        columns = len((self._cells + last)[0])
        wanted = _wider(self._widest, last[0]) if last else self._widest
        widths = fit(wanted[:columns] or [1], page.width)
        if widths != self._widths:
            self._widths, self._rows, self._laid_out = widths, [], 0
        for at in range(self._laid_out, settled):
            self._rows.extend(self._lay_out_row(self._cells[at], at, page))
        self._laid_out = settled
        end = [line for cells in last for line in self._lay_out_row(cells, settled, page)]
        return self._rows + end + clipped_notice(columns, widths, page.width)

    def _is_head(self, at: int) -> bool:
        """Whether a row is the head."""
        return at == 0 and not self.chunk.joins

    def _read(self, source: str, at: int, page: Page) -> list[Cell]:
        """The cells of a row."""
        look = ("table-head",) if self._is_head(at) else ()
        return [spans_of(parse_inline(cell, self._references), page, look) for cell in cells_of(source)]

    def _lay_out_row(self, cells: list[Cell], at: int, page: Page) -> list[Line]:
        """The rows on screen of a row of cells."""
        lines = self.chunk.lines
        alignments = () if self.chunk.joins or len(lines) < 2 else alignments_of(lines[1])
        rows = row_lines(cells, self._widths, alignments, page)
        return [*rows, head_rule(self._widths, page)] if self._is_head(at) else rows


def _wider(widest: Sequence[int], cells: Sequence[Cell]) -> list[int]:
    """What the columns want when a row joins them."""
    return [max(pair) for pair in zip_longest(widest, natural_widths(cells), fillvalue=0)]


def block_for(chunk: Chunk, references: References) -> MarkdownBlock:
    """The right kind of block for a chunk."""
    return _class_for(chunk)(chunk, references)


def is_right(block: Block, chunk: Chunk) -> bool:
    """Whether a block can stand for a chunk that changed."""
    return type(block) is _class_for(chunk)


def _class_for(chunk: Chunk) -> type[MarkdownBlock]:
    """Fences and tables grow by themselves; the parser does everything else."""
    return {Kind.FENCE: FenceBlock, Kind.TABLE: TableBlock}.get(chunk.kind, MarkdownBlock)


def _unindented(line: str, by: int) -> str:
    """A line without the spaces its fence has before it."""
    return line[min(by, len(line) - len(line.lstrip(" "))) :]


def text_block_rows(text: str, page: Page, look: str) -> list[Line]:
    """Plain text in one look."""
    return [
        Line(tuple(Span(span.text, (look,)) for span in line.spans), line.indent, line.join)
        for line in as_written(text, page)
    ]
