"""Where tools work: the folder Javari was started in, once the user trusts it, and what they added to it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from javari_tui.domain.errors import ToolDenied, ToolRefused
from javari_tui.i18n import N_
from javari_tui.paths import Folders
from javari_tui.services.approvals.approvals import Approvals
from javari_tui.tools.context import ToolContext
from javari_tui.tools.fetching import Reach
from javari_tui.tools.sandbox import Sandbox, find_sandbox
from javari_tui.tools.search_secrets import Mask, unmasked
from javari_tui.tools.web_addresses import WebAddress
from javari_tui.tools.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Found:
    """The sandbox there is, for as long as the folders are these."""

    workspace: Workspace
    sandbox: Sandbox | None


class Workplace:
    """Gives tools what they work with, and nothing of the folder before the user was asked."""

    def __init__(
        self,
        folder: Path,
        folders: Folders,
        approvals: Approvals,
        *,
        environ: Mapping[str, str],
        now: Callable[[], datetime],
        reach: Reach,
        mask: Mask = unmasked,
    ) -> None:
        """`mask` takes secrets out of a text."""
        self.folder = folder
        self._private = tuple(dict.fromkeys(folders))
        self._environ = environ
        self._approvals = approvals
        self._now = now
        self._reach = reach
        self._mask = mask
        self._found: _Found | None = None
        self._looking = asyncio.Lock()

    def outside(self) -> ToolContext:
        """For tools that touch no file: a workspace of nothing."""
        return ToolContext(workspace=Workspace(()), environ=self._environ, now=self._now, reach=self._reach)

    async def inside(self, chat_id: int, asks: Callable[[], None]) -> ToolContext:
        """For tools that work in the folder. ToolDenied when the user does not trust it, ToolRefused when none could.

        `asks` is called when the user is asked.
        """
        workspace = await asyncio.to_thread(Workspace.open, self.folder, private=self._private)
        if not await self._approvals.trust(chat_id, self.folder, asks=asks):
            raise ToolDenied(
                N_("The user has not said that tools may work in this folder."),
                cure=N_("They can say so when they are asked, or in the settings."),
            )
        workspace = await self._with_added(workspace)
        return ToolContext(
            workspace=workspace,
            environ=self._environ,
            now=self._now,
            sandbox=await self._sandbox(workspace),
            reach=self._reach,
            mask=self._mask,
        )

    async def trusted(self) -> Workspace | None:
        """The folder, where the user said already that tools may work in it, to look at; nobody is asked."""
        name = os.path.realpath(self.folder)
        known = await self._approvals.folders()
        if not any(one.folder == name and one.trusted and not one.added_to for one in known):
            return None
        try:
            return await self._with_added(await asyncio.to_thread(Workspace.open, self.folder, private=self._private))
        except ToolRefused:
            return None  # a folder in which no tool could work: it says so when one is to

    async def _with_added(self, workspace: Workspace) -> Workspace:
        for added in await self._approvals.added():
            workspace = await asyncio.to_thread(_with_folder, workspace, added)
        return workspace

    async def _sandbox(self, workspace: Workspace) -> Sandbox | None:
        """The sandbox, which is tried once."""
        async with self._looking:
            if self._found is None or self._found.workspace != workspace:
                found = await asyncio.to_thread(find_sandbox, workspace, self._environ)
                self._found = _Found(workspace, found)
            return self._found.sandbox


def same_site(origin: WebAddress, onward: WebAddress) -> bool:
    """Whether a redirect stays where the user said it may go; a name's own `www.` counts as the same."""
    hosts = {address.host.removeprefix("www.") for address in (origin, onward)}
    return (len(hosts) == 1 and not onward.has_own_port) or origin.authority == onward.authority


def _with_folder(workspace: Workspace, folder: Path) -> Workspace:
    """The workspace with a folder that was added; one that is gone, or leads elsewhere by now, is left out."""
    is_still_there = folder.is_dir() and folder.resolve() == folder
    return workspace.with_folder(folder) if is_still_there else workspace
