"""The settings: sections at the left, the chosen one at the right, a search across all. Saved as it is chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from javari_tui.commands import settings_pages as commands
from javari_tui.commands.bindings import bindings
from javari_tui.domain.keys import KeySource
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.settings.appearance import AppearancePane
from javari_tui.screens.settings.behaviour import BehaviourPane
from javari_tui.screens.settings.credits import CreditsPane
from javari_tui.screens.settings.languages import LanguagePane
from javari_tui.screens.settings.letters import SearchedByLetters
from javari_tui.screens.settings.models import ModelsPane
from javari_tui.screens.settings.pane import SettingsPane
from javari_tui.screens.settings.panes import SettingsPanes
from javari_tui.screens.settings.section_list import SectionList
from javari_tui.screens.settings.tools import ToolsPane
from javari_tui.widgets.key_footer import KeyFooter
from javari_tui.widgets.line_input import LineInput
from javari_tui.widgets.settings.provider import ProviderRow

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services

WidgetT = TypeVar("WidgetT", bound=Widget)

SECTIONS: tuple[type[SettingsPane], ...] = (
    *(BehaviourPane, LanguagePane, AppearancePane, ModelsPane, ToolsPane),
    CreditsPane,
)
"""Those that work; the others of the product are listed once they do."""


class SettingsScreen(SearchedByLetters):
    """Arrows go through the rows, left and right choose; letters after “/” search; Esc goes back."""

    CSS_PATH = "screen.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]
    AUTO_FOCUS = None
    BINDINGS = [
        ("down", "move(1)", ""),
        ("up", "move(-1)", ""),
        ("left", "to_sections", ""),
        *bindings(commands.SETTINGS_COMMANDS),
    ]

    def __init__(self, services: Services, *, section: str = "") -> None:
        """`section` is a section's key, or words to search for."""
        super().__init__()
        self._services = services
        keys = [pane.KEY for pane in SECTIONS]
        wanted = section.strip().lower()
        self._section = keys.index(wanted) if wanted in keys else 0
        self._words = "" if wanted in keys else section.strip()
        self._is_asked_for = wanted in keys and bool(wanted)

    def compose(self) -> ComposeResult:
        """Title and search, sections and panes, keys."""
        with Horizontal(id="settings-top"):
            yield Static(id="settings-title", markup=False)
            yield LineInput(self._words, id="settings-query", select_on_focus=False)
        with Horizontal(id="settings-body"):
            yield SectionList(SECTIONS)
            yield SettingsPanes(self._services, SECTIONS, self._run)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show the section that was asked for, with the focus where it is most useful."""
        self.translate()
        self._show_section()
        if self._words:
            self.query_line.focus()
        elif self._is_asked_for:
            self._enter_section()
        else:
            self._sections.focus()

    def translate(self) -> None:
        """Every text in the language in force."""
        self.query_one("#settings-title", Static).update(Content(_("Settings")))
        self.query_line.placeholder = _("Search all settings")
        self._sections.translate()
        if self.is_mounted and self.query_line.value:
            self._filter(self.query_line.value)

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done here."""
        return {
            **super().handlers(),
            commands.SETTINGS_CLOSE.id: self._back,
            commands.SETTINGS_SEARCH.id: lambda: self.query_line.focus(scroll_visible=True),
            commands.SETTINGS_NEXT.id: lambda: self._step_section(1),
            commands.SETTINGS_PREVIOUS.id: lambda: self._step_section(-1),
            commands.COPY_SYSTEM_PROMPT.id: lambda: self.query_one(BehaviourPane).copy_prompt(),
            commands.FORGET_KEY.id: lambda: self.query_one(ModelsPane).forget_focused(),
        }

    def is_available(self, command_id: str) -> bool:
        """Some work only where their setting is."""
        if command_id == commands.COPY_SYSTEM_PROMPT.id:
            return self._section == SECTIONS.index(BehaviourPane) and not self.has_class("-searching")
        if command_id == commands.SETTINGS_SEARCH.id:
            return self.focused is not self.query_line
        if command_id == commands.FORGET_KEY.id:
            return isinstance(self.focused, ProviderRow) and self.focused.source is KeySource.SESSION
        return super().is_available(command_id)

    @property
    def _sections(self) -> SectionList:
        return self.query_one(SectionList)

    @property
    def _panes(self) -> SettingsPanes:
        return self.query_one(SettingsPanes)

    def _run(self, work: Awaitable[object]) -> None:
        """Do some work; what goes wrong on purpose is reported."""
        self.run_worker(self.reporting(work))

    # Sections

    @on(OptionList.OptionHighlighted, "#settings-sections")
    def _section_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._section = event.option_index
        self.query_line.value = ""
        self._show_section()

    @on(OptionList.OptionSelected, "#settings-sections")
    @on(Input.Submitted, "#settings-query")
    def _section_selected(self) -> None:
        self._enter_section()

    def _show_section(self) -> None:
        """Only the chosen section's rows."""
        self.remove_class("-searching")
        self._sections.mark(self._section)
        self._panes.show_section(self._section)
        self.refresh_bindings()

    def _enter_section(self) -> None:
        """From the list into its pane."""
        self.add_class("-inside")
        self._panes.focus_row(0)

    def action_to_sections(self) -> None:
        """Back to the list."""
        self.remove_class("-inside")
        self._sections.focus()

    def _step_section(self, step: int) -> None:
        was_inside = not self._sections.has_focus
        self._section = (self._section + step) % len(SECTIONS)
        self.query_line.value = ""
        self._show_section()
        if was_inside:
            self._enter_section()

    def action_move(self, step: int) -> None:
        """To the next row; up from the first one to the search, down from anywhere else into the section."""
        if self._panes.move(step):
            return
        if step > 0:
            self._enter_section()
        elif self.focused is not self.query_line:
            self.query_line.focus()

    # Search

    @on(Input.Changed, "#settings-query")
    def _query_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value.strip():
            self._filter(event.value)
        elif self.has_class("-searching"):
            self._show_section()

    def _filter(self, words: str) -> None:
        """Rows of every section that have all the words."""
        self.add_class("-searching")
        self._sections.mark(None)
        self._panes.find(words)
        self.refresh_bindings()

    async def _back(self) -> None:
        """Out of the search, out of the section where it covers the list, out of the settings."""
        if self.query_line.value:
            self.query_line.value = ""
            self.action_to_sections()
        elif self.has_class("-narrow") and self.has_class("-inside"):
            self.action_to_sections()
        else:
            for pane in self.query(SettingsPane):
                await pane.finish()
            self.dismiss(None)
