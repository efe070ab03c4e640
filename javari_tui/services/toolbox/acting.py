"""The tools that read, change, run and fetch: what the user must be asked, is asked before."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from javari_tui.domain.approvals import ApprovalRequest
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.errors import ToolDenied, ToolRefused
from javari_tui.domain.tools import ChangeOutcome, ChangeState, PlannedChange, ToolResult
from javari_tui.i18n import N_, _
from javari_tui.services.approvals.approvals import Approvals
from javari_tui.services.toolbox.calls import Called
from javari_tui.services.toolbox.requests import Requests
from javari_tui.services.toolbox.workplace import Workplace, same_site
from javari_tui.tools.changing import apply_change
from javari_tui.tools.context import ToolContext
from javari_tui.tools.registry import TOOLS
from javari_tui.tools.running import run_command
from javari_tui.tools.web_addresses import WebAddress, read_url
from javari_tui.tools.workspace import Place, Workspace, opened_folder

Follows = Callable[[WebAddress, WebAddress], bool]
MOST_TRIES = 3
"""How often a change is planned and asked anew because the file has changed meanwhile."""
LONGEST_COMMAND = 64 * 1024
"""Characters of a command line; nobody reads a longer one before saying yes."""


class ActingTools:
    """Carries them out; each gives what the model is told."""

    def __init__(
        self,
        workplace: Workplace,
        approvals: Approvals,
        requests: Requests,
        tell_shown: Callable[[SourceBlock, int], None],
        read_before: Callable[[int], Awaitable[bool]],
    ) -> None:
        """`read_before` tells of a chat whether it held something from elsewhere before Javari was started."""
        self._workplace = workplace
        self._approvals = approvals
        self._requests = requests
        self._tell_shown = tell_shown
        self._read_before = read_before
        self._has_read: set[int] = set()

    async def tell_time(self, called: Called) -> str:
        """What needs nothing of the user's."""
        called.runs()
        return (await _start(called, self._workplace.outside())).as_text()

    async def read(self, called: Called) -> str:
        """Something of the workspace, which is trusted or not read at all."""
        context = await self._workplace.inside(called.chat_id, called.waits)
        called.runs()
        self.note_read(called.chat_id)
        return (await _start(called, context)).as_text()

    async def change(self, called: Called) -> str:
        """A file, as it was shown. One that changed meanwhile is shown again, as it would be now."""
        context = await self._workplace.inside(called.chat_id, called.waits)
        workspace = context.workspace
        for tries in range(MOST_TRIES):
            change = await _start(called, context)
            assert isinstance(change, PlannedChange)
            folder = workspace.place(change.path, to_write=True).ground.path
            await self._ask(called, partial(self._requests.change, called, change, folder, is_anew=tries > 0))
            called.runs()
            outcome = await _write(workspace, change)
            if outcome.state is ChangeState.WRITTEN:
                self._tell_shown(_diff(called, change), called.chat_id)
                return f"{outcome.as_text()} (+{change.added} −{change.removed})"
        raise ToolRefused(N_("“{name}” changes all the time, so nothing was written."), name=outcome.shown_path)

    async def run(self, called: Called) -> str:
        """A command."""
        context = await self._workplace.inside(called.chat_id, called.waits)
        place = context.workspace.place(called.word("folder"))
        await asyncio.to_thread(_check_folder, place)
        command = called.words("command")
        if not command[0]:
            raise ToolRefused(N_("This is no command."))
        if sum(map(len, command)) > LONGEST_COMMAND:
            said = N_("The command is too long to be read before it runs: {limit} KB is the most.")
            raise ToolRefused(said, limit=LONGEST_COMMAND // 1024)
        is_sandboxed = context.sandbox is not None
        await self._ask(called, partial(self._requests.command, called, place, is_sandboxed=is_sandboxed))
        called.runs()
        self.note_read(called.chat_id)
        bounds = (context.workspace, context.sandbox, context.environ)
        return (await run_command(*bounds, command, folder=place, seconds=called.number("seconds"))).as_text()

    async def fetch(self, called: Called) -> str:
        """A page. A redirect to another host is not followed: nobody was asked about that one."""
        where = read_url(called.word("url"))
        has_read = called.chat_id in self._has_read or await self._read_before(called.chat_id)
        folder = Path(self._workplace.folder)
        await self._ask(called, partial(self._requests.page, called, where, folder, has_read=has_read))
        called.runs()
        self.note_read(called.chat_id)
        context = self._workplace.outside()
        follows = await self._follows(called, where, folder)
        return (await _start(called, replace(context, reach=replace(context.reach, follows=follows)))).as_text()

    def note_read(self, chat_id: int) -> None:
        """From now on this chat holds what somebody else may have written, or what is private."""
        self._has_read.add(chat_id)

    async def _follows(self, called: Called, where: WebAddress, folder: Path) -> Follows:
        """Which redirects are followed: those of the same site, where the user did not say no to its other name."""
        forbidden, name = set(), where.host.removeprefix("www.")
        for host in (name, f"www.{name}"):
            other = replace(where, scheme="https", host=host, port=443)
            if await self._approvals.forbids(self._requests.page(called, other, folder, has_read=False)):
                forbidden.add(host)

        def follows(origin: WebAddress, onward: WebAddress) -> bool:
            is_the_same = origin.authority == onward.authority
            return same_site(origin, onward) and (is_the_same or onward.host not in forbidden)

        return follows

    async def _ask(self, called: Called, make: Callable[[], ApprovalRequest]) -> None:
        """Go on only with a yes. The request is made in a thread: a model may write megabytes."""
        decision = await self._approvals.decide(await asyncio.to_thread(make), asks=called.waits)
        if not decision.allowed:
            raise ToolDenied(detail=decision.reason)


async def _start(called: Called, context: ToolContext) -> ToolResult:
    return await TOOLS[called.tool.name].start(context, called.given)


async def _write(workspace: Workspace, change: PlannedChange) -> ChangeOutcome:
    """Make a change in a thread, which goes on when this is stopped, and must then write nothing."""
    is_over = threading.Event()
    try:
        return await asyncio.to_thread(apply_change, workspace, change, is_over.is_set)
    finally:
        is_over.set()


def _check_folder(place: Place) -> None:
    """A folder that is not there is said before anybody is asked."""
    with opened_folder(place):
        pass


def _diff(called: Called, change: PlannedChange) -> SourceBlock:
    """What was changed, to look at beside the chat."""
    return SourceBlock(
        kind=BlockKind.CODE,
        text=change.diff,
        language="diff",
        title=_("Changed: {path}").format(path=change.shown_path),
        chat_id=called.chat_id,
        message_id=called.message_id,
        call_id=called.call.id,
    )
