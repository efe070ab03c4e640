"""Blocks that leave the chat: copied, quoted, kept; several of them chosen together."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from javari_tui.commands import transcript as commands
from javari_tui.commands.application import OPEN_ASSETS
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.i18n import N_, _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage
from javari_tui.widgets.transcript.sources import chosen_block, markdown

SO_FAR = N_("That is only what came so far: the answer is still being written.")


class Blocks:
    """Commands on the blocks that are chosen: the one under the cursor, or several."""

    def __init__(self, page: ChatPage, copy: Callable[..., Awaitable[None]]) -> None:
        self._page, self._copy = page, copy

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with blocks."""
        transcript = self._page.transcript
        return {
            commands.COPY_BLOCK.id: self.copy,
            commands.QUOTE_BLOCK.id: self.quote,
            commands.SAVE_BLOCK.id: self.save,
            commands.SELECT_BLOCKS.id: self.select,
            commands.EXTEND_UP.id: lambda: transcript.extend(-1),
            commands.EXTEND_DOWN.id: lambda: transcript.extend(1),
        }

    def is_available(self, command_id: str) -> bool:
        """Always: without a block they say how to choose one."""
        return True

    def select(self) -> None:
        """Let the arrow keys take in several blocks, or no more; from elsewhere the cursor goes into the chat first."""
        transcript = self._page.transcript
        transcript.focus()
        transcript.toggle_choosing()

    def chosen(self) -> SourceBlock | None:
        """The chosen blocks as one; says so where there are none."""
        transcript = self._page.transcript
        block = chosen_block(transcript.document, transcript.choice())
        if block is None:
            text = _("Choose a block in the chat first; {key} goes there.")
            self._page.tell(text.format(key=self._page.key_of(commands.FOCUS_TRANSCRIPT.id)), warning=True)
        elif not block.text.strip():
            self._page.tell(_("This block is empty."), warning=True)
            block = None
        return block

    def several(self) -> str | None:
        """The source of chosen blocks, where several are."""
        transcript = self._page.transcript
        block = chosen_block(transcript.document, transcript.choice()) if transcript.has_choice else None
        return None if block is None else block.text

    async def copy(self) -> None:
        """Copy the source of the chosen blocks."""
        if (block := self.chosen()) is not None:
            await self.copy_of(block)

    async def copy_of(self, block: SourceBlock) -> None:
        """Copy a block's source, of a picture where it is; says so when there will be more of it."""
        text = block.path if block.kind is BlockKind.IMAGE else block.text
        await self._copy(text, so_far=block.is_growing)

    def quote(self) -> None:
        """Put the chosen blocks into the prompt as a quotation, where its cursor is; what is written there stays."""
        transcript, prompt = self._page.transcript, self._page.prompt
        choice = transcript.choice()
        if choice is None or (block := self.chosen()) is None:
            return
        source = markdown(transcript.document, choice)
        quoted = "".join(f"> {line}".rstrip() + "\n" for line in source.split("\n"))
        begins_line = prompt.draft.cursor[1] == 0
        prompt.insert(("" if begins_line else "\n") + quoted + "\n")
        transcript.drop_choice()
        prompt.focus_text()
        if block.is_growing:
            self._page.tell(_(SO_FAR), warning=True)

    async def save(self) -> None:
        """Keep the chosen blocks."""
        if (block := self.chosen()) is not None:
            await self.keep(block)

    async def keep(self, block: SourceBlock) -> None:
        """Keep a block as an asset, and say how to get it. Half of one is not kept."""
        if block.is_growing:
            text = _("Not kept: this is only its beginning, as it was still being written. Keep it when it is whole.")
            self._page.tell(text, warning=True, seconds=8)
            return
        if await asyncio.to_thread(_is_all_there_is, block):
            block = replace(block, kind=BlockKind.CODE, path="")
        kept = await (await self._page.services()).assets.keep_block(block)
        text = _("This is kept already, as asset {number}: “{title}”.")
        if kept.is_new:
            text = _("Kept as asset {number}: “{title}”. {key} lists what you kept.")
        elif kept.is_version:
            text = _("Kept as version {version} of asset {number}: “{title}”.")
        title, key = kept.asset.title or _("(no title)"), self._page.key_of(OPEN_ASSETS.id)
        values = {"number": kept.asset.id, "title": title, "version": kept.asset.version, "key": key}
        self._page.tell(text.format(**values), seconds=8)


def _is_all_there_is(block: SourceBlock) -> bool:
    """Whether the text of a file that is gone is shown still, all of it: then that is what is kept."""
    if not block.path or not block.text or block.kind is BlockKind.IMAGE:
        return False
    is_part = block.file is not None and (block.file.is_cut or block.file.is_binary)
    return not is_part and not os.path.lexists(block.path)
