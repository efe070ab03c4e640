"""All sections, one below the other: one is shown, or of all of them the rows that a search finds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from javari_tui.domain.words import fold
from javari_tui.i18n import _
from javari_tui.screens.settings.pane import PaneTitle, SettingsPane
from javari_tui.widgets.settings.row import SettingRow
from javari_tui.widgets.settings.sample import ThemeSample
from javari_tui.widgets.settings.text import WrittenRow

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services


class SettingsPanes(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls; the rows in it have the focus."""

    BINDINGS = [("pagedown", "page(1)", ""), ("pageup", "page(-1)", "")]

    def __init__(
        self, services: Services, sections: tuple[type[SettingsPane], ...], run: Callable[[Awaitable[object]], None]
    ) -> None:
        """`run` does some work and reports what goes wrong on purpose."""
        super().__init__(id="settings-panes")
        self._services, self._sections, self._run = services, sections, run

    def compose(self) -> ComposeResult:
        """Every section, and a sentence for when nothing is found."""
        for section in self._sections:
            yield section(self._services, self._run)
        yield Static(id="settings-nothing", markup=False)

    def on_mount(self) -> None:
        """Write the sentence."""
        self.translate()

    def on_descendant_focus(self) -> None:
        """However the focus got here, this is what a narrow terminal shows."""
        self.screen.add_class("-inside")

    def on_resize(self) -> None:
        """What has the focus stays in sight."""
        self.call_after_refresh(self._show_focused)

    def _show_focused(self) -> None:
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self.scroll_to_widget(focused, animate=False)

    def translate(self) -> None:
        """Every text in the language in force."""
        self.query_one("#settings-nothing", Static).update(Content(_("No setting has these words.")))

    def show_section(self, index: int) -> None:
        """Only one section, with all its rows."""
        for number, pane in enumerate(self.query(SettingsPane)):
            pane.display = number == index
            for part in _parts(pane):
                part.display = True
        self.query_one("#settings-nothing").display = False
        self.scroll_home(animate=False)

    def find(self, words: str) -> int:
        """Only rows that have all the words, of whatever section; how many there are."""
        wanted = fold(words).split()
        found = 0
        for pane in self.query(SettingsPane):
            section = fold(_(pane.TITLE))
            hits = 0
            for part in _parts(pane):
                if isinstance(part, SettingRow | WrittenRow):
                    text = f"{part.found_by()} {section}"
                    part.display = all(word in text for word in wanted)
                    hits += part.display
                else:
                    part.display = isinstance(part, PaneTitle) and part.is_first
            pane.display = hits > 0
            found += hits
        self.query_one("#settings-nothing").display = not found
        self.scroll_home(animate=False)
        return found

    def rows(self) -> list[Widget]:
        """What can have the focus now, in order."""
        return [widget for widget in self.screen.focus_chain if self in widget.ancestors]

    def focus_row(self, index: int) -> None:
        """Give a row the focus; the nearest there is."""
        if rows := self.rows():
            rows[max(0, min(len(rows) - 1, index))].focus()

    def action_page(self, step: int) -> None:
        """A page of rows down or up."""
        self.scroll_relative(y=step * max(1, self.size.height - 2), animate=False)

    def move(self, step: int) -> bool:
        """To the next row, and through a long one line by line; whether there was somewhere to go."""
        rows, focused = self.rows(), self.screen.focused
        if focused is None or focused not in rows:
            return False
        below, above = focused.region.bottom - self.region.bottom, self.region.y - focused.region.y
        hidden = below if step > 0 else above
        if hidden > 0:
            self.scroll_relative(y=step * min(3, hidden), animate=False)
            return True
        index = rows.index(focused) + step
        if 0 <= index < len(rows):
            rows[index].focus()
        return index >= 0


def _parts(pane: SettingsPane) -> list[Widget]:
    """What a search shows or hides."""
    return [part for part in pane.query(Widget) if isinstance(part, SettingRow | WrittenRow | PaneTitle | ThemeSample)]
