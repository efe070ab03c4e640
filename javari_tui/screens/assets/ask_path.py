"""A window that asks for a file, and proposes how its name goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.suggester import Suggester
from textual.widgets import Input

from javari_tui.domain.untrusted_text import is_clean
from javari_tui.i18n import _
from javari_tui.screens.dialogs.ask_text import AskText

_MOST_LOOKED_AT = 5_000
"""Names in one folder; more are not worth the wait."""


class AskPath(AskText):
    """The right arrow key, or Tab, takes the proposal."""

    BINDINGS = [("tab", "take", "")]

    def on_mount(self) -> None:
        """Type at once, with the proposals."""
        field = self.query_one(Input)
        field.suggester = PathSuggester()
        field.placeholder = field.placeholder or _("A file or a folder")
        super().on_mount()

    def action_take(self) -> None:
        """Take the proposal."""
        self.query_one(Input).action_cursor_right()


class PathSuggester(Suggester):
    """The first name on disk that goes on as it was begun."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole path, or nothing."""
        return await asyncio.to_thread(_goes_on, value)


def _goes_on(value: str) -> str | None:
    before, slash, begun = value.rpartition("/")
    if not begun:
        return None
    try:
        names = []
        for count, found in enumerate(Path(before + slash or ".").expanduser().iterdir()):
            if count > _MOST_LOOKED_AT:
                break
            if found.name.startswith(begun) and found.name != begun and is_clean(found.name):
                names.append((found.name, found))
        if not names:
            return None
        name, path = min(names)
        return f"{before}{slash}{name}{'/' if path.is_dir() else ''}"
    except (OSError, RuntimeError, ValueError):
        return None  # no folder, or none of ours: there is nothing to propose
