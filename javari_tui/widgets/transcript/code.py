"""Code in colours: Pygments tokens as spans, rows on a ground of their own."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line, Span
from javari_tui.widgets.transcript.wrapping import wrap_anywhere

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LARGEST = 32_000
"""Characters of code that are coloured as a whole; more of it stays plain."""
_LONGEST_NAME = 40
"""Characters of a language's name."""
LONGEST_LINE = 4_000
"""Characters of a line that is coloured."""
GROUND = ("code",)
"""The look of code that has no colour."""


@lru_cache(maxsize=64)
def lexer_for(language: str) -> Lexer | None:
    """Pygments' lexer for what a fence says, if it has one."""
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - not needed for the first picture
    from pygments.util import ClassNotFound  # noqa: PLC0415

    if not language:
        return None
    try:
        lexer: Lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
    return lexer


def language_of(info: str) -> str:
    """The language a fence's first line names."""
    word = info.strip().split(maxsplit=1)[:1]
    name = word[0].strip("{}.").lower() if word else ""
    return name if len(name) <= _LONGEST_NAME else ""


def colour(code: str, language: str) -> list[list[Span]]:
    """The spans of each line of some code, lexed as a whole."""
    lines = code.split("\n")
    lexer = lexer_for(language)
    if lexer is None or len(code) > LARGEST or any(len(line) > LONGEST_LINE for line in lines):
        return [[Span(line, GROUND)] for line in lines]
    rows: list[list[Span]] = [[]]
    for kind, text in lexer.get_tokens(code):
        look = look_of_token(kind)
        first, *others = text.split("\n")
        if first:
            rows[-1].append(Span(first, look))
        for other in others:
            rows.append([Span(other, look)] if other else [])
    rows.extend([] for _missing in range(len(lines) - len(rows)))
    return rows[: len(lines)]


@lru_cache(maxsize=256)
def colour_line(line: str, language: str) -> list[Span]:
    """One line by itself: right for most lines, and all there is time for while code still comes."""
    return colour(line, language)[0]


@lru_cache(maxsize=512)
def look_of_token(kind: Hashable) -> tuple[str, ...]:
    """The look of a token, `Token.Keyword.Type` and the like."""
    name = str(kind).removeprefix("Token").removeprefix(".")
    return ("code", f"code:{name}") if name else GROUND


def edge(page: Page) -> Span:
    """What stands before each row of code."""
    return Span(page.glyphs.code_edge, ("code", "code-edge"))


def code_rows(spans: Sequence[Span], page: Page) -> list[Line]:
    """The rows of one line of code, a cell away from the edge of their ground."""
    before = edge(page)
    return [
        Line((before, *line.spans), len(before.text), line.join, GROUND)
        for line in wrap_anywhere(spans, page.width - len(before.text) - 1, fill=GROUND)
    ]


def title_row(language: str, page: Page) -> Line:
    """The row that names the language."""
    before, name = edge(page), Span(language, ("code", "code-title"))
    return Line((before, name), len(before.text) + len(language), "", GROUND)


def code_block(code: str, info: str, page: Page, *, is_open: bool = False) -> list[Line]:
    """The rows of a whole block; while it still grows its lines are coloured one by one, and remembered."""
    language = language_of(info)
    rows = [title_row(language, page)] if language else []
    code = code.expandtabs(4)
    coloured = [colour_line(line, language) for line in code.split("\n")] if is_open else colour(code, language)
    for spans in coloured:
        rows.extend(code_rows(spans, page))
    return rows
