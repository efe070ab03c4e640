"""The rows of what was spent: headings, bars with their figures, columns by day. Each is one line in so many cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from javari_tui.domain.credits import Credits, shown_cost
from javari_tui.i18n import _, number_text
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.credits.saying import cut
from javari_tui.widgets.spending.bars import bar, columns, is_plain
from javari_tui.widgets.spending.names import short_day

CHART_ROWS = 5
"""Rows of the columns, without the line below them."""
_NARROWEST_NAME, _WIDEST_NAME = 12, 44
_COUNT, _AMOUNT = 9, 10
_WIDEST_COLUMN = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a part, with what its two columns of figures are."""

    title: str
    """Translated."""
    has_figures: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A bar with its figures."""

    name: str
    """One row; data was cleaned."""
    amount: Credits
    most: Credits
    """Of the whole part: the length of its longest bar."""
    events: int
    estimated: int = 0
    chat_id: int | None = None
    """The chat that it is of."""
    words: str = ""
    """What its lines of the ledger are found by."""


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One row of the columns by day, from the top down; the last is the line of days below them."""

    days: tuple[tuple[date, int, int], ...]
    """Each day with its micro-credits and its events, the oldest first, none left out."""
    row: int


@dataclass(frozen=True, slots=True)
class Words:
    """A line that only says something."""

    text: str
    """Translated."""


SpendingRow = Heading | Figure | ChartLine | Words


def spending_row(row: SpendingRow, width: int) -> Content:
    """One line."""
    match row:
        case Heading():
            return _heading(row, width)
        case Figure():
            return _figure(row, width)
        case ChartLine():
            return _chart_line(row, width)
    return Content.styled(row.text, "$text-muted").truncate(width, ellipsis=True)


def _heading(row: Heading, width: int) -> Content:
    title = Content.styled(row.title, "bold $text-accent")
    if not row.has_figures:
        return title.truncate(width, ellipsis=True)
    right = _right(_("credits"), _AMOUNT) + _right(_("answers"), _COUNT)
    title = title.truncate(max(width - cell_len(right), 1), ellipsis=True)
    return Content.assemble(title, " " * (width - title.cell_length - cell_len(right)), (right, "$text-muted"))


def _figure(row: Figure, width: int) -> Content:
    """Name, bar, credits, answers; the bar gives way first."""
    right = _right(shown_cost(row.amount), _AMOUNT) + _right(number_text(row.events), _COUNT)
    room = max(width - cell_len(right), 4)
    name_room = min(max(room * 11 // 20, _NARROWEST_NAME), _WIDEST_NAME, room - 1)
    name = cut(row.name, name_room)
    drawn = bar(row.amount.micro, row.most.micro, room - name_room - 2)
    gap, rest = name_room + 1 - cell_len(name), room - name_room - 1 - cell_len(drawn)
    return Content.assemble(name, " " * gap, (drawn, "$text-accent"), " " * rest, right)


def _chart_line(row: ChartLine, width: int) -> Content:
    """Columns with the largest figure at the top and nothing at the bottom, or the days below."""
    top = max((micro for _day, micro, _events in row.days), default=0)
    labels = {0: shown_cost(Credits(top)), CHART_ROWS - 1: "0"}
    space = max(cell_len(text) for text in labels.values())
    groups, wide, gap = _fitted(row.days, width - space - 2)
    if row.row == CHART_ROWS:
        return Content.styled(
            " " * (space + 2) + _days_below(row.days, len(groups) * (wide + gap) - gap), "$text-muted"
        )
    figure = labels.get(row.row, "")
    axis = " |" if is_plain() else " │"
    label = Content.styled(" " * (space - cell_len(figure)) + figure + axis, "$text-muted")
    amounts = [micro for micro, _events in groups]
    line = columns(amounts, CHART_ROWS, wide, gap)[row.row]
    if row.row == CHART_ROWS - 1:
        line = _with_free(line, groups, wide + gap)
    return Content.assemble(label, (line, "$text-accent"))


def days_in_a_column(days: int, width: int) -> int:
    """How many days stand in one column where there is not room for each."""
    return max(1, -(-days // max(width, 1)))


def _fitted(days: Sequence[tuple[date, int, int]], width: int) -> tuple[list[tuple[int, int]], int, int]:
    """What stands in each column, how wide one is, and the gap between two."""
    each = days_in_a_column(len(days), width)
    groups = [days[at : at + each] for at in range(0, len(days), each)]
    sums = [(sum(micro for _day, micro, _events in group), sum(group_[2] for group_ in group)) for group in groups]
    step = max(1, min(_WIDEST_COLUMN + 1, width // max(len(sums), 1)))
    return sums, max(1, step - 1), int(step > 1)


def _with_free(line: str, groups: Sequence[tuple[int, int]], step: int) -> str:
    """The lowest row, with a point where something was answered that cost nothing."""
    signs = list(line)
    for at, (micro, events) in enumerate(groups):
        if not micro and events:
            signs[at * step] = glyph("middot") if not is_plain() else "_"
    return "".join(signs)


def _days_below(days: Sequence[tuple[date, int, int]], width: int) -> str:
    """The first day and the last, at their ends."""
    if not days:
        return ""
    first, last = short_day(days[0][0]), short_day(days[-1][0])
    gap = width - cell_len(first) - cell_len(last)
    return f"{first}{' ' * gap}{last}" if gap > 0 and len(days) > 1 else last


def _right(text: str, width: int) -> str:
    """A text at the right end of a column; a longer one takes the room it needs, behind a space."""
    return " " * max(width - cell_len(text), 1) + text
