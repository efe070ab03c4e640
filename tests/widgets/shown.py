"""One widget in a small app, and the rows it draws."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from javari_tui.messages import CommandWanted
from javari_tui.themes import VARIABLE_DEFAULTS


class Shown(App[None]):
    """Holds the widget and notes the commands it asks for."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget
        self.wanted: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables."""
        return dict(VARIABLE_DEFAULTS)

    def compose(self) -> ComposeResult:
        """Nothing else."""
        yield self._widget

    def on_command_wanted(self, message: CommandWanted) -> None:
        """Note it."""
        self.wanted.append(message.command_id)

    def rows(self) -> list[str]:
        """The rows of the screen."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


@asynccontextmanager
async def shown(widget: Widget, *, width: int = 80, height: int = 10) -> AsyncIterator[tuple[Pilot[None], Shown]]:
    """The widget on a screen of this size."""
    app = Shown(widget)
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        yield pilot, app
