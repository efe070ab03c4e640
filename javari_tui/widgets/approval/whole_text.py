"""One line of a stranger's, such as the name of a folder, shown whole on as many rows as it takes."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from javari_tui.widgets.approval.plainly import told
from javari_tui.widgets.transcript.line import Line
from javari_tui.widgets.transcript.palette import Palette
from javari_tui.widgets.transcript.wrapping import wrap_anywhere


class WholeText(Widget):
    """Nothing in it is left out, obeyed or hidden."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "WholeText { height: auto; width: 1fr; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._spans = told(text, ("code", "strong"))
        self._palette = Palette(self)

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._palette.forget()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as it takes."""
        return len(self._rows(width))

    def render_line(self, y: int) -> Strip:
        """One row."""
        rows, width = self._rows(self.size.width), self.size.width
        if y >= len(rows):
            return Strip.blank(width, self.rich_style)
        strip = Strip([Segment(span.text, self._palette.style(span.look)) for span in rows[y].spans])
        return strip.adjust_cell_length(width, self._palette.style(("code",)))

    def _rows(self, width: int) -> list[Line]:
        return wrap_anywhere(self._spans, max(width, 8), fill=("code",))
