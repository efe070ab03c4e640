"""The list of sections at the left of the settings."""

from __future__ import annotations

from textual.widgets import OptionList
from textual.widgets.option_list import Option

from javari_tui.i18n import _
from javari_tui.screens.settings.pane import SettingsPane
from javari_tui.terminal.glyphs import glyph


class SectionList(OptionList):
    """Names of sections; which one is marked is decided by the screen, which is told only of the user's moves."""

    def __init__(self, sections: tuple[type[SettingsPane], ...]) -> None:
        super().__init__(id="settings-sections", markup=False)
        self._sections = sections

    def translate(self) -> None:
        """The names in the language in force."""
        marked = self.highlighted
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(f"{glyph(pane.GLYPH)} {_(pane.TITLE)}") for pane in self._sections)
        self.mark(marked)

    def mark(self, index: int | None) -> None:
        """Show which section is open; a search is in none."""
        with self.prevent(OptionList.OptionHighlighted):
            self.highlighted = index
