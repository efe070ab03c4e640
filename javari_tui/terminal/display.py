"""The last step of output: thin as soon as that is loaded, as Textual does it until then and where it is told to."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.driver import Driver
from textual.events import Resize

if TYPE_CHECKING:
    from textual.screen import Screen

    from javari_tui.terminal.output.sixels import Sixels
    from javari_tui.terminal.output.thin import ThinOutput


_LOOK_AGAIN = 0.02
"""Seconds until a line that takes no more is looked at again."""


class Line(Protocol):
    """The line to the terminal."""

    def takes_more(self) -> bool:
        """Whether another frame may be written: it would not wait behind others."""

    def frame_written(self, size: int) -> None:
        """A frame of so many characters is on its way."""


class ThinDisplay(App[None], inherit_bindings=False):
    """An app that writes no more to the terminal than it must, in one write a frame.

    One private hook of an exactly pinned Textual, `App._display`: all that is ever drawn goes through it.
    """

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._output: ThinOutput | None = None
        self._shown: list[CompositorUpdate] | None = []
        """What was written since it is known what the terminal shows, until thin output takes over."""
        self.line: Line | None = None
        """Says when a frame may be written; the driver, as soon as there is one."""
        self._catching_up: asyncio.TimerHandle | None = None
        self.on_loss: Callable[[], None] | None = None
        """Told when what the terminal was given to keep, such as a picture, may be lost; perhaps from a handler."""

    def use_thin_output(self) -> None:
        """From now on only differences are written; not where the environment asks for stock output."""
        shown, self._shown = self._shown or [], None
        if os.environ.get("JAVARI_OUTPUT") == "stock" or self.is_headless or self.is_inline:
            return
        from javari_tui.terminal.output.thin import ThinOutput, erases_with_ground  # noqa: PLC0415 - not at first

        self._output = ThinOutput(self.console._color_system, erases=erases_with_ground(os.environ))
        for update in shown:
            self._output.learn(update, self.size)

    def sixels(self) -> Sixels | None:
        """What lays pictures over cells; None where output is not thin."""
        if self._output is None:
            return None
        if self._output.sixels is None:
            from javari_tui.terminal.output.sixels import Sixels  # noqa: PLC0415 - with the first picture

            self._output.sixels = Sixels()
        return self._output.sixels

    def draw_anew(self) -> None:
        """Write everything once more: something else may have written to the terminal."""
        self.forget_display()
        self.tell_loss()
        self.refresh(layout=True)

    def tell_loss(self) -> None:
        """The terminal may keep nothing of ours any more."""
        if self.on_loss is not None:
            self.on_loss()

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
                self._output.take(renderable, self.size)
                self._write_frame()
            except Exception as error:  # noqa: BLE001 - as Textual does: what fails in drawing ends the app in order
                self._output.forget()
                self._handle_exception(error)
            finally:
                self.post_display_hook()
            return
        if is_shown and isinstance(renderable, CompositorUpdate):
            if self._shown is not None:
                self._shown.append(renderable)
        elif is_shown:
            self.forget_display()
        super()._display(screen, renderable)

    def _write_frame(self) -> None:
        """Write the difference, in one piece; while the line has not taken the last ones, it waits and grows."""
        if self._catching_up is not None:
            self._catching_up.cancel()
            self._catching_up = None
        if self._output is None or self._driver is None or self._closed or not self._screen_stack:
            return
        if self.line is not None and not self.line.takes_more():
            self._catching_up = asyncio.get_running_loop().call_later(_LOOK_AGAIN, self._write_frame)
            return
        cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
        text = self._output.frame(cursor, synchronised=self._sync_available)
        if text:
            self._driver.write(text)
            self._driver.flush()
            if self.line is not None:
                self.line.frame_written(len(text))
