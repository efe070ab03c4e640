"""What can be done on the page of what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input, OptionList

from javari_tui.commands import assets as commands
from javari_tui.commands.bindings import bindings
from javari_tui.commands.sidebar import COPY_SHOWN, WRAP_SHOWN
from javari_tui.i18n import _
from javari_tui.screens.assets.chosen_asset import ChosenAsset
from javari_tui.screens.assets.giving_out import GivingOut
from javari_tui.screens.assets.outcome import Outcome
from javari_tui.screens.assets.page import AssetsPage, Copy
from javari_tui.screens.assets.words import KeyOf
from javari_tui.screens.base import Handler
from javari_tui.screens.dialogs.picker import Choice, Picker
from javari_tui.widgets.assets.list import SectionList
from javari_tui.widgets.assets.section import DASHBOARD, Lead, Section

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services


class AssetsScreen(AssetsPage):
    """Letters search, arrows move, Enter opens, function keys do the rest; Esc goes back."""

    BINDINGS = [
        ("down", "move(1)", ""),
        ("up", "move(-1)", ""),
        ("pagedown", "move(10)", ""),
        ("pageup", "move(-10)", ""),
        *bindings(commands.ASSET_COMMANDS),
    ]

    def __init__(self, services: Services, *, copy: Copy, key_of: KeyOf, query: str = "") -> None:
        super().__init__(services, copy=copy, key_of=key_of, query=query)
        self._out = GivingOut(self, copy, self._leave)
        self._topics = (ChosenAsset(self), self._out)

    def handlers(self) -> Mapping[str, Handler]:
        """The topics', and moving about."""
        columns = self._columns
        found: dict[str, Handler] = {
            **super().handlers(),
            commands.ASSETS_OPEN.id: self._open,
            commands.ASSETS_CLOSE.id: self._back,
            commands.ASSETS_SEARCH.id: columns.to_list,
            commands.ASSETS_LIST.id: columns.to_list,
            commands.ASSETS_SECTIONS.id: columns.to_sections,
            commands.ASSETS_PREVIEW.id: self._read_chosen,
            commands.ASSETS_NEXT_SECTION.id: partial(self._step_section, 1),
            commands.ASSETS_PREVIOUS_SECTION.id: partial(self._step_section, -1),
            commands.ASSETS_VERSIONS.id: self._list_versions,
            commands.ASSETS_ACTIONS.id: self._all_actions,
            WRAP_SHOWN.id: self._toggle_wrap,
        }
        for topic in self._topics:
            found.update(topic.handlers())
        found[COPY_SHOWN.id] = found[commands.ASSETS_COPY.id]
        return found

    def is_available(self, command_id: str) -> bool:
        """Most need a chosen thing."""
        for topic in self._topics:
            if command_id in topic.handlers():
                return topic.is_available(command_id)
        is_away, asset = self._columns.is_away, self.asset
        has_versions = asset is not None and asset.version > 1
        return {
            commands.ASSETS_OPEN.id: self._list.row is not None or self._input.value != "",
            commands.ASSETS_LIST.id: is_away,
            commands.ASSETS_SECTIONS.id: not is_away,
            commands.ASSETS_PREVIEW.id: asset is not None and not is_away,
            commands.ASSETS_VERSIONS.id: has_versions and self._at.versions_of is None,
            commands.ASSETS_SEARCH.id: not self._input.has_focus,
            COPY_SHOWN.id: self._columns.is_reading,
            WRAP_SHOWN.id: self._columns.is_reading,
        }.get(command_id, super().is_available(command_id))

    def action_move(self, rows: int) -> None:
        """Move the mark of the list."""
        self._list.move(rows)

    @on(OptionList.OptionHighlighted, "SectionList")
    async def _section_marked(self, event: OptionList.OptionHighlighted) -> None:
        section = self._sections.section_at(event.option_index)
        if section is not None and section != self._at.section:
            await self._go_to(section)

    @on(OptionList.OptionSelected, "SectionList")
    def _section_entered(self) -> None:
        self._columns.to_list()

    @on(SectionList.Typed)
    def _letter(self, event: SectionList.Typed) -> None:
        """Letters are for the search, wherever they are typed."""
        self._columns.to_list()
        self._input.insert_text_at_cursor(event.letter)

    @on(Input.Submitted, "#assets-query")
    @on(OptionList.OptionSelected, "AssetList")
    def _entered(self) -> None:
        self.action_run_command(commands.ASSETS_OPEN.id)

    async def _open(self) -> None:
        """Beside the chat; a line of the overview leads to its section."""
        if self._input.value.strip() != self._at.words and self._at.versions_of is None:
            await self.fill()  # Enter came right behind the letters, before what they find
        row = self._list.row
        if isinstance(row, Lead):
            await self._go_to(row.section)
        else:
            await self._out.open()

    async def _go_to(self, section: Section) -> None:
        await self.reporting(self._at.go_to(section, self._input.value))

    async def _step_section(self, step: int) -> None:
        await self._go_to(self._sections.beside(step))

    async def _back(self) -> None:
        """Out of the preview, the sections, the versions, the search, the section, the page."""
        columns, at = self._columns, self._at
        if columns.is_away:
            columns.to_list()
        elif at.versions_of is not None:
            await self.reporting(at.leave_versions(self._input.value))
        elif self._input.value:
            self._input.value = ""
        elif at.section != DASHBOARD:
            await self._go_to(DASHBOARD)
        else:
            self.dismiss(None)

    def _leave(self, outcome: Outcome) -> None:
        self.dismiss(outcome)

    def _read_chosen(self) -> None:
        self._columns.to_preview()
        self.call_after_refresh(self.look)

    def _toggle_wrap(self) -> None:
        self._preview.pane.wrap = not self._preview.pane.wrap

    async def _list_versions(self) -> None:
        self._at.versions_of = self.asset
        await self.fill()

    async def _all_actions(self) -> None:
        """Every command that works now, by name."""
        keys = {active.binding.id: self.app.get_key_display(active.binding) for active in self.active_bindings.values()}
        offered = [command for command in commands.ASSET_COMMANDS if self.is_available(command.id)]
        offered = [command for command in offered if command is not commands.ASSETS_ACTIONS]
        choices = [
            Choice(
                key=command.id,
                title=command.shown_title,
                detail=command.shown_help,
                hint=keys.get(command.id, self._key_of(command.id)),
            )
            for command in offered
        ]
        picked = await self.app.push_screen_wait(Picker(_("What can be done here"), choices))
        if picked:
            self.action_run_command(picked)
