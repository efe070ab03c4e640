"""Tables that fit: columns share the width, cells wrap, and what cannot fit is named."""

from __future__ import annotations

from collections.abc import Sequence

from javari_tui.i18n import ngettext
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.line import Line, Span, cell_width
from javari_tui.widgets.transcript.wrapping import wrap

NARROWEST = 5
"""Cells of a column below which columns are left out instead."""
_BETWEEN = 3

Cell = list[Span]
Widths = tuple[int, ...]


def natural_widths(cells: Sequence[Cell]) -> Widths:
    """What each cell of a row would like to have."""
    return tuple(sum(cell_width(span.text) for span in cell) for cell in cells)


def fit(wanted: Sequence[int], width: int) -> Widths:
    """The widths of the columns that are shown: what they want, or a fair share."""
    shown = max(1, min(len(wanted), (width + _BETWEEN) // (NARROWEST + _BETWEEN)))
    left = max(width - _BETWEEN * (shown - 1), shown)
    widths = [0] * shown
    for place, column in enumerate(sorted(range(shown), key=lambda index: wanted[index])):
        share = left // (shown - place)
        widths[column] = max(min(wanted[column], share), 1)
        left -= widths[column]
    return tuple(widths)


def row_lines(cells: Sequence[Cell], widths: Widths, alignments: Sequence[str], page: Page) -> list[Line]:
    """The rows of one row of cells."""
    columns = [wrap(cell, width) for cell, width in zip(cells, widths, strict=False)]
    columns.extend([Line()] for _missing in range(len(widths) - len(columns)))
    height = max(len(column) for column in columns)
    between = Span(f" {page.glyphs.column} ", ("line",))
    rows: list[Line] = []
    for index in range(height):
        spans: list[Span] = []
        for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
            line = column[index] if index < len(column) else Line()
            alignment = alignments[place] if place < len(alignments) else "left"
            spans.extend(_padded(line, width, alignment))
            if place < len(widths) - 1:
                spans.append(between)
        rows.append(Line(tuple(spans)))
    return rows


def head_rule(widths: Widths, page: Page) -> Line:
    """The line below the head."""
    rule = page.glyphs.rule
    text = f"{rule}{page.glyphs.cross}{rule}".join(rule * width for width in widths)
    return Line((Span(text, ("line",)),), len(text))


def clipped_notice(columns: int, widths: Widths, width: int) -> list[Line]:
    """Says how many columns are not shown."""
    missing = columns - len(widths)
    if missing <= 0:
        return []
    text = ngettext("{count} more column does not fit", "{count} more columns do not fit", missing)
    lines = wrap([Span(text.format(count=missing), ("muted",))], width)
    return [Line(line.spans, len(line.text), "") for line in lines]


def table_lines(table: Sequence[Sequence[Cell]], alignments: Sequence[str], page: Page) -> list[Line]:
    """A whole table, as it stands inside a list or a quotation; its first row is the head."""
    head, *body = table
    columns = len(head)
    wanted = [0] * columns
    for row in (head, *body):
        for place, natural in enumerate(natural_widths(row)[:columns]):
            wanted[place] = max(wanted[place], natural)
    widths = fit(wanted, page.width)
    rows = row_lines(head, widths, alignments, page)
    rows.append(head_rule(widths, page))
    for row in body:
        rows.extend(row_lines(row[:columns], widths, alignments, page))
    return rows + clipped_notice(columns, widths, page.width)


def _padded(line: Line, width: int, alignment: str) -> list[Span]:
    """A cell's row, as wide as its column."""
    missing = max(width - line.cells, 0)
    before = {"right": missing, "center": missing // 2}.get(alignment, 0)
    spans = [Span(" " * before)] if before else []
    spans.extend(line.spans)
    if missing > before:
        spans.append(Span(" " * (missing - before)))
    return spans
