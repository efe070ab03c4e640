"""Tables: columns share the width, cells wrap, and what has no room is a key away."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from javari_tui.i18n import _
from javari_tui.widgets.transcript.columns import LONGEST_WORD, Columns, Wanted, fit
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line, Span, cell_width
from javari_tui.widgets.transcript.wrapping import wrap

Cell = list[Span]

_LINE = ("line",)


def wanted_by(cells: Sequence[Cell]) -> Wanted:
    """What a row of cells would like its columns to be."""
    texts = [cell[0].text if len(cell) == 1 else "".join([span.text for span in cell]) for cell in cells]
    natural = [max(map(cell_width, text.split("\n"))) if "\n" in text else cell_width(text) for text in texts]
    return Wanted(tuple(natural), tuple(map(_least, texts, natural)))


def _least(text: str, natural: int) -> int:
    """The cells of the longest word of a cell, as far as words are kept whole."""
    if natural <= LONGEST_WORD and " " not in text:
        return natural
    return min(max(map(cell_width, text[:1000].split()), default=0), LONGEST_WORD)


def wider(one: Wanted, other: Wanted) -> Wanted:
    """What the columns want when a row joins them."""
    if len(one.natural) == len(other.natural):
        return Wanted(tuple(map(max, one.natural, other.natural)), tuple(map(max, one.least, other.least)))
    natural, least = (tuple(map(max, zip_longest(*pair, fillvalue=0))) for pair in zip(one, other, strict=True))
    return Wanted(natural, least)


def row_lines(cells: Sequence[Cell], columns: Columns, alignments: Sequence[str], page: Page) -> list[Line]:
    """The rows of one row of cells."""
    shown = [cells[place] if place < len(cells) else [] for place in columns.shown]
    wrapped = [wrap(cell, width) if cell else [] for cell, width in zip(shown, columns.widths, strict=True)]
    aligned = [alignments[place] if place < len(alignments) else "left" for place in columns.shown]
    between = Span(f" {page.glyphs.column} ", _LINE)
    after = [Span(f" {page.glyphs.column}", _LINE)] if columns.furthest and columns.is_more_after else []
    rows: list[Line] = []
    for index in range(max(1, *map(len, wrapped))):
        spans: list[Span] = []
        for place, (lines, width) in enumerate(zip(wrapped, columns.widths, strict=True)):
            line = lines[index] if index < len(lines) else Line()
            spans.extend([between] if place else [])
            spans.extend(_padded(line, width, aligned[place]))
        rows.append(Line((*spans, *after)))
    return rows


def head_rule(columns: Columns, page: Page) -> Line:
    """The line below the head."""
    rule, cross = page.glyphs.rule, page.glyphs.cross
    text = f"{rule}{cross}{rule}".join(rule * width for width in columns.widths)
    if columns.furthest and columns.is_more_after:
        text += f"{rule}{cross}"
    return Line((Span(text, _LINE),), len(text))


def caption(columns: Columns, page: Page) -> list[Line]:
    """Says which columns are shown where there is no room for all."""
    if not columns.furthest:
        return []
    glyphs, passing = page.glyphs, columns.passing
    text = _("Columns {first} to {last} of {count}. Left and Right show the others.")
    text = text.format(first=passing[0] + 1, last=passing[-1] + 1, count=columns.total)
    more = glyphs.before * columns.is_more_before + glyphs.after * columns.is_more_after
    spans = [Span(f"{more} ", ("bullet",)), Span(text, ("muted",))]
    return [Line(line.spans, len(line.text), "") for line in wrap(spans, page.width)]


def table_lines(table: Sequence[Sequence[Cell]], alignments: Sequence[str], page: Page) -> tuple[list[Line], int]:
    """A whole table, as it stands inside a list or a quotation, and how far one can go in it sideways."""
    count = len(table[0])
    wanted = wanted_by(table[0])
    for row in table[1:]:
        wanted = wider(wanted, wanted_by(row[:count]))
    columns = fit(wanted, page.width, page.column)
    rows = [*caption(columns, page), *row_lines(table[0], columns, alignments, page), head_rule(columns, page)]
    for row in table[1:]:
        rows.extend(row_lines(row, columns, alignments, page))
    return rows, columns.furthest


def _padded(line: Line, width: int, alignment: str) -> list[Span]:
    """A cell's row, as wide as its column."""
    missing = max(width - line.cells, 0)
    before = {"right": missing, "center": missing // 2}.get(alignment, 0)
    spans = [Span(" " * before)] if before else []
    spans.extend(line.spans)
    if missing > before:
        spans.append(Span(" " * (missing - before)))
    return spans
