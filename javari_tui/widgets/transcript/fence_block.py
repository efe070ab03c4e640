"""A fence of code: coloured line by line while it comes, and as a whole when it is whole."""

from __future__ import annotations

from javari_tui.widgets.transcript.as_written import LONGEST_SHOWN, PlainRows, as_written
from javari_tui.widgets.transcript.blocks import MarkdownBlock
from javari_tui.widgets.transcript.chunks import Chunk
from javari_tui.widgets.transcript.code import (
    GROUND,
    code_block,
    code_rows,
    colour,
    colour_line,
    edge,
    language_of,
    title_row,
)
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line, Span
from javari_tui.widgets.transcript.parsing import References

_LONGEST_COLOURED = 400
"""Characters of a line that still grows that are coloured again and again."""
_LONGEST_COUNTED = 1_000
"""Characters of such a line that are broken into rows again and again."""


class FenceBlock(MarkdownBlock):
    """A fence of code. While it is open only its new lines are coloured; once closed, all of it as a whole."""

    def __init__(self, chunk: Chunk, references: References) -> None:
        self._rows: list[Line] = []
        self._counted = 0
        self._for: tuple[Page, str] | None = None
        super().__init__(chunk, references)

    @property
    def has_links(self) -> bool:
        """Code has none."""
        return False

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
        title = [title_row(language, page)] if language and not self.chunk.joins else []
        code = self._code()
        if self.chunk.is_open:
            return title + self._grown(code, page, language)
        if sum(map(len, code)) > LONGEST_SHOWN:
            return title + as_written("\n".join(code), page)
        self._rows, self._counted, self._for = [], 0, None
        if not code:
            return title or code_block("", "", page)
        rows = [colour("\n".join(code).expandtabs(4), language)]
        return title + [row for spans in rows[0] for row in code_rows(spans, page)]

    def _grown(self, code: list[str], page: Page, language: str) -> list[Line]:
        """Rows of the whole lines are kept; the last line may still grow."""
        if self._for != (page, language) or self._counted > len(code):
            self._rows, self._counted, self._for = [], 0, (page, language)
            self._last = PlainRows(GROUND, edge(page), GROUND)
        for line in code[self._counted : -1]:
            self._rows.extend(self._line_rows(line, page, language))
            self._counted += 1
        return [*self._rows, *(self._last_rows(code[-1], page, language) if code else ())]

    @staticmethod
    def _line_rows(line: str, page: Page, language: str) -> list[Line]:
        """One line by itself; the start of one that is too long."""
        return code_rows(colour_line(line[:LONGEST_SHOWN].expandtabs(4), language), page)

    def _last_rows(self, line: str, page: Page, language: str) -> list[Line]:
        """The line that grows. The longer it gets, the less is done with it."""
        if len(line) > _LONGEST_COUNTED:
            return self._last.rows(line[:LONGEST_SHOWN], page.width - len(edge(page).text) - 1)
        line = line.expandtabs(4)
        rest = [Span(line[_LONGEST_COLOURED:], GROUND)] if len(line) > _LONGEST_COLOURED else []
        return code_rows([*colour_line(line[:_LONGEST_COLOURED], language), *rest], page)


def _unindented(line: str, by: int) -> str:
    """A line without the spaces its fence has before it."""
    return line[min(by, len(line) - len(line.lstrip(" "))) :]
