"""Whether a tool may do what a model asks: by a rule, else by the user's word."""

from __future__ import annotations

import asyncio
import logging
import os
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from javari_tui.domain.approvals import ApprovalRequest, ApprovalRule, Decision, Scope, TrustedFolder, TrustRequest
from javari_tui.domain.conversation import ConversationUpdate
from javari_tui.domain.errors import StorageError
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.services.approvals.folder_warnings import folder_warnings
from javari_tui.services.approvals.judging import judged
from javari_tui.services.approvals.questions import Questions
from javari_tui.services.clock import Clock
from javari_tui.services.disk import DiskThread
from javari_tui.services.listeners import Listeners
from javari_tui.storage.approval_rules import ApprovalStore
from javari_tui.tools.workspace import Workspace, shown_name

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The moment, with its zone."""
    return datetime.now(UTC)


def _nothing() -> None:
    """What is done while the user is asked, where nothing is."""


class Approvals:
    """Rules, trusted folders, and the questions that wait for the user."""

    def __init__(
        self,
        store: ApprovalStore,
        disk: DiskThread,
        updates: Listeners[ConversationUpdate],
        clock: Clock,
        *,
        folder: Path,
        environ: Mapping[str, str],
        can_ask: bool = True,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """`folder` is the one Javari was started in; `can_ask` says whether somebody is there to answer."""
        self._store = store
        self._disk = disk
        self._updates = updates
        self._can_ask = can_ask
        self._workspace = _real(folder)
        self._home = Path(os.path.realpath(environ["HOME"])) if environ.get("HOME") else None
        self._questions = Questions(updates, clock, now)
        self._of_chats: dict[int, list[ApprovalRule]] = defaultdict(list)
        self._numbers = count(1)
        self._now = now
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def decide(self, request: ApprovalRequest, *, asks: Callable[[], None] = _nothing) -> Decision:
        """By rule, else the user's word; `asks` is called when they are asked. A no has a reason, for the model."""
        rule = await self._rule(request)
        if rule is not None:
            if rule.id > 0:
                await self._disk.run(self._store.note_use, rule.id)
            return Decision(rule.allows, reason="" if rule.allows else _("A rule of the user’s forbids it."))
        if not self._is_somebody_there():
            return Decision(False, reason=_nobody())
        asks()
        word = await self._questions.approval(request)
        if word is None:
            return Decision(False, reason=_("Nobody answered in five minutes."))
        await self._keep(request, word)
        return word if word.allowed else replace(word, reason=_told(word.reason))

    async def forbids(self, request: ApprovalRequest) -> bool:
        """Whether a no of the user's holds for it; nobody is asked."""
        rule = await self._rule(request)
        return rule is not None and not rule.allows

    def answer(self, request_id: str, fingerprint: str, decision: Decision) -> bool:
        """Give the user's word; False: too old, answered before, not what was shown, or not to be had for so long."""
        return self._questions.answer(request_id, fingerprint, decision)

    def waiting(self) -> tuple[ApprovalRequest | TrustRequest, ...]:
        """What the user has not answered yet, the oldest first."""
        return self._questions.waiting()

    async def trust(self, chat_id: int, folder: Path, *, asks: Callable[[], None] = _nothing) -> bool:
        """Whether tools may work in a folder: asked once by its name, and kept; a no too."""
        name = _real(folder)
        # Two chats that want the same at once are one question.
        async with self._asking[name]:
            known = await self._disk.run(self._store.folder, name)
            if known is not None:
                return known.trusted
            if not self._is_somebody_there():
                return False
            request = await self.about(folder)
            asks()
            word = await self._questions.trust(chat_id, request)
            await self._disk.run(self._store.keep_folder, name, trusted=word)
            return word

    async def about(self, folder: Path) -> TrustRequest:
        """What is to be read before somebody says whether they trust a folder."""
        name = _real(folder)
        warnings = await asyncio.to_thread(folder_warnings, Path(name), self._home)
        return TrustRequest(id=uuid.uuid4().hex, folder=shown_name(name), warnings=warnings)

    async def set_trust(self, folder: Path, trusted: bool) -> None:
        """Keep the user's own word on a folder, in the place of what was said before; who waits for it has it too."""
        name = _real(folder)
        await self._disk.run(self._store.keep_folder, name, trusted=trusted)
        for request in self.waiting():
            if isinstance(request, TrustRequest) and request.folder == shown_name(name):
                self.answer_trust(request.id, trusted)

    def answer_trust(self, request_id: str, trusted: bool) -> bool:
        """Give the user's word on a folder; False when nobody waits for it."""
        return self._questions.answer_trust(request_id, trusted=trusted)

    async def rules(self) -> tuple[ApprovalRule, ...]:
        """Every answer that was kept, the newest first."""
        return await self._disk.run(self._store.rules)

    def chat_answers(self) -> tuple[ApprovalRule, ...]:
        """The answers that hold in one chat until Javari ends, the newest first; their numbers are below zero."""
        return tuple(sorted(chain(*self._of_chats.values()), key=lambda rule: rule.id))

    async def revoke(self, rule_id: int) -> None:
        """Take an answer back; it is asked again."""
        for answers in self._of_chats.values():
            answers[:] = [rule for rule in answers if rule.id != rule_id]
        if rule_id > 0:
            await self._disk.run(self._store.revoke, rule_id)

    async def folders(self) -> tuple[TrustedFolder, ...]:
        """Every folder the user was asked about or added, the newest first."""
        return await self._disk.run(self._store.folders)

    async def forget(self, folder_id: int) -> None:
        """Forget what was said of a folder; it is asked again."""
        await self._disk.run(self._store.forget, folder_id)

    async def add_folder(self, path: Path) -> TrustedFolder:
        """Let tools work in one more folder whenever Javari is started in this one; the user said so.

        ToolRefused when there is no such folder, or when none like it can be a workspace.
        """
        ground = (await asyncio.to_thread(Workspace.open, path)).grounds[0]
        return await self._disk.run(self._store.keep_folder, str(ground.path), trusted=True, added_to=self._workspace)

    async def added(self) -> tuple[Path, ...]:
        """The folders that were added to this workspace."""
        known = await self._disk.run(self._store.folders)
        return tuple(Path(one.folder) for one in reversed(known) if one.added_to == self._workspace and one.trusted)

    async def _rule(self, request: ApprovalRequest) -> ApprovalRule | None:
        kept = await self._disk.run(self._store.rules, tool=request.tool, folder=request.folder)
        # In a thread: a model may write a command line of megabytes.
        return await asyncio.to_thread(judged, request, kept, tuple(self._of_chats[request.chat_id]))

    def _is_somebody_there(self) -> bool:
        return self._can_ask and self._updates.is_heard

    async def _keep(self, request: ApprovalRequest, word: Decision) -> None:
        """Remember an answer for as long as it shall hold."""
        if word.scope is Scope.CHAT:
            rule = ApprovalRule(
                id=-next(self._numbers),
                tool=request.tool,
                folder=request.folder,
                subject=request.subject,
                allows=word.allowed,
                created_at=self._now(),
            )
            self._of_chats[request.chat_id].append(rule)
        elif word.scope is Scope.ALWAYS:
            try:
                await self._disk.run(
                    self._store.keep_rule, request.tool, request.folder, request.subject, allows=word.allowed
                )
            except StorageError:
                _log.exception("An answer could not be kept; it holds for this once")


def _real(folder: Path) -> str:
    return os.path.realpath(folder)


def _told(reason: str) -> str:
    """What the model is told of the user's no."""
    said = clean(reason).strip()
    return _("The user said no: {reason}").format(reason=said) if said else _("The user said no.")


def _nobody() -> str:
    return _("Nobody can be asked here. Start Javari in a terminal and allow it there for always.")
