"""What tools may do here: the page for it, and trust in the folder Javari was started in."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from javari_tui.commands import tools as commands
from javari_tui.domain.drafts import NEW_CHAT_ID
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage


class Permissions:
    """Commands on permissions."""

    def __init__(self, page: ChatPage, open_settings: Callable[[str], Awaitable[None]]) -> None:
        self._page, self._open_settings = page, open_settings

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done about them."""
        return {commands.OPEN_TOOLS.id: self.open, commands.TRUST_FOLDER.id: self.trust}

    def is_available(self, command_id: str) -> bool:
        """At any time."""
        return True

    async def open(self) -> None:
        """The section of the settings."""
        await self._open_settings("tools")

    async def trust(self) -> None:
        """Ask about the folder; where it is trusted already, forget that."""
        page, folder = self._page, Path(os.path.realpath(Path.cwd()))
        approvals = (await page.services()).approvals
        known = next((one for one in await approvals.folders() if one.folder == str(folder) and not one.added_to), None)
        if known is not None:
            await approvals.forget(known.id)
        if known is not None and known.trusted:
            text = _("{folder} is not trusted any more. You are asked before tools work in it again.")
            page.tell(text.format(folder=reveal(str(folder))), seconds=6)
        elif await approvals.trust(page.chat_id or NEW_CHAT_ID, folder):
            page.tell(_("Tools may read in {folder} now.").format(folder=reveal(str(folder))), seconds=6)
