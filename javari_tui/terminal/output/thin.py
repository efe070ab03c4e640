"""Thin output: what is written to the terminal is the difference to what it shows already."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from textual._compositor import CompositorUpdate
from textual.geometry import Offset, Size

from javari_tui.terminal.output.picture import Picture
from javari_tui.terminal.output.scrolling import find_scroll, scrolled
from javari_tui.terminal.output.writing import Writer

if TYPE_CHECKING:
    from javari_tui.terminal.output.sixels import Sixels

_TOGETHER = 200
"""Characters that a terminal draws at once anyway: longer frames are marked as belonging together."""
_SYNC_START, _SYNC_END = "\x1b[?2026h", "\x1b[?2026l"


class ThinOutput:
    """Turns Textual's updates into what is to be written."""

    def __init__(self, colours: ColorSystem | None, *, erases: bool) -> None:
        self._colours, self._erases = colours, erases
        self._size = Size(0, 0)
        self._picture = Picture(0, 0, colours)
        self._writer = Writer(0, erases=erases)
        self.sixels: Sixels | None = None
        """The pictures that are laid over cells, from the first one on."""

    def forget(self) -> None:
        """Nothing is known of the terminal any more: what comes is written whole. What waits is still wanted."""
        self._picture.forget()
        self._writer = Writer(self._size.width, erases=self._erases)
        if self.sixels is not None:
            self.sixels.forget(is_other_size=False)

    def learn(self, update: CompositorUpdate, size: Size) -> None:
        """The terminal shows this already: somebody else wrote it."""
        self.take(update, size)
        self._picture.shown()

    def take(self, update: CompositorUpdate, size: Size) -> None:
        """The terminal is to show this with the next frame."""
        if size != self._size:  # a terminal of another size shows nothing that is known
            self._size = size
            self._picture = Picture(size.width, size.height, self._colours)
            self._writer = Writer(size.width, erases=self._erases)
            if self.sixels is not None:
                self.sixels.forget(is_other_size=True)
        self._picture.take(update)

    def frame(self, cursor: Offset, *, synchronised: bool) -> str:
        """What makes the terminal show all that was taken, with its cursor where it is wanted; empty if it does."""
        picture, writer, sixels = self._picture, self._writer, self.sixels
        if sixels is not None:
            sixels.take(picture)
            writer.erases = self._erases and sixels.are_erased
        scroll = find_scroll(picture)
        if scroll is not None and not (sixels and sixels.are_in(scroll)):
            for y in range(scroll.top, scroll.bottom + 1):
                picture.wanted.setdefault(y, picture.rows[y])
            writer.scroll(scroll)
            picture.rows = scrolled(picture.rows, scroll)
        row = writer.row if sixels is None else partial(sixels.row, writer)
        for y in sorted(picture.wanted):
            row(y, picture.rows[y], picture.wanted[y])
        picture.shown()
        if sixels is not None:
            sixels.paint(writer, picture.rows)
        writer.move(cursor.x, cursor.y)
        text = writer.take()
        return f"{_SYNC_START}{text}{_SYNC_END}" if synchronised and len(text) > _TOGETHER else text


def erases_with_ground(environ: Mapping[str, str]) -> bool:
    """Whether the terminal erases with the pen's ground (terminfo's `bce`): all but GNU screen and the oldest do.

    tmux does so too, and may call itself `screen`; but a screen within tmux finds tmux's variable as well.
    """
    kind = environ.get("TERM", "")
    if kind.startswith("screen"):
        return "TMUX" in environ and "STY" not in environ
    return not kind.startswith(("vt", "ansi", "dumb", "cons", "sun"))
