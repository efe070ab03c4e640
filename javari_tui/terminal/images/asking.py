"""How this terminal shows pictures: found out when the first one is wanted, and never by what it could print.

Only terminals that give themselves a name which is known to draw in placeholders are asked whether they do. Whether one
draws sixels, what it is says. Inside tmux and screen nobody is asked: what they pass on is not known (tmux says that it
draws sixels whatever the terminal around it does), and half blocks always work.
"""

from __future__ import annotations

import asyncio
import fcntl
import re
import struct
import termios
from collections.abc import Mapping
from typing import Any, NamedTuple

from textual.app import App
from textual.driver import Driver

from javari_tui.settings import Images
from javari_tui.terminal.colours import TRUE_COLOUR, may_ask_background
from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.terminal.images.kitty import QUESTION
from javari_tui.terminal.replies import SIGN_QUERY, ReplyFilter, Traits

NAME_QUESTION = "\x1b[>q"
"""Asks for the terminal's name (XTVERSION)."""
CELL_QUESTION = "\x1b[16t"
"""Asks how large a cell is, in pixels."""
USUAL_CELL = (1, 2)
"""How width and height of a cell relate where nothing is known."""

_PATIENCE, _LONGEST_PATIENCE = 1.0, 3.0
"""Seconds that an answer is waited for; on a slow line three times as long as the last one took, up to the other."""
_LOOK = 0.02
_COUNTS = {"standard": 16, "256": 256}
_KITTY = re.compile(r"kitty\((\d+)\.(\d+)")
_SIXEL_COLOURS = 64
_PAINTS_OVER_TEXT = ("Konsole",)
"""Terminals on which what is written later does not hide a picture."""
_XTERM = "XTerm"
_FIRST_KITTY = (0, 28)
"""The first version that draws in placeholders."""


class Drawing(NamedTuple):
    """How pictures are shown here."""

    images: Images
    """Never `auto`."""
    cell: tuple[int, int] = USUAL_CELL
    """Width and height of a cell: in pixels, or only how they relate."""
    in_tmux: bool = False
    """Whether what is for the terminal goes through tmux."""
    colours: int = TRUE_COLOUR
    """How many there are for blocks, and those of a picture as sixels."""
    in_xterm: bool = False
    """Whether sixels go to xterm, which needs them in a way of its own."""


class ImageAsking:
    """Asks once; what is chosen counts from the next picture on."""

    def __init__(self, app: App[Any], environ: Mapping[str, str]) -> None:
        self._app, self._environ = app, environ
        self._traits: Traits | None = None
        """What the terminal told; nothing yet."""
        self._cell_then: tuple[int, int] | None = None
        """How large the system said that a cell is when the terminal was asked."""
        self._turn = asyncio.Lock()

    async def find(self, choice: Images) -> Drawing:
        """How the next picture is shown."""
        colours = None if self._app.no_color else self._app.console.color_system
        if choice is Images.NONE or colours is None or glyphs_in_force() == "ascii" or self._is_dumb:
            return Drawing(Images.NONE)
        driver, cell = self._app._driver, _cell_by_size(self._app._driver)
        blocks = Drawing(Images.BLOCKS, cell or USUAL_CELL, colours=_COUNTS.get(colours, TRUE_COLOUR))
        if choice is Images.BLOCKS or not isinstance(driver, JavariDriver):
            return blocks
        if choice is Images.KITTY:
            is_drawn = colours == "truecolor"
            return Drawing(Images.KITTY, cell or USUAL_CELL, "TMUX" in self._environ) if is_drawn else blocks
        if self._is_within or (choice is Images.AUTO and colours not in ("truecolor", "256")):
            return blocks
        traits = await self._told(driver, cell)
        if traits.draws and choice is Images.AUTO and colours == "truecolor":
            return Drawing(Images.KITTY, cell or traits.cell or USUAL_CELL)
        return _as_sixels(choice, traits, cell) or blocks._replace(cell=cell or traits.cell or USUAL_CELL)

    def is_cell_current(self) -> bool:
        """Whether a cell is still as large as when the terminal was asked, as far as the system knows."""
        return _cell_by_size(self._app._driver) == self._cell_then

    async def _told(self, driver: JavariDriver, cell: tuple[int, int] | None) -> Traits:
        """What the terminal tells; asked once, and again when its cells have another size."""
        async with self._turn:
            if self._traits is None or cell != self._cell_then:
                self._cell_then = cell
                self._traits = await _traits(driver, self._environ)
            return self._traits

    @property
    def _is_dumb(self) -> bool:
        return self._environ.get("TERM", "") in ("", "dumb", "unknown") and not self._app.is_headless

    @property
    def _is_within(self) -> bool:
        """Whether another program stands between Javari and the terminal."""
        within = any(name in self._environ for name in ("TMUX", "STY", "ZELLIJ"))
        return within or self._environ.get("TERM", "").startswith(("screen", "tmux"))


def _cell_by_size(driver: Driver | None) -> tuple[int, int] | None:
    """The size of a cell where the system knows the size of the window; over SSH it often does."""
    if not isinstance(driver, JavariDriver):
        return None
    try:
        packed = fcntl.ioctl(driver.fileno, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return None
    rows, columns, width, height = struct.unpack("HHHH", packed)
    if not (rows and columns) or width < columns or height < rows:
        return None
    return width // columns, height // rows


async def _traits(driver: JavariDriver, environ: Mapping[str, str]) -> Traits:
    """Ask for its name, and whether it draws only where the name lets expect it."""
    if not may_ask_background(environ) or not await _answered(driver, NAME_QUESTION + CELL_QUESTION):
        return Traits()
    replies = ReplyFilter.latest
    if replies is not None and _may_draw(replies.traits.name) and await _answered(driver, QUESTION):
        return replies.traits
    return replies.traits._replace(draws=None) if replies is not None else Traits()


def _as_sixels(choice: Images, traits: Traits, cell: tuple[int, int] | None) -> Drawing | None:
    """How they are drawn where the terminal says that it can, and how large a cell is."""
    exact = traits.cell or cell
    if not traits.sixels or exact is None or (choice is Images.AUTO and traits.name.startswith(_PAINTS_OVER_TEXT)):
        return None
    in_xterm = traits.name.startswith(_XTERM)
    return Drawing(Images.SIXEL, exact, colours=_SIXEL_COLOURS, in_xterm=in_xterm)


def _may_draw(name: str) -> bool:
    """Whether a terminal of that name draws in placeholders."""
    found = _KITTY.match(name)
    if found is not None:
        return (int(found[1]), int(found[2])) >= _FIRST_KITTY
    return name.startswith("ghostty")


async def _answered(driver: JavariDriver, questions: str) -> bool:
    """Send questions and wait for their end; False when that does not come in time. Late answers are taken too."""
    replies = ReplyFilter.latest
    if replies is None or not driver.is_showing:
        return False
    before, loop = replies.traits_ended, asyncio.get_running_loop()
    until = loop.time() + min(max(_PATIENCE, 3 * (replies.round_trip or 0)), _LONGEST_PATIENCE)
    replies.await_traits()
    driver.write(questions + SIGN_QUERY)
    driver.flush()
    while replies.traits_ended == before:
        if loop.time() > until:
            return False
        await asyncio.sleep(_LOOK)
    return True
