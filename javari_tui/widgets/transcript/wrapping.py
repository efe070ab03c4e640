"""Breaking text into rows by cells: at spaces, around wide characters, and inside what is too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import split_graphemes

from javari_tui.widgets.transcript.line import Line, Look, Span

_NEVER_FIRST = frozenset("、。，．：；！？）］｝」』】〕〉》”’…・ー々,.:;!?)]}")
"""Signs that do not begin a row."""

Row = tuple[int, int]
"""Start and end of a row in the text."""


def wrap(spans: Sequence[Span], width: int, *, fill: Look = ()) -> list[Line]:
    """Lay spans out in rows; a newline in them ends a row."""
    lines: list[Line] = []
    for paragraph in _paragraphs(spans):
        rows = break_rows([span.text for span in paragraph], max(width, 2))
        for row, (start, end) in enumerate(rows):
            is_last = row == len(rows) - 1
            join = "\n" if is_last else " " if rows[row + 1][0] > end else ""
            lines.append(Line(tuple(cut(paragraph, start, end)), 0, join, fill))
    return lines


def wrap_anywhere(spans: Sequence[Span], width: int, *, fill: Look = ()) -> list[Line]:
    """Lay one line of code out: spaces mean something there, so it is cut where the width ends."""
    pieces = [span.text for span in spans]
    if sum(len(piece) for piece in pieces) <= width and all(piece.isascii() for piece in pieces):
        return [Line(tuple(spans), 0, "\n", fill)]
    rows = _cut_anywhere(pieces, max(width, 2))
    return [Line(tuple(cut(spans, start, end)), 0, "\n" if end == rows[-1][1] else "", fill) for start, end in rows]


def break_rows(pieces: Sequence[str], width: int) -> list[Row]:
    """Where the rows of a text begin and end. The spaces at a break belong to no row."""
    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    return _break_plain(text, width) if text.isascii() else _break_any(pieces, text, width)


def cut(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """The part of some spans between two offsets."""
    at = 0
    for span in spans:
        after = at + len(span.text)
        if after > start:
            if at >= end:
                return
            part = span.text if at >= start and after <= end else span.text[max(start - at, 0) : end - at]
            if part:
                yield Span(part, span.look, span.target)
        at = after


def _paragraphs(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """The spans between newlines."""
    here: list[Span] = []
    for span in spans:
        if "\n" not in span.text:
            here.append(span)
            continue
        first, *others = span.text.split("\n")
        here.append(span._replace(text=first))
        for other in others:
            yield here
            here = [span._replace(text=other)]
    yield here


def _break_plain(text: str, width: int) -> list[Row]:
    """ASCII: a character is a cell."""
    rows: list[Row] = []
    start, length = 0, len(text)
    while length - start > width:
        space = text.rfind(" ", start, start + width + 1)
        if space <= start:
            rows.append((start, start + width))
            start += width
            continue
        rows.append((start, start + len(text[start:space].rstrip(" "))))
        start = space
        while start < length and text[start] == " ":
            start += 1
    rows.append((start, length))
    return rows


def _graphemes(pieces: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Start, end and cells of each sign. Piece by piece, as the terminal's strips will measure them."""
    offset = 0
    for piece in pieces:
        for start, end, cells in split_graphemes(piece)[0]:
            yield offset + start, offset + end, cells
        offset += len(piece)


def _cut_anywhere(pieces: Sequence[str], width: int) -> list[Row]:
    """Rows as full as they can be."""
    rows: list[Row] = []
    begin = used = last = 0
    for start, end, cells in _graphemes(pieces):
        if used + cells > width and start > begin:
            rows.append((begin, start))
            begin, used = start, 0
        used += cells
        last = end
    rows.append((begin, last))
    return rows


def _break_any(pieces: Sequence[str], text: str, width: int) -> list[Row]:
    """Any text: rows may also break before and after wide signs, as in Chinese."""
    rows: list[Row] = []
    begin = used = last = 0
    stop = before_stop = (0, 0)  # where the row could end, and the cells up to there
    for start, end, cells in _graphemes(pieces):
        last = end
        sign = text[start:end]
        if stop[0] == start and sign in _NEVER_FIRST:
            stop = before_stop
        while used + cells > width and start > begin:
            if sign == " " or stop[0] <= begin:
                stop = (start, used)
            rows.append((begin, begin + len(text[begin : stop[0]].rstrip(" "))))
            begin, used = stop[0], used - stop[1]
        if sign == " " and begin == start and rows:
            begin, used = end, 0
            stop = before_stop = (end, 0)
            continue
        used += cells
        if sign == " " or cells > 1:
            before_stop, stop = stop, (end, used)
    rows.append((begin, last))
    return rows
