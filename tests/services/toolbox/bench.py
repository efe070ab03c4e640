"""The toolbox over real storage and a real folder, with a user whose answers a test chooses."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from javari_tui import paths
from javari_tui.domain.approvals import ApprovalRequest, Decision, TrustRequest
from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.domain.conversation import ApprovalAsked, ConversationUpdate, QuestionOver, ShowAsked, TrustAsked
from javari_tui.domain.secret import Secret
from javari_tui.services.approvals.approvals import Approvals
from javari_tui.services.assets.assets import Assets
from javari_tui.services.disk import DiskThread
from javari_tui.services.help.help import Help
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.listeners import Listeners
from javari_tui.services.stored import Stored
from javari_tui.services.toolbox.making import Here, make_tools
from javari_tui.services.toolbox.toolbox import Toolbox
from javari_tui.storage.asset_files import AssetFiles
from javari_tui.storage.database import Database
from javari_tui.tools.fetching import Reach
from tests.services.javari import PATIENCE, HandClock, turns

YES = Decision(True)
NO = Decision(False)
KNOWN_SECRET = "a-known-and-secret-value"

Say = Callable[[ApprovalRequest], Decision | None]


def always(decision: Decision) -> Say:
    """A user who says the same to everything."""
    return lambda _request: decision


@dataclass
class Bench:
    """What a test works with."""

    project: Path
    stored: Stored
    approvals: Approvals
    toolbox: Toolbox
    clock: HandClock
    say: Say = field(default=always(YES))
    trusts: bool | None = True
    updates: list[ConversationUpdate] = field(default_factory=list)
    states: list[ToolState] = field(default_factory=list)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def hear(self, update: ConversationUpdate) -> None:
        """Note it, and answer what is asked."""
        self.updates.append(update)
        if isinstance(update, TrustAsked) and self.trusts is not None:
            self.approvals.answer_trust(update.request.id, self.trusts)
        if isinstance(update, ApprovalAsked):
            word = self.say(update.request)
            if word is not None:
                assert self.approvals.answer(update.request.id, update.request.fingerprint, word)

    async def call(self, name: str, arguments: object = None, *, chat_id: int = 1, **given: object) -> ToolCall:
        """Carry a call out."""
        text = arguments if isinstance(arguments, str) else json.dumps(given)
        call = ToolCall(id=f"call-{next(self.numbers)}", name=name, arguments=text)
        async with asyncio.timeout(PATIENCE):
            done = await self.toolbox.carry_out(
                call, chat_id=chat_id, message_id=7, tell=lambda moved: self.states.append(moved.state)
            )
        assert not done.is_under_way
        await turns()  # whoever listens hears a moment later
        return done

    def asked(self) -> list[ApprovalRequest]:
        """Every request so far."""
        return [update.request for update in self.updates if isinstance(update, ApprovalAsked)]

    def trust_asked(self) -> list[TrustRequest]:
        """Every question about a folder so far."""
        return [update.request for update in self.updates if isinstance(update, TrustAsked)]

    def over(self) -> list[str]:
        """The questions that nobody waits for any more."""
        return [update.request_id for update in self.updates if isinstance(update, QuestionOver)]

    def shown(self) -> list[ShowAsked]:
        """What was to be shown."""
        return [update for update in self.updates if isinstance(update, ShowAsked)]


def make_bench(
    project: Path, environ: dict[str, str], *, reach: Reach | None = None, can_ask: bool = True, enabled: bool = True
) -> Bench:
    """Open everything over the home of the test."""
    folders = paths.folders(dict(os.environ))
    disk = DiskThread()
    stored = Stored.over(Database.open(folders.database, backups=folders.backups), disk)
    updates: Listeners[ConversationUpdate] = Listeners()
    clock = HandClock()
    here = Here(project, folders, environ, can_ask, lambda: enabled)
    redactor = Redactor()
    redactor.hide(Secret(KNOWN_SECRET))

    tools = make_tools(
        *(stored, updates, clock, here),
        help_pages=Help(paths.shipped("help")),
        keep=Assets(stored, AssetFiles(folders.assets)).keep,
        mask=redactor.mask,
        reach=reach,
    )
    bench = Bench(project, stored, tools.approvals, tools.toolbox, clock)
    updates.add(bench.hear)
    return bench
