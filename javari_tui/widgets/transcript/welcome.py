"""What an empty chat shows."""

from __future__ import annotations

from textual.content import Content
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from javari_tui.widgets.transcript.drawing import MARGIN


def welcome_strips(widget: Widget, welcome: Content, widest: int) -> list[Strip]:
    """A text as the rows of a whole widget, a third down."""
    width, height = widget.size
    inner = max(min(width - 2 * MARGIN, widest), 1)
    ground = widget.rich_style
    made = Visual.to_strips(widget, welcome, inner, None, widget.visual_style)
    above = max((height - len(made)) // 3, 0)
    rows = [Strip.blank(width, ground)] * above
    rows += [(Strip.blank(MARGIN, ground) + strip).adjust_cell_length(width, ground) for strip in made]
    return (rows + [Strip.blank(width, ground)] * max(height - len(rows), 0))[:height]
