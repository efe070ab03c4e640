"""What tools may do here: the page for it, and trust in the folder Javari was started in."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from javari_tui.commands import tools as commands
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.dialogs.trust import TrustDialog


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
        """Ask about the folder, with what was said before; Esc leaves it at that."""
        page, folder = self._page, Path(os.path.realpath(Path.cwd()))
        approvals = (await page.services()).approvals
        known = next((one for one in await approvals.folders() if one.folder == str(folder) and not one.added_to), None)
        before = known.trusted if known is not None else None
        give_back = page.prompt.insert if page.prompt.has_focus_within else None
        request = await approvals.about(folder)
        dialog = TrustDialog(request, give_back=give_back, is_wanted=True, known=before)
        page.app.clear_notifications()  # they would lie over the answers
        word: bool | None = await page.app.push_screen_wait(dialog)
        if word is None or word is before:
            return
        await approvals.set_trust(folder, word)
        text = _("Tools may read in {folder} now.") if word else _("Tools stay away from {folder} now.")
        page.tell(text.format(folder=reveal(str(folder))), seconds=6)
