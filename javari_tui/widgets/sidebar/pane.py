"""The part of the sidebar that is read: draws the rows of a paper that are in sight, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer

from javari_tui.commands.application import EXPLAIN
from javari_tui.commands.bindings import bindings
from javari_tui.commands.sidebar import FIRST_NAMED, SIDEBAR_COMMANDS
from javari_tui.i18n import N_
from javari_tui.widgets.sidebar.paper import SCROLLBAR, Paper
from javari_tui.widgets.sidebar.place import Place, Seen
from javari_tui.widgets.sidebar.searched import Range
from javari_tui.widgets.sidebar.selecting import selected_text, with_selected
from javari_tui.widgets.sidebar.stepping import Stepping
from javari_tui.widgets.transcript.line import Line, Look
from javari_tui.widgets.transcript.palette import Palette

_AT_ONCE = 0.02
"""Seconds that the first picture may wait for better rows."""
_A_TURN = 0.01
"""Seconds of work on rows between two pictures; as long as that everything else has its turn."""
_AHEAD = 100
"""Rows below the last one in sight that are made ready too."""
_SIDE_STEP = 8
"""Cells of a step to the side."""


Highlights = Callable[[int, int, int], Iterable[tuple[Range, Look]]]
"""Of a row, what stands out between two of its characters, and how."""


class Pane(ScrollView, can_focus=True):
    """A paper, scrolled by keys and wheel."""

    DEFAULT_CSS = """
    Pane {
        width: 1fr;
        height: 1fr;
        background: $surface;
        color: $text;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(SIDEBAR_COMMANDS[:FIRST_NAMED], EXPLAIN, SIDEBAR_COMMANDS[FIRST_NAMED:]),
        Binding("up", "rows(-1)", N_("A row up"), show=False),
        Binding("down", "rows(1)", N_("A row down"), show=False),
        Binding("pageup", "pages(-1)", N_("A page up"), show=False),
        Binding("pagedown,space", "pages(1)", N_("A page down"), show=False),
        Binding("home", "edge(-1)", N_("To the start"), show=False),
        Binding("end", "edge(1)", N_("To the end"), show=False),
        Binding("left", "aside(-1)", N_("To the left"), show=False),
        Binding("right", "aside(1)", N_("To the right"), show=False),
    ]

    wrap: var[bool] = var(True, init=False)
    """Whether long lines go on below."""

    split: var[bool] = var(True, init=False)
    """Whether two versions stand side by side where there is room."""

    class Grown(Message):
        """There is more on the paper than before, or it is another one."""

    class Wanted(Message):
        """The paper needs something that only others can get."""

        def __init__(self, paper: Paper) -> None:
            super().__init__()
            self.paper = paper

    def __init__(self) -> None:
        super().__init__()
        self.paper: Paper | None = None
        """What is shown."""
        self.highlights: Highlights | None = None
        """What of a row stands out now: from one of its characters to another."""
        self._palette = Palette(self)
        self._turn: Timer | None = None
        self._place = Place()
        """Where the reader went: what stays at the top while sizes come and go."""
        self._fitted: Size | None = None
        """The size for which it is laid out; none meanwhile. All else that scrolls is the reader."""
        self._aside = 0
        """Cells of long lines that are beyond the left edge."""
        self.stepping = Stepping()
        """Goes from place to place."""

    def seen(self) -> Seen:
        """How it is left."""
        return Seen(self.paper, None, self._place, self._aside)

    def show(self, paper: Paper, *, keep_place: bool = False, seen: Seen | None = None) -> None:
        """Show this from its start, from the line that was at the top, or as it was left."""
        if not keep_place:
            self._place, self._aside = (Place(), 0) if seen is None else (seen.place, seen.aside)
        self._place = self._place._replace(at_end=False)
        self.paper = paper
        paper.split = self.split
        self._lay_out()

    def watch_wrap(self) -> None:
        """Lay out anew; the line at the top stays there."""
        self._aside = 0
        self._lay_out()

    def watch_split(self, split: bool) -> None:
        """Lay out anew; the line at the top stays there."""
        if self.paper is not None:
            self.paper.split = split
        self._lay_out()

    def on_resize(self, event: Resize) -> None:
        """Another size: the line at the top stays there, or the end in sight."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._palette.forget()

    def _note_place(self) -> None:
        """The reader is here now."""
        paper, y = self.paper, self.scroll_offset.y
        if paper is not None and paper.rows:
            line = paper.line_at(min(y, paper.rows - 1))
            self._place = Place(line, max(y - paper.row_of(line), 0), _layout_of(self), y >= self.max_scroll_y > 0)

    def _lay_out(self) -> None:
        """For the size there is now, with the place at the top."""
        paper, width, place = self.paper, self.size.width, self._place
        if paper is None or not width:
            return
        self._fitted = None
        could_split = paper.can_split
        paper.fit(width, wrap=self.wrap)
        if paper.can_split != could_split:
            self.screen.refresh_bindings()
        self._measure()
        into = place.into if place.layout == _layout_of(self) else 0
        top = self.virtual_size.height if place.at_end else paper.row_of(place.line) + into
        self.scroll_to(y=top, animate=False, force=True)
        self._fitted = self.size
        self._work(_AT_ONCE)
        self.refresh()

    def _measure(self) -> None:
        """There may be more rows than before, or fewer."""
        paper = self.paper
        if paper is not None:
            self.virtual_size = Size(self.size.width, paper.rows + len(paper.head))

    def _work(self, seconds: float) -> None:
        """Make what is in sight better, and go on in a while where that takes longer."""
        if self._turn is not None:
            self._turn.stop()
            self._turn = None
        paper, top = self.paper, self.scroll_offset.y
        if paper is None or not (paper.rows or paper.instead):
            return
        more = paper.work(top + self.size.height + _AHEAD, seconds)
        if paper.instead is not None:
            self.show(paper.instead)
            self.post_message(self.Grown())
            return
        paper.sees(top, top + self.size.height)
        if paper.wants:
            paper.wants = False
            self.post_message(self.Wanted(paper))
        if more:
            self._turn = self.set_timer(_A_TURN, self._work_on)

    def _work_on(self) -> None:
        rows = self.paper.rows if self.paper is not None else 0
        self._work(_A_TURN)
        if self.paper is not None and self.paper.rows != rows:
            self._measure()
            self._note_place()
            self.post_message(self.Grown())
        if self._turn is None:
            self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows are in sight."""
        super().watch_scroll_y(old_value, new_value)
        if self.size == self._fitted:
            self._note_place()
        self._work(_A_TURN)

    def bring_into_sight(self, row: int, cells: Range = (0, 0)) -> None:
        """Scroll as little as needed to see some cells of a row; where that is far, with some rows above it."""
        paper, top = self.paper, self.scroll_offset.y
        if paper is None:
            return
        room = max(self.size.height - len(paper.head), 1)
        if not top <= row < top + room:
            self.scroll_to(y=max(row - room // 3, 0), animate=False, force=True)
        width = max(self.size.width - SCROLLBAR - len(paper.margin(row)), 1)
        if not self._aside <= cells[0] <= cells[1] <= self._aside + width and cells[1] > cells[0]:
            self._aside = max(min(cells[0], cells[1] - width + _SIDE_STEP), 0)
        self.refresh()

    def action_rows(self, step: int) -> None:
        """Some rows further."""
        self.scroll_to(y=self.scroll_target_y + step, animate=False, force=True)

    def action_pages(self, step: int) -> None:
        """A page, less a row to find the place again."""
        self.action_rows(step * max(self.size.height - 1, 1))

    def action_edge(self, step: int) -> None:
        """To the first row, or to the last."""
        self.action_rows(step * self.virtual_size.height)

    def action_aside(self, step: int) -> None:
        """Along lines that reach beyond the edge, or to other columns."""
        paper = self.paper
        if paper is not None and paper.move_columns(step):
            self._lay_out()
            return
        room = self.size.width - SCROLLBAR
        most = 0 if paper is None else max(len(paper.margin(0)) + paper.columns - room, 0)
        self._aside = min(max(self._aside + step * _SIDE_STEP, 0), most)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row: its margin, then as much of it as there is room."""
        paper, width = self.paper, self.size.width
        row = self.scroll_offset.y + y - (0 if paper is None else len(paper.head))
        if paper is not None and y < len(paper.head):
            return _head_strip(paper.head[y], self._palette, width)
        if paper is None or row >= paper.rows:
            return Strip.blank(width, self.rich_style)
        style = self._palette.style
        if (drawn := paper.drawn(row, width, style)) is not None:
            return drawn
        line, margin = paper.row(row), paper.margin(row)
        room = width - len(margin)
        text = Strip([Segment(span.text, style(span.look)) for span in line.spans if span.text])
        address, begin = paper.address(row), paper.begin(row)
        selection = self.text_selection
        if selection is not None and (chosen := selection.get_span(address)) is not None:
            text = with_selected(text, chosen, begin, self.screen.get_component_rich_style("screen--selection"))
        if self.highlights is not None:
            for chosen, look in self.highlights(row, self._aside // 2, self._aside + room):
                text = with_selected(text, chosen, 0, style(look))
        text = text.apply_offsets(begin, address)
        text = text.crop_extend(self._aside, self._aside + room, style(line.fill))
        return Strip([Segment(margin, style(paper.margin_look(row))), *text], width)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What the mouse selected."""
        return None if self.paper is None else (selected_text(self.paper, selection), "\n")


def _layout_of(pane: Pane) -> tuple[int, bool, bool]:
    """What decides how many rows a line takes."""
    return pane.size.width, pane.wrap, pane.split


def _head_strip(line: Line, palette: Palette, width: int) -> Strip:
    """A row that stays above; it cannot be selected."""
    text = Strip([Segment(span.text, palette.style(span.look)) for span in line.spans if span.text])
    return text.adjust_cell_length(width, palette.style(line.fill))
