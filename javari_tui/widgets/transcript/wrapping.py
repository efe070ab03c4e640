"""Breaking text into rows by cells: at spaces, around wide characters, and inside what is too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, split_graphemes

from javari_tui.widgets.transcript.line import Line, Look, Span

LONGEST_SIGN = 32
"""Code points of one sign on screen; what stacks more on a letter means to harm."""
_SIGN_CELLS = 4
"""Cells below which so many code points are suspect."""
_NEVER_FIRST = frozenset("、。，．：；！？）］｝」』】〕〉》”’…・ー々,.:;!?)]}")
"""Signs that do not begin a row."""

Row = tuple[int, int]
"""Start and end of a row in the text."""


def wrap(spans: Sequence[Span], width: int, *, fill: Look = ()) -> list[Line]:
    """Lay spans out in rows; a newline in them ends a row."""
    lines: list[Line] = []
    for paragraph in _paragraphs(tamed(spans)):
        rows = break_rows([span.text for span in paragraph], max(width, 2))
        for row, part in enumerate(_cut(paragraph, rows)):
            is_last = row == len(rows) - 1
            join = "\n" if is_last else " " if rows[row + 1][0] > rows[row][1] else ""
            lines.append(Line(part, 0, join, fill))
    return lines


def wrap_anywhere(spans: Sequence[Span], width: int, *, fill: Look = ()) -> list[Line]:
    """Lay one line of code out: spaces mean something there, so it is cut where the width ends."""
    spans = tamed(spans)
    rows = anywhere([span.text for span in spans], max(width, 2))
    if len(rows) == 1:
        return [Line(tuple(spans), 0, "\n", fill)]
    last = len(rows) - 1
    return [Line(part, 0, "" if row < last else "\n", fill) for row, part in enumerate(_cut(spans, rows))]


def anywhere(pieces: Sequence[str], width: int) -> list[Row]:
    """Rows as full as they can be, wherever that cuts."""
    if all(map(str.isascii, pieces)):
        length = sum(map(len, pieces))
        return [(start, min(start + width, length)) for start in range(0, max(length, 1), width)]
    return _cut_anywhere(pieces, width)


def tamed(spans: Sequence[Span]) -> Sequence[Span]:
    """The spans, less what is stacked on a sign beyond all writing: a terminal would choke on it."""
    if all(len(span.text) <= LONGEST_SIGN or span.text.isascii() for span in spans):
        return spans
    return [span._replace(text=_tamed(span.text)) for span in spans]


def _tamed(text: str) -> str:
    """Looks closely only where many code points take next to no room."""
    if text.isascii() or not any(
        cell_len(text[start : start + LONGEST_SIGN]) < _SIGN_CELLS
        for start in range(0, len(text) - LONGEST_SIGN + 1, LONGEST_SIGN)
    ):
        return text
    signs = (text[start:end] for start, end, _cells in split_graphemes(text)[0])
    return "".join(sign if len(sign) <= LONGEST_SIGN else sign[:LONGEST_SIGN].rstrip("\u200c\u200d") for sign in signs)


def break_rows(pieces: Sequence[str], width: int) -> list[Row]:
    """Where the rows of a text begin and end. The spaces at a break belong to no row."""
    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    return _break_plain(text, width) if text.isascii() else _break_any(pieces, text, width)


def _cut(spans: Sequence[Span], rows: Iterable[Row]) -> Iterator[tuple[Span, ...]]:
    """The spans of each row. Rows come in their order, so each span is looked at once for each row it is in."""
    first = at = 0
    for start, end in rows:
        while first < len(spans) and at + len(spans[first].text) <= start:
            at += len(spans[first].text)
            first += 1
        parts: list[Span] = []
        offset = at
        for index in range(first, len(spans)):
            if offset >= end:
                break
            span = spans[index]
            part = span.text[max(start - offset, 0) : end - offset]
            if part:
                parts.append(span if len(part) == len(span.text) else span._replace(text=part))
            offset += len(span.text)
        yield tuple(parts)


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
