"""Tools & permissions: what models may do, up to which limits, and every answer that was kept."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from javari_tui.domain.approvals import ApprovalRule, TrustedFolder
from javari_tui.i18n import N_, _
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.settings.pane import PaneTitle, SettingsPane
from javari_tui.widgets.settings.choice import ChoiceRow, Option, switch
from javari_tui.widgets.settings.link import LinkRow
from javari_tui.widgets.settings.permission import FolderRow, PermissionRow, RuleRow

ADD_FOLDER = "add_folder"

_LIMITS = {
    "tools.most_rounds": (5, 10, 25, 50, 100),
    "tools.most_calls": (20, 60, 120, 250),
    "tools.most_output_kb": (64, 256, 1024, 4096),
    "tools.most_minutes": (5, 20, 60, 240),
}
"""What can be chosen in place; the settings file takes any other number."""


class ToolsPane(SettingsPane):
    """What models may do, and what they may do without asking."""

    KEY = "tools"
    TITLE = N_("Tools & permissions")
    GLYPH = "lock"

    def rows(self) -> Iterable[Widget]:
        """On or off, the limits, folders, kept answers."""
        yield switch(
            "tools.enabled",
            N_("Tools"),
            N_("Models may read and search the files of a folder you trust; what changes anything asks first."),
        )
        yield ChoiceRow("tools.most_rounds", N_("Rounds"), N_("How often a model may use tools for one question."))
        yield ChoiceRow("tools.most_calls", N_("Calls"), N_("How many tool calls one question may take."))
        yield ChoiceRow("tools.most_output_kb", N_("Output"), N_("What tools may give back for one question, in KiB."))
        yield ChoiceRow("tools.most_minutes", N_("Time"), N_("How many minutes one question may take."))
        yield PaneTitle(N_("Folders"), is_first=False)
        yield Vertical(id="tool-folders", classes="permissions")
        yield LinkRow(ADD_FOLDER, N_("Add a folder"), N_("Tools may then read in it too, when Javari starts here."))
        yield PaneTitle(N_("Answers that were kept"), is_first=False)
        yield Vertical(id="tool-rules", classes="permissions")
        yield Static(classes="setting--sentence", id="settings-no-rules", markup=False)

    async def fill(self) -> None:
        """What is in force, and what was kept."""
        for key, values in _LIMITS.items():
            row = self.row(key)
            assert isinstance(row, ChoiceRow)
            row.options = _options(values, self.services.settings.get(key))
        self.show_settings()
        approvals = self.services.approvals
        folders, rules = await approvals.folders(), (*await approvals.rules(), *approvals.chat_answers())
        if not self.is_attached:
            return  # the settings were left while this was read
        await self._list("#tool-folders", [FolderRow(known) for known in folders])
        await self._list("#tool-rules", [RuleRow(rule) for rule in rules])
        nothing = _("None yet. “Always allow” in a question adds one; then it is listed here and can be taken back.")
        for note in self.query("#settings-no-rules").results(Static):
            note.update(Content("" if rules else nothing))

    async def choose(self, key: str, value: str) -> None:
        """Save at once."""
        await self.save_setting(key, value)

    async def open(self, row: LinkRow) -> None:
        """Say how an answer is taken back, or add a folder."""
        if isinstance(row, PermissionRow):
            key = self.app.get_key_display(Binding("delete", ""))
            self.app.notify(_("{key} takes it back.").format(key=key), markup=False)
        elif row.key == ADD_FOLDER:
            await self._add_folder()

    @on(PermissionRow.TakenBack)
    def _row_taken_back(self, event: PermissionRow.TakenBack) -> None:
        event.stop()
        self._run(self._take_back(event.row))

    async def _take_back(self, row: PermissionRow) -> None:
        if isinstance(row, RuleRow):
            await self.services.approvals.revoke(row.rule.id)
            self.app.notify(_("Taken back: it is asked again."), markup=False)
        elif isinstance(row, FolderRow):
            await self.services.approvals.forget(row.known.id)
            self.app.notify(_("Forgotten: you are asked again before tools work in it."), markup=False)
        await self.fill()

    async def _add_folder(self) -> None:
        ask = AskText(_("Add a folder"), explanation=_("Its path. Tools may read everything in it."))
        path: str | None = await self.app.push_screen_wait(ask)
        if path and path.strip():
            await self.services.approvals.add_folder(_path(path.strip()))
            await self.fill()

    async def _list(self, where: str, rows: Sequence[RuleRow] | Sequence[FolderRow]) -> None:
        """Put these rows there; the focus goes to the one that takes the place of the one that had it."""
        place = next(iter(self.query(where).results(Vertical)), None)
        if place is None:
            return  # left while rows were put elsewhere
        before = list(place.query(PermissionRow))
        if [_value(row) for row in before] == [_value(row) for row in rows]:
            return
        at = next((number for number, row in enumerate(before) if row.has_focus), None)
        await place.remove_children()
        await place.mount(*rows)
        if at is not None:
            around = rows[min(at, len(rows) - 1)] if rows else self.row(ADD_FOLDER)
            around.focus()


def _value(row: PermissionRow) -> ApprovalRule | TrustedFolder | None:
    return row.rule if isinstance(row, RuleRow) else row.known if isinstance(row, FolderRow) else None


def _options(values: Iterable[int], chosen: str) -> tuple[Option, ...]:
    """The usual numbers, and the one in force."""
    numbers = sorted({*values, *([int(chosen)] if chosen.isdigit() else [])})
    return tuple(Option(str(number), str(number), is_name=True) for number in numbers)


def _path(text: str) -> Path:
    """With `~` for the home folder; unlike Path's own, this takes names of unknown users as they are."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - see above
