"""A list of very many rows, each one line high: a row is made when it first comes into sight."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style
from textual.widgets.option_list import Option

from javari_tui.widgets.choice_list import ChoiceList

_BESIDE_TEXT = 3
"""Cells of a row that are no text: a space on both sides, and the scroll bar."""
_NARROWEST = 16


class LongList(ChoiceList):
    """A thousand rows cost what one screenful of them does."""

    def __init__(self) -> None:
        self._make: Callable[[int, int], Content] = lambda _at, _width: Content("")
        self._made: list[Option] = []
        """Used again for other rows: a thousand new ones for each letter would keep the garbage collector busy."""
        super().__init__(markup=False)

    def show_rows(self, count: int, make: Callable[[int, int], Content]) -> None:
        """So many rows; `make` gives the one at a place in so many cells."""
        self._make = make
        self._made += [Option("") for _row in range(count - len(self._made))]
        for option in self._made:
            option._set_prompt("")
        self.set_options(self._made[:count])
        self._update_lines()
        self.refresh()

    def grow(self, count: int) -> None:
        """More rows behind those that are there; what is in sight and what is marked stays."""
        more = [Option("") for _row in range(count - len(self._made))]
        self._made += more
        new = self._made[len(self.options) : count]
        for option in new:
            option._set_prompt("")
        self.add_options(new)

    def _update_lines(self) -> None:
        """Every row is one line: Textual would make all of them to find out how high they are."""
        region = self.scrollable_content_region
        if not region:
            return
        count, cache = len(self.options), self._line_cache
        if len(cache.lines) != count:
            cache.lines = [(at, 0) for at in range(count)]
            cache.heights = dict.fromkeys(range(count), 1)
            cache.index_to_line = dict(enumerate(range(count)))
        size = Size(region.width, count)
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as rows."""
        return len(self.options)

    def _get_option_render(self, option: Option, style: Style) -> list[Strip]:
        """The strip of a row in sight, which is made now if it was not."""
        if not option.prompt:
            width = max(_NARROWEST, self.size.width - _BESIDE_TEXT)
            option._set_prompt(self._make(self._option_to_index[option], width))
        return super()._get_option_render(option, style)

    def _clear_caches(self) -> None:
        """Textual asks for it when the width changes: rows are cut to that, so they are made anew."""
        for option in self.options:
            option._set_prompt("")
        super()._clear_caches()

    def on_resize(self) -> None:
        """The marked row stays in sight."""
        self.scroll_to_highlight()
