"""The drawing half of the transcript: a scroll view that draws strips itself.

Textual's scroll position is only shown by the scroll bar; what is in sight is decided by the viewport. All that
others do to the scroll position (the bar, the wheel, selecting by mouse) arrives in `watch_scroll_y`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.events import Resize
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from javari_tui.widgets.transcript.anchor import Anchor
from javari_tui.widgets.transcript.document import Document
from javari_tui.widgets.transcript.drawing import EMPTY, MARGIN, MARGIN_RIGHT, Painter, Row
from javari_tui.widgets.transcript.glyphs import UNICODE, Glyphs, Hints, Page
from javari_tui.widgets.transcript.palette import Palette
from javari_tui.widgets.transcript.selecting import address, text_of
from javari_tui.widgets.transcript.viewport import Seen, Viewport
from javari_tui.widgets.transcript.welcome import welcome_strips

if TYPE_CHECKING:
    from javari_tui.widgets.transcript.blocks import Block

_SMALLEST_TEXT = 12


class Canvas(ScrollView):
    """Draws the rows in sight, and only those that changed."""

    max_text_width: var[int] = var(100, init=False)
    """Cells of the longest row of text; long rows are hard to read."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.document = Document(Page(80), Hints())
        self.viewport = Viewport(self.document)
        self._top_anchor = Anchor(self.viewport)
        self.seen: list[Seen] = []
        """The rows in sight."""
        self._rows: list[Row] = []
        self._palette = Palette(self)
        self._painter = Painter(self._palette)
        self._welcome: Content | None = None
        self._bar_state: tuple[int, int, int] = (0, 0, 0)
        self._is_fitting = False

    @property
    def glyph_set(self) -> Glyphs:
        """The signs in force."""
        return UNICODE

    def blocks_under_cursor(self) -> Sequence[Block]:
        """The blocks that carry the cursor's sign."""
        return ()

    def settled(self) -> None:
        """Called when what is in sight may have changed."""

    def settle(self) -> None:
        """Find out what is in sight now, and draw the rows that changed."""
        if not self.is_mounted or not self.size.width:
            return
        self.viewport.height = max(self.size.height, 1)
        self.seen = self.viewport.rows()
        self._show_position()
        rows = list(self._decorated())
        dirty = list(_changed(self._rows, rows, self.size.width))
        if dirty:
            _forget_strips(self._rows, rows)
        self._rows = rows
        if dirty:
            self.refresh(*dirty)
        self.settled()

    def redraw(self) -> None:
        """Draw every row again."""
        self._rows = []
        self.settle()
        self.refresh()

    def _decorated(self) -> Iterator[Row]:
        """The rows in sight with their bars and signs."""
        document, cursor = self.document, self.blocks_under_cursor()
        glyphs = document.page.glyphs
        for spot, line in self.seen:
            entry = document.entries[spot.entry]
            block = entry.blocks[spot.block]
            is_space = spot.row < block.space
            is_user = entry.message.is_users and not (is_space and spot.block == 0)
            has_cursor = not is_space and any(block is one for one in cursor)
            yield Row(line, glyphs.user_bar if is_user else "", glyphs.cursor if has_cursor else "")

    def _show_position(self) -> None:
        """Let the scroll bar say where the top is, without any layout: that would cost more than drawing.

        At the end, where it would say nothing new, it is empty: drawing it again with every row that comes costs
        as much as the text.
        """
        height = self.size.height
        offset = self.viewport.offset()
        total = max(self.document.heights.total + self.viewport.space, offset + len(self.seen))
        self.set_reactive(Widget.virtual_size, Size(self.size.width, total))
        self.set_reactive(Widget.scroll_y, float(offset))
        self.set_reactive(Widget.scroll_target_y, float(offset))
        state = (height, height, 0) if self.viewport.following else (total, height, offset)
        if state == self._bar_state or not self.show_vertical_scrollbar:
            return
        self._bar_state = state
        bar = self.vertical_scrollbar
        bar.window_virtual_size, bar.window_size, bar.position = state

    def _scroll_update(self, virtual_size: Size) -> None:
        """Textual fits the scroll position to another size; what is in sight is not its to decide."""
        self._is_fitting = True
        super()._scroll_update(virtual_size)
        self._is_fitting = False
        self._bar_state = (0, 0, 0)
        if self.is_mounted:
            self._show_position()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Somebody else scrolled: a little is exact, far is as near as heights are known."""
        if self._is_fitting:
            return
        here = self.viewport.offset() if self.document.entries else 0
        rows = round(new_value) - here
        if not rows:
            return
        if abs(rows) <= 3 * max(self.size.height, 1):
            self.viewport.move(rows)
        else:
            self.viewport.jump(round(new_value))
        self.settle()
        self.scrolled_by_user()

    def scrolled_by_user(self) -> None:
        """Called when the reader scrolled."""

    def on_resize(self, event: Resize) -> None:
        """Another size: the row at the top stays there."""
        self.lay_out_for_size()

    def lay_out_for_size(self) -> None:
        """Take width and signs over; rows are laid out when they come into sight."""
        width = self.size.width
        if not width:
            return
        text_width = max(min(width - MARGIN - MARGIN_RIGHT, self.max_text_width), _SMALLEST_TEXT)
        page = self.document.page
        self._top_anchor.hold()
        if (text_width, self.glyph_set) != (page.width, page.glyphs):
            self.document.set_page(text_width, self.glyph_set)
        self._top_anchor.put_back()
        self._painter.width, self._painter.text_width = width, text_width
        self.viewport.strides = self.outer_size.width < self.app.size.width
        self.viewport.height = max(self.size.height, 1)
        self.viewport.align()
        self._bar_state = (0, 0, 0)
        self.redraw()
        self._top_anchor.note()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._palette.forget()

    def set_welcome(self, welcome: Content | str) -> None:
        """What an empty chat shows."""
        self._welcome = Content(welcome) if isinstance(welcome, str) else welcome
        if not self.document.entries:
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of some rows in sight. Nothing but drawing: rows were laid out before."""
        if self._welcome is not None and not self.document.entries:
            strips = welcome_strips(self, self._welcome, self.max_text_width)[crop.y : crop.bottom]
        else:
            strips = [self._strip(y) for y in crop.line_range]
        ground = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, ground) for strip in strips]
        if crop.column_span != (0, self._painter.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _strip(self, y: int) -> Strip:
        """The strip of a row in sight, with what is selected in it."""
        row = self._rows[y] if y < len(self._rows) else EMPTY
        selection = self.text_selection
        if selection is not None and y < len(self.seen):
            span = selection.get_span(address(self.document, self.seen[y].spot))
            if span is not None:
                start, end = max(span[0], MARGIN + row.line.indent), span[1]
                last = MARGIN + len(row.line.text)
                style = self.screen.get_component_rich_style("screen--selection")
                return self._painter.draw_selected(row, start, last if end < 0 else min(end, last), style)
        return self._painter.draw(row)

    def render_line(self, y: int) -> Strip:
        """One row with the places of its characters: Textual asks for it where the mouse is."""
        strip = self._painter.draw(self._rows[y] if y < len(self._rows) else EMPTY)
        if y >= len(self.seen):
            return strip
        return strip.apply_offsets(0, address(self.document, self.seen[y].spot))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What was selected, as it was written."""
        return text_of(self.document, selection), "\n"


def _forget_strips(before: Sequence[Row], after: Sequence[Row]) -> None:
    """Give back what was drawn for rows that left: a strip takes as much memory as the message it is a row of."""
    in_sight = {id(row.line) for row in after}
    for row in before:
        if id(row.line) not in in_sight:
            row.line.drawn = None


def _changed(before: Sequence[Row], after: Sequence[Row], width: int) -> Iterator[Region]:
    """The regions in which two pictures differ."""
    height = max(len(before), len(after))
    start: int | None = None
    for y in range(height + 1):
        old = before[y] if y < len(before) else EMPTY
        new = after[y] if y < len(after) else EMPTY
        differs = y < height and not new.is_same(old)
        if differs and start is None:
            start = y
        elif not differs and start is not None:
            yield Region(0, start, width, y - start)
            start = None
