"""Which of the three columns has the keys. Where there is little room, that is the one to be seen."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widget import Widget

AT_SECTIONS, READING = "-at-sections", "-reading"


class Columns:
    """Sections, list, preview. The list is moved from the search line, which has its keys."""

    def __init__(self, screen: Screen[Any], search: Widget, sections: Widget, pane: Widget) -> None:
        self._screen, self._search, self._sections, self._pane = screen, search, sections, pane

    @property
    def is_reading(self) -> bool:
        """Whether the preview has the keys."""
        return self._screen.has_class(READING)

    @property
    def is_away(self) -> bool:
        """Whether the list does not have them."""
        return self.is_reading or self._screen.has_class(AT_SECTIONS)

    def to_list(self) -> None:
        """Back to the list and its search."""
        self._go("", self._search)

    def to_sections(self) -> None:
        """To the sections."""
        self._go(AT_SECTIONS, self._sections)

    def to_preview(self) -> None:
        """Into the preview."""
        self._go(READING, self._pane)

    def follow(self) -> None:
        """The keys went elsewhere by themselves, as by a click."""
        focused = self._screen.focused
        if focused is not None:
            self._screen.set_class(focused is self._sections, AT_SECTIONS)
            self._screen.set_class(focused is self._pane, READING)

    def _go(self, name: str, widget: Widget) -> None:
        for other in (AT_SECTIONS, READING):
            self._screen.set_class(other == name, other)
        # What is shown only from now on cannot have the keys before its styles are.
        self._screen.call_after_refresh(self._focus, name, widget)

    def _focus(self, name: str, widget: Widget) -> None:
        if not name or self._screen.has_class(name):
            widget.focus()
            self._screen.refresh_bindings()
