"""Laying a chunk of Markdown out: what stands inside paragraphs, lists, quotations, and how deep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from javari_tui.i18n import _
from javari_tui.widgets.transcript.as_written import PlainRows, as_written
from javari_tui.widgets.transcript.chunks import Chunk, Kind
from javari_tui.widgets.transcript.code import code_block
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.inline import spans_of
from javari_tui.widgets.transcript.line import Line, Look, Span, prefixed
from javari_tui.widgets.transcript.parsing import DEEPEST, References, parse
from javari_tui.widgets.transcript.table import table_lines
from javari_tui.widgets.transcript.wrapping import wrap

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST_MARKUP = 16_000
"""Characters of a chunk in which markup is looked for; a longer one is shown as it was written."""
_MOST_TRIED = 3_000_000
"""Brackets times characters: the parser looks for the other end of each bracket through all that follows."""
_NARROWEST = 12
"""Cells that lists and quotations leave for their text, however deep they are."""


def is_too_much(source: str) -> bool:
    """Whether looking for markup in it would take too long."""
    return len(source) > LONGEST_MARKUP or (source.count("[") + 4 * source.count("![")) * len(source) > _MOST_TRIED


class Laid(NamedTuple):
    """A chunk as rows."""

    lines: list[Line]
    furthest: int = 0
    """How far one can go sideways in the tables of it."""


def tokens_of(source: str, references: References) -> list[Token] | None:
    """What the parser finds in a chunk; none in one that is too deep."""
    tokens = parse(source, references)
    return None if any(token.level >= DEEPEST - 1 for token in tokens) else tokens


def lay_out(chunk: Chunk, page: Page, references: References, plain: PlainRows | None = None) -> Laid:
    """The rows of a chunk; `plain` remembers those of one that is too long for markup."""
    source = chunk.source
    if is_too_much(source):
        notice = _("Too long to look for markup; shown as it was written.")
        return Laid(as_written(source, page, notice, plain))
    tokens = tokens_of(source, references)
    if tokens is None:
        return Laid(as_written(source, page, _("Nested too deeply; shown as it was written."), plain))
    layout = _Layout(chunk)
    lines = layout.sequence(tokens, page, ())
    return Laid(lines, layout.furthest)


class _Layout:
    """Lays out the tokens of one chunk."""

    def __init__(self, chunk: Chunk) -> None:
        self._lines = chunk.lines
        self._is_open = chunk.is_open
        self._number = chunk.number if chunk.kind is Kind.ITEM else None
        self._fences = 0
        self.furthest = 0
        """How far one can go sideways in its tables."""

    def sequence(self, tokens: list[Token], page: Page, look: Look, depth: int = 0) -> list[Line]:
        """Blocks one after the other, apart where the source keeps them apart."""
        rows: list[Line] = []
        for block in _blocks(tokens):
            made = self._block(block, page, look, depth)
            if rows and made and self._stands_apart(block[0]):
                rows.append(Line())
            rows.extend(made)
        return rows

    def _stands_apart(self, token: Token) -> bool:
        """Whether a blank line stands before a block."""
        start = token.map[0] if token.map else 0
        return 0 < start <= len(self._lines) and not self._lines[start - 1].strip(" \t>")

    def _block(self, block: list[Token], page: Page, look: Look, depth: int) -> list[Line]:
        """One block by its kind."""
        token, inner = block[0], block[1:-1]
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                rows = self._list(token, inner, page, look, depth)
            case "blockquote_open":
                bar = Span(f"{page.glyphs.quote} ", ("quote-bar",))
                rows = prefixed(self.sequence(inner, _narrower(page, 2), (*look, "quote"), depth), bar, bar)
            case "fence" | "code_block":
                rows = self._code(token, page)
            case "hr":
                rows = [Line((Span(page.glyphs.rule * page.width, ("line",)),))]
            case "table_open":
                rows = self._table(inner, page, look)
            case _:
                rows = _text(token, inner, page, look)
        return rows

    def _code(self, token: Token, page: Page) -> list[Line]:
        """Code; what stands in fences has a number the cursor finds it by."""
        rows = code_block(token.content.removesuffix("\n"), token.info, page, is_open=self._is_open)
        if token.type == "fence":
            self._fences += 1
            for row in rows:
                row.code = self._fences
        return rows

    def _list(self, token: Token, inner: list[Token], page: Page, look: Look, depth: int) -> list[Line]:
        """Items, with their signs or numbers."""
        start = token.attrGet("start")
        number = 1 if start is None else int(start)
        if self._number is not None:
            number, self._number = self._number, None
        rows: list[Line] = []
        for index, item in enumerate(_blocks(inner)):
            if rows and self._stands_apart(item[0]):
                rows.append(Line())
            bullets = page.glyphs.bullets
            sign = f"{number + index:>2}{token.markup}" if token.type[0] == "o" else f" {bullets[depth % len(bullets)]}"
            rows.extend(self._item(item[1:-1], sign, page, look, depth))
        return rows

    def _item(self, inner: list[Token], sign: str, page: Page, look: Look, depth: int) -> list[Line]:
        """One item behind its sign; a task's box is its sign."""
        sign_look: Look = ("bullet",)
        if (done := _take_box(inner)) is not None:
            sign = f" {page.glyphs.done if done else page.glyphs.open}"
            sign_look = ("done",) if done else ("bullet",)
        indent = len(sign) + 1
        rows = self.sequence(inner, _narrower(page, indent), look, depth + 1) or [Line()]
        return prefixed(rows, Span(f"{sign} ", sign_look), Span(" " * indent))

    def _table(self, inner: list[Token], page: Page, look: Look) -> list[Line]:
        """A table inside something else."""
        rows: list[list[list[Span]]] = []
        alignments: list[str] = []
        for token in inner:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "th_open":
                alignments.append(str(token.attrGet("style") or "left").rpartition(":")[2])
            elif token.type == "inline":
                cell_look = (*look, "table-head") if len(rows) == 1 else look
                rows[-1].append(spans_of(token.children or [], page, cell_look))
        if not rows:
            return []
        lines, furthest = table_lines(rows, alignments, page)
        self.furthest = max(self.furthest, furthest)
        return lines


def _narrower(page: Page, by: int) -> Page:
    """The page inside a list or a quotation."""
    return page._replace(width=max(page.width - by, min(_NARROWEST, page.width)))


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of each block: one, or from its opening to its closing one."""
    level, start = 0, 0
    for index, token in enumerate(tokens):
        level += token.nesting
        if level <= 0:
            yield tokens[start : index + 1]
            level, start = 0, index + 1


def _take_box(inner: list[Token]) -> bool | None:
    """Take the box of a task from the start of an item; None where there is none."""
    children = inner[1].children if len(inner) > 1 and inner[1].type == "inline" else None
    if not children or children[0].type != "text":
        return None
    text = children[0].content
    if text[:4] not in ("[ ] ", "[x] ", "[X] "):
        return None
    children[0].content = text[4:]
    return text[1] != " "


def _text(token: Token, inner: list[Token], page: Page, look: Look) -> list[Line]:
    """A paragraph or a heading."""
    if token.type == "heading_open":
        look = (*look, f"heading-{token.tag[1:]}")
    spans = spans_of(inner[0].children or [], page, look) if inner else [Span(token.content.strip("\n"), look)]
    return wrap(spans, page.width)
