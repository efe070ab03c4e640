"""The blocks a message is made of: each lays its rows out when it is asked, and keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

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
    """A table. Its cells are read once; its rows are laid out again only when the columns change."""

    def __init__(self, chunk: Chunk, references: References) -> None:
        self._cells: dict[tuple[str, bool], tuple[list[Cell], Widths]] = {}
        self._row_lines: dict[tuple[str, bool], list[Line]] = {}
        self._for: tuple[Page, Widths] | None = None
        super().__init__(chunk, references)

    def refer(self, references: References) -> None:
        """Cells may hold links too."""
        self._cells.clear()
        self._row_lines.clear()
        super().refer(references)

    def _compose(self, page: Page) -> list[Line]:
        """The head, a rule, the rows."""
        sources = self.chunk.lines
        is_rest = self.chunk.joins
        alignments = alignments_of(sources[1]) if not is_rest and len(sources) > 1 else ()
        heads = [] if is_rest else [(sources[0], True)]
        keys = heads + [(line, False) for line in sources[0 if is_rest else 2 :]]
        if sum(map(len, sources)) > LONGEST_SHOWN:
            return as_written("\n".join(sources), page)
        if self._for is None or self._for[0] != page:
            self._cells.clear()
        rows = [self._read(key, page) for key in keys]
        columns = len(rows[0][0])
        wanted = [max(max(row[1][place : place + 1], default=0) for row in rows) for place in range(columns)]
        widths = fit(wanted or [1], page.width)
        if self._for != (page, widths):
            self._row_lines.clear()
            self._for = (page, widths)
        lines: list[Line] = []
        for key, (cells, _natural) in zip(keys, rows, strict=True):
            lines.extend(self._rows_of(key, cells[:columns], alignments, page))
            if key[1]:
                lines.append(head_rule(widths, page))
        return lines + clipped_notice(columns, widths, page.width)

    def _read(self, key: tuple[str, bool], page: Page) -> tuple[list[Cell], Widths]:
        """The cells of a row and their natural widths."""
        if (known := self._cells.get(key)) is not None:
            return known
        source, is_head = key
        look = ("table-head",) if is_head else ()
        cells = [spans_of(parse_inline(cell, self._references), page, look) for cell in cells_of(source)]
        read = cells, natural_widths(cells)
        self._cells[key] = read
        return read

    def _rows_of(self, key: tuple[str, bool], cells: list[Cell], alignments: Sequence[str], page: Page) -> list[Line]:
        """The rows of one row of cells. Equal rows show the same, so they share them."""
        made = self._row_lines.get(key)
        if made is None:
            widths = self._for[1] if self._for else ()
            made = self._row_lines[key] = row_lines(cells, widths, alignments, page)
        return made


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
