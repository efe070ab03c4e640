"""What the sidebar shows, in other programs: the user's editor, or what this machine opens it with."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from javari_tui.commands import sidebar as commands
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.blocks import Blocks
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.dialogs.picker import Choice
from javari_tui.terminal.clipboard import has_browser
from javari_tui.terminal.editor import edit_copy, edit_file

_ENDINGS = {
    "python": ".py",
    "py": ".py",
    "javascript": ".js",
    "js": ".js",
    "typescript": ".ts",
    "ts": ".ts",
    "bash": ".sh",
    "sh": ".sh",
    "shell": ".sh",
    "rust": ".rs",
    "markdown": ".md",
    "ruby": ".rb",
    "yaml": ".yaml",
    "diff": ".diff",
    "patch": ".diff",
}
"""Of languages whose files do not end as the language is called; editors choose colours by it."""
_LONGEST_ENDING = 5


class EditingBeside:
    """Opens what is shown elsewhere, and brings back what was changed."""

    def __init__(self, page: ChatPage, blocks: Blocks) -> None:
        self._page, self._blocks = page, blocks

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with it."""
        return {commands.EDIT_SHOWN.id: self.edit, commands.OPEN_OUTSIDE.id: self.open_outside}

    def is_available(self, command_id: str) -> bool:
        """A picture has no text to edit; only files are opened elsewhere."""
        sidebar = self._page.open_sidebar
        block = None if sidebar is None else sidebar.block
        if block is None:
            return False
        return bool(block.path) if command_id == commands.OPEN_OUTSIDE.id else block.kind is not BlockKind.IMAGE

    async def edit(self) -> None:
        """A file itself, at the line that is read; of anything else a copy."""
        sidebar = self._page.open_sidebar
        block = None if sidebar is None else sidebar.block
        if sidebar is None or block is None:
            return
        if block.is_growing:
            text = _("This is still being written. Open it in your editor when it is whole.")
            self._page.tell(text, warning=True)
        elif block.path:
            edit_file(self._page.app, Path(block.path), sidebar.ask_line.number)
            await self._show_anew(block)
        else:
            edited = edit_copy(self._page.app, block.text, f"block{_ending(block)}")
            if edited.rstrip("\n") == block.text.rstrip("\n"):
                self._page.tell(_("Nothing was changed."))
            else:
                await self._ask_about(block, edited)

    async def _show_anew(self, block: SourceBlock) -> None:
        """A file, as it is now."""
        new = await (await self._page.services()).files.look_at(block)
        sidebar = self._page.open_sidebar
        if sidebar is not None and sidebar.block is not None and sidebar.block.path == block.path:
            sidebar.show(new, keep_place=True)

    async def _ask_about(self, block: SourceBlock, edited: str) -> None:
        """What becomes of the changes: nothing that was written is thrown away unasked."""
        title = _("{title} (changed)").format(title=block.title or _("(no title)"))
        new = replace(block, text=edited, title=title, block=None, code=0, call_id="")
        choices = [
            Choice(key="keep", title=_("Keep it as an asset"), detail=_("It is there beyond this chat.")),
            Choice(key="show", title=_("Only show it"), detail=_("It is gone when Javari ends.")),
            Choice(key="throw", title=_("Throw the changes away")),
        ]
        picked = await self._page.pick(_("You changed a copy: what becomes of it?"), choices)
        if picked == "throw":
            self._page.tell(_("The changes were thrown away."))
            return
        if (sidebar := self._page.open_sidebar) is not None:
            sidebar.show(new)
            self._page.screen.refresh_bindings()
        if picked == "keep":
            await self._blocks.keep(new)

    async def open_outside(self) -> None:
        """With the program this machine has for it, when the user agrees to the real path."""
        page, sidebar = self._page, self._page.open_sidebar
        block = None if sidebar is None else sidebar.block
        if block is None or not block.path:
            return
        program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
        if not has_browser(os.environ) or program is None:
            text = _("Not over this connection: the program would open where you cannot see it. The path: {path}")
            if "SSH_CONNECTION" not in os.environ and "SSH_TTY" not in os.environ:
                text = _("There is no program here that opens files for you. The path: {path}")
            page.tell(text.format(path=reveal(block.path)), warning=True, seconds=10)
            return
        choices = [
            Choice(key="open", title=_("Open it with another program"), detail=reveal(block.path)),
            Choice(key="leave", title=_("Leave it")),
        ]
        picked = await page.pick(_("Open {path}?").format(path=reveal(block.path)), choices, current="leave")
        if picked == "open":
            await _start(program, block.path)


async def _start(program: str, path: str) -> None:
    """Beside Javari: nothing it says reaches the screen, and it goes on when Javari ends."""
    quiet = asyncio.subprocess.DEVNULL
    await asyncio.create_subprocess_exec(program, path, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


def _ending(block: SourceBlock) -> str:
    """How a copy's name ends."""
    _name, dot, ending = block.title.rpartition(".")
    if dot and 0 < len(ending) <= _LONGEST_ENDING and ending.isascii() and ending.isalnum():
        return f".{ending.lower()}"
    if block.kind is BlockKind.DOCUMENT:
        return ".md"
    language = block.language.lower()
    plain = language if language.isascii() and language.isalnum() and len(language) <= _LONGEST_ENDING else "txt"
    return _ENDINGS.get(language, f".{plain}")
