"""What every section of the settings is: rows that show what is in force and save what is chosen, at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from javari_tui.domain.preferences import Preferences
from javari_tui.i18n import _
from javari_tui.messages import SettingsChanged
from javari_tui.settings.preference_keys import PREFERENCE_KEYS, read_preference
from javari_tui.settings.written import Source
from javari_tui.widgets.settings.link import LinkRow
from javari_tui.widgets.settings.row import SettingRow
from javari_tui.widgets.settings.text import WrittenRow

if TYPE_CHECKING:  # brings the database with it; the widgets must not wait for that
    from javari_tui.services import Services

Row = SettingRow | WrittenRow


class PaneTitle(Static):
    """The name of a section above its rows."""

    def __init__(self, title: str, *, is_first: bool = True) -> None:
        """`title` is marked; one that is not the first names a part of the section."""
        super().__init__(classes="pane--title", markup=False)
        self._title, self.is_first = title, is_first

    def on_mount(self) -> None:
        """Write it."""
        self.translate()

    def translate(self) -> None:
        """The name in the language in force."""
        self.update(Content(_(self._title)))


class SettingsPane(Vertical):
    """One section."""

    KEY: ClassVar[str]
    """What `/settings` calls it."""
    TITLE: ClassVar[str]
    """Marked."""
    GLYPH: ClassVar[str]

    def __init__(self, services: Services, run: Callable[[Awaitable[object]], None]) -> None:
        """`run` does some work and reports what goes wrong on purpose."""
        super().__init__(classes="pane")
        self.services, self._run = services, run
        self._saving = asyncio.Lock()
        self._waiting = 0
        self._rows_by_key: dict[str, SettingRow] = {}

    def rows(self) -> Iterable[Widget]:
        """The section's rows, made anew."""
        return ()

    async def fill(self) -> None:
        """Show what is in force."""

    async def choose(self, key: str, value: str) -> None:
        """Save what was chosen, and put it in force."""

    async def open(self, row: LinkRow) -> None:
        """Let the user choose in a window."""

    def compose(self) -> ComposeResult:
        """Title and rows."""
        yield PaneTitle(self.TITLE)
        yield from self.rows()

    def on_mount(self) -> None:
        """Read what is in force."""
        self._rows_by_key = {row.key: row for row in self.query(SettingRow)}
        self._run(self.fill())

    def translate(self) -> None:
        """What is shown as text already was translated when it was read: read it again."""
        self._run(self.fill())

    @on(SettingRow.Changed)
    @on(WrittenRow.Changed)
    def _row_changed(self, event: SettingRow.Changed | WrittenRow.Changed) -> None:
        event.stop()
        self._run(self._choose(event.row, event.value))

    async def _choose(self, row: Row, value: str) -> None:
        """Save, one after the other; a value that could not be saved is not shown as if it were.

        While more choices wait, what is on screen is newer than what is saved and stays.
        """
        self._waiting += 1
        try:
            async with self._saving:
                await self.choose(row.key, value)
        finally:
            self._waiting -= 1
            if not self._waiting and self.is_attached:
                await self.fill()

    async def finish(self) -> None:
        """Save what was written a moment ago, and wait for what is being saved."""
        for row in self.query(WrittenRow):
            if row.is_unsaved:
                await self.choose(row.key, row.value)
        async with self._saving:
            pass

    @on(LinkRow.Opened)
    def _row_opened(self, event: LinkRow.Opened) -> None:
        event.stop()
        self._run(self.open(event.row))

    def row(self, key: str) -> SettingRow:
        """The row of a key, also when the pane was left while something for it was read."""
        return self._rows_by_key[key]

    def show_preferences(self, preferences: Preferences) -> None:
        """Fill the rows whose keys are preferences, and tell which the environment decides for this run."""
        overridden = self.services.settings.preference_overrides
        for row in self.query(SettingRow):
            if row.key in PREFERENCE_KEYS:
                row.value = read_preference(preferences, row.key)
                is_for_this_run = overridden.get(row.key) == row.value
                row.note = _note(f"JAVARI_{row.key.upper()}") if is_for_this_run else ""
        for written in self.query(WrittenRow):
            if written.key in PREFERENCE_KEYS:
                written.value = read_preference(preferences, written.key)

    def show_settings(self) -> None:
        """The same for rows whose keys are settings of the file."""
        known = {info.key: info for info in self.services.settings.describe()}
        for row in self.query(SettingRow):
            if info := known.get(row.key):
                row.value = info.value
                variable = f"JAVARI_{row.key.upper().replace('.', '_')}"
                row.note = _note(variable) if info.source is Source.ENVIRONMENT else ""

    async def save_setting(self, key: str, value: str) -> None:
        """Write a setting of the file and put it in force."""
        await asyncio.to_thread(self.services.settings.set, key, value)
        self.app.post_message(SettingsChanged())


def _note(variable: str) -> str:
    return _("{variable} decides in this run").format(variable=variable)
