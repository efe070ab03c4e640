"""The last step of output: thin as soon as that is loaded, as Textual does it until then and where it is told to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.driver import Driver
from textual.events import Resize

if TYPE_CHECKING:
    from textual.screen import Screen

    from javari_tui.terminal.output.thin import ThinOutput


class ThinDisplay(App[None], inherit_bindings=False):
    """An app that writes no more to the terminal than it must, in one write a frame.

    One private hook of an exactly pinned Textual, `App._display`: all that is ever drawn goes through it.
    """

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._output: ThinOutput | None = None
        self._shown: list[CompositorUpdate] | None = []
        """What was written since it is known what the terminal shows, until thin output takes over."""

    def use_thin_output(self) -> None:
        """From now on only differences are written; not where the environment asks for stock output."""
        shown, self._shown = self._shown or [], None
        if os.environ.get("JAVARI_OUTPUT") == "stock" or self.is_headless or self.is_inline:
            return
        from javari_tui.terminal.output.thin import ThinOutput, erases_with_ground  # noqa: PLC0415 - not at first

        self._output = ThinOutput(self.console._color_system, erases=erases_with_ground(os.environ))
        for update in shown:
            self._output.learn(update, self.size)

    def draw_anew(self) -> None:
        """Write everything once more: something else may have written to the terminal."""
        self.forget_display()
        self.refresh(layout=True)

    def forget_display(self) -> None:
        """What the terminal shows is not known any more."""
        if self._shown:
            self._shown.clear()
        if self._output is not None:
            self._output.forget()

    async def _on_resize(self, event: Resize) -> None:
        """Terminals do what they like with what they show when their size changes."""
        self.forget_display()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Show an update."""
        is_shown = renderable is not None and not self._batch_count and self._running and not self._closed
        if is_shown and isinstance(renderable, CompositorUpdate) and self._output is not None and self._driver:
            try:
                self._write_frame(self._output, renderable)
            finally:
                self.post_display_hook()
            return
        if is_shown and isinstance(renderable, CompositorUpdate):
            if self._shown is not None:
                self._shown.append(renderable)
        elif is_shown:
            self.forget_display()
        super()._display(screen, renderable)

    def _write_frame(self, output: ThinOutput, update: CompositorUpdate) -> None:
        """Write the difference, in one piece."""
        assert self._driver is not None
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        try:
            text = output.frame(update, self.size, cursor, synchronised=self._sync_available)
        except Exception as error:  # noqa: BLE001 - as Textual does: what fails in drawing ends the app in order
            output.forget()
            self._handle_exception(error)
            return
        if text:
            self._driver.write(text)
            self._driver.flush()
