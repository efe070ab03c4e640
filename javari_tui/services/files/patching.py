"""Diffs that the user applies by key: hunks into files of the trusted folder, and out of them again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping

from javari_tui.domain.diffs import Diff
from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.patches import FilePatch
from javari_tui.i18n import N_
from javari_tui.tools.context import ToolContext
from javari_tui.tools.patching import found_hunks, patch_files
from javari_tui.tools.workspace import Workspace

Inside = Callable[[int, Callable[[], None]], Awaitable[ToolContext]]
"""Where tools work, asked for on behalf of a chat; the second is called when the user is asked to trust it."""
Trusted = Callable[[], Awaitable[Workspace | None]]
"""The same as far as the user trusts it already; nobody is asked."""


class Patching:
    """Changes files only where tools may, which the user is asked for once."""

    def __init__(self, inside: Inside, trusted: Trusted) -> None:
        self._inside, self._trusted = inside, trusted
        self._turn = asyncio.Lock()

    async def apply(
        self,
        chat_id: int | None,
        diff: Diff,
        hunks: Collection[int],
        *,
        applied: Collection[int] = (),
        undo: bool = False,
    ) -> tuple[FilePatch, ...]:
        """Apply hunks, or take them back; what became of each file. `applied` are those that are in the files.

        ToolDenied, ToolRefused: no file may be changed at all.
        """
        async with self._turn:
            context = await self._inside(chat_id or 0, _cannot_ask if chat_id is None else _nothing)
            return await asyncio.to_thread(patch_files, context.workspace, diff, hunks, applied=applied, undo=undo)

    async def found(self, diff: Diff) -> Mapping[int, bool]:
        """Which hunks are in the files, and which fit into them; of a folder that is not trusted nothing is read."""
        workspace = await self._trusted()
        return {} if workspace is None else await asyncio.to_thread(found_hunks, workspace, diff)


def _nothing() -> None:
    """The question is shown in its chat."""


def _cannot_ask() -> None:
    """A chat that does not exist yet has no place for the question."""
    raise ToolRefused(
        N_("Javari may not change files in this folder yet."),
        cure=N_("Send a message first: you are asked whether you trust the folder in the chat."),
    )
