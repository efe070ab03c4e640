"""The sidebar's place and width: beside the chat, over it, as wide as its edge is dragged."""

from __future__ import annotations

from textual.containers import Vertical
from textual.events import MouseDown, MouseMove, MouseUp
from textual.geometry import Offset
from textual.message import Message

from javari_tui.widgets.sidebar.widths import Widths

_SLIDE = 0.12
"""Seconds to come in; more of them are more bytes on the line."""
WIDTH_STEP = 4
"""Columns of a step wider or narrower."""


class Edged(Vertical):
    """Docked right where there is room, over the chat where there is not."""

    class WidthChanged(Message, namespace="sidebar"):
        """The user made it wider or narrower."""

    def __init__(self) -> None:
        super().__init__()
        self.widths = Widths()
        """The one place that says how wide it is."""
        self._columns = 0
        self._is_dragged = False

    @property
    def is_open(self) -> bool:
        """Whether it is to be seen."""
        return self.has_class("-open")

    @property
    def is_overlay(self) -> bool:
        """Whether it lies over the chat."""
        return self.has_class("-overlay")

    def fit(self, columns: int) -> None:
        """Take the right width in a terminal of so many columns."""
        self._columns = columns
        width = self.widths.width(columns)
        self.set_class(width is None, "-overlay")
        self.styles.width = "100%" if width is None else width

    def slide_in(self) -> None:
        """Come in from the right, in a few pictures. Its place is free already, so nothing else moves."""
        width = self.widths.width(self._columns)
        if width is not None and self.app.animation_level == "full":
            self.offset = Offset(width, 0)
            self.animate("offset", Offset(0, 0), duration=_SLIDE, easing="out_cubic")

    def maximise(self, on: bool) -> None:
        """Take the whole room, or give it back."""
        self.widths.is_maximised = on
        self.fit(self._columns)

    def step_width(self, step: int) -> None:
        """Wider or narrower by a step."""
        width = self.widths.width(self._columns)
        if width is not None:
            self._choose(width + step * WIDTH_STEP)

    def _choose(self, width: int) -> None:
        self.widths.choose(self._columns, width)
        self.fit(self._columns)
        self.post_message(self.WidthChanged())

    def on_mouse_down(self, event: MouseDown) -> None:
        """Its edge can be dragged."""
        if event.widget is self and event.x == 0 and not self.is_overlay:
            event.stop()
            self._is_dragged = True
            self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """The edge follows the mouse."""
        if self._is_dragged:
            self._choose(self.region.right - event.screen_x)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Let it go."""
        if self._is_dragged:
            self._is_dragged = False
            self.release_mouse()
