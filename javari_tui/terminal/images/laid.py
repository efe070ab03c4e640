"""The pictures that are laid over cells as sixels: prepared, numbered, and made anew when cells have another size."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from javari_tui.domain.images import FittedImage, ImageRoom
from javari_tui.terminal.images.asking import Drawing
from javari_tui.terminal.images.sixel import SixelImage
from javari_tui.terminal.output.sixels import Sixels
from javari_tui.terminal.placeholders import MOST

_SPARE = 1
"""Rows of the room that stay free: nothing may be painted near the bottom of the screen."""


class LaidImages:
    """Hands pictures to the last step of output."""

    def __init__(self, sixels: Sixels, are_current: Callable[[], bool], read_again: Callable[[], None]) -> None:
        self._sixels, self._number = sixels, 0
        sixels.are_current = are_current
        # Threadsafe: it may be told in the handler of a signal.
        sixels.on_stale = partial(asyncio.get_running_loop().call_soon_threadsafe, read_again)

    @staticmethod
    def room_within(room: ImageRoom) -> ImageRoom:
        """The room that can be painted."""
        return replace(room, rows=max(room.rows - _SPARE, 1))

    async def hold(self, image: FittedImage, drawing: Drawing) -> int:
        """Have a picture ready; the number that its cells carry."""
        laid = SixelImage(image, drawing.cell)
        await laid.prepare()
        self._number = (self._number + 1) % MOST
        self._sixels.hold(self._number, laid, in_xterm=drawing.in_xterm)
        return self._number
