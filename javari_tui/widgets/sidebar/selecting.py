"""Selecting with the mouse in the sidebar: from cells back to what was written."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.strip import Strip

from javari_tui.widgets.sidebar.paper import Paper
from javari_tui.widgets.transcript.line import cell_width


def selected_text(paper: Paper, selection: Selection) -> str:
    """What is selected: whole lines as they were written, parts as they are shown."""
    first = 0 if selection.start is None else selection.start.y
    last = paper.last_line if selection.end is None else min(selection.end.y, paper.last_line)
    parts: list[str] = []
    for line in range(first, last + 1):
        start, end = selection.get_span(line) or (0, 0)
        shown = paper.shown(line)
        is_whole = start == 0 and (end < 0 or end >= len(shown))
        parts.append(paper.source(line) if is_whole else shown[start : len(shown) if end < 0 else end])
    return "\n".join(parts)


def with_selected(strip: Strip, span: tuple[int, int], begin: int, style: Style) -> Strip:
    """A row that begins with a character of its line, with what is selected of the line drawn so."""
    text = strip.text
    start = max(span[0] - begin, 0)
    end = len(text) if span[1] < 0 else max(span[1] - begin, 0)
    if start >= end:
        return strip
    left, right = cell_width(text[:start]), cell_width(text[:end])
    chosen = Segment.apply_style(strip.crop(left, right), post_style=style)
    return Strip([*strip.crop(0, left), *chosen, *strip.crop(right)], strip.cell_length)
