"""Questions of tools: which of them wait, when one is shown, and what the user said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from textual.worker import WorkType

from javari_tui.commands import tools as commands
from javari_tui.domain.approvals import ApprovalRequest, Decision, TrustRequest
from javari_tui.domain.blocks import BlockKind, SourceBlock
from javari_tui.domain.conversation import ApprovalAsked, ConversationUpdate, QuestionOver, TrustAsked
from javari_tui.domain.drafts import NEW_CHAT_ID
from javari_tui.domain.errors import JavariError
from javari_tui.domain.tool_info import Risk
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.dialogs.approval import ApprovalDialog
from javari_tui.screens.dialogs.trust import TrustDialog
from javari_tui.widgets.credits_bar import CreditsBar

PAUSE = 2.0
"""Seconds since something was written in an empty prompt, after which no sentence is on its way."""
_LOOKS = 0.1
"""Seconds between two looks whether it is time."""


def now() -> datetime:
    """The moment, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """One that waits, and in which chat."""

    chat_id: int
    request: ApprovalRequest | TrustRequest


class Asking:
    """Shows one question after the other, in its own chat and never in the middle of a sentence."""

    def __init__(
        self,
        page: ChatPage,
        *,
        go_to: Callable[[int], None],
        show: Callable[[SourceBlock], None],
    ) -> None:
        """`go_to` opens a chat, `show` shows something in the sidebar."""
        self._page, self._go_to, self._show = page, go_to, show
        self._waiting: dict[str, Question] = {}
        """The oldest first."""
        self._shown: ApprovalDialog | TrustDialog | None = None
        self._is_at_work = False
        self._is_wanted = False
        """Whether the user asked to see it now."""
        self._told = ""
        """Which one was told last of because something is begun in the prompt."""

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with them."""
        return {commands.GO_TO_QUESTION.id: self.go_to_question}

    def is_available(self, command_id: str) -> bool:
        """Only while one waits."""
        return bool(self._waiting)

    def arrived(self, update: ConversationUpdate) -> None:
        """A question came, or nobody waits for its answer any more."""
        match update:
            case ApprovalAsked(chat_id=chat_id, request=request) | TrustAsked(chat_id=chat_id, request=request):
                question = Question(chat_id, request)
                self._waiting[request.id] = question
                self._count()
                self._tell(question)
                self.chat_shown()
            case QuestionOver(request_id=request_id):
                self._over(request_id)
            case _ if self._waiting:
                self.chat_shown()

    def chat_shown(self) -> None:
        """Another chat is open: what waits in it is asked now."""
        if not self._is_at_work and self._next() is not None:
            self._is_at_work = True
            work: WorkType[None] = self._ask_all
            self._page.screen.run_worker(work, group="tools.asking")

    def go_to_question(self) -> None:
        """Open the chat of the oldest question, and show it at once."""
        question = self._next() or next(iter(self._waiting.values()), None)
        if question is not None:
            self._is_wanted = True
            if not self._is_here(question):
                self._go_to(question.chat_id)

    def _next(self) -> Question | None:
        """The oldest question of the open chat."""
        return next(filter(self._is_here, self._waiting.values()), None)

    def _is_here(self, question: Question) -> bool:
        return question.chat_id == (self._page.chat_id or NEW_CHAT_ID)

    async def _ask_all(self) -> None:
        try:
            while (question := self._next()) is not None:
                if await self._is_time(question):
                    await self._page.reporting(self._ask(question))
        finally:
            self._is_at_work = False
        for question in list(self._waiting.values())[:1]:
            self._tell(question)

    async def _is_time(self, question: Question) -> bool:
        """Wait until nothing is begun in the prompt, or until the user wants to see it.

        False when it is over, or in another chat by then.
        """
        page = self._page
        while self._next() is question:
            if page.app.screen is page.screen:
                is_begun = not page.prompt.draft.is_empty
                if self._is_wanted or not (is_begun or monotonic() - page.prompt.written_at < PAUSE):
                    return True
                self._tell(question)
            await asyncio.sleep(_LOOKS)
        return False

    async def _ask(self, question: Question) -> None:
        """Show it, and pass the answer on."""
        page, request = self._page, question.request
        give_back = page.prompt.insert if page.prompt.has_focus_within else None
        self._is_wanted = False
        # Notices would lie over the answers.
        page.app.clear_notifications()
        if isinstance(request, TrustRequest):
            trust = self._shown = TrustDialog(request, give_back=give_back)
            trusted = await page.app.push_screen_wait(trust)
            await self._answered(request, None if trusted is None else Decision(allowed=trusted))
        else:
            approval = self._shown = ApprovalDialog(request, more=len(self._waiting) - 1, give_back=give_back)
            decision: Decision | None = await page.app.push_screen_wait(approval)
            await self._answered(request, decision)

    async def _answered(self, request: ApprovalRequest | TrustRequest, decision: Decision | None) -> None:
        """Pass the user's word on; without one somebody else said that it is over."""
        self._shown = None
        self._waiting.pop(request.id, None)
        self._count()
        if decision is None:
            return
        approvals = (await self._page.services()).approvals
        if isinstance(request, TrustRequest):
            is_taken = approvals.answer_trust(request.id, decision.allowed)
        else:
            is_taken = approvals.answer(request.id, request.fingerprint, decision)
        if not is_taken and decision.allowed:
            self._page.tell(_("That answer came too late: nothing was done."), warning=True)
        elif decision.allowed and isinstance(request, ApprovalRequest) and request.risk is Risk.WRITES:
            self._show(_change(request))

    def _over(self, request_id: str) -> None:
        """It is answered, too old, or what it was for was stopped."""
        question = self._waiting.pop(request_id, None)
        if question is None:
            return
        self._count()
        if self._shown is not None and self._shown.request.id == request_id:
            self._shown.close()
        if isinstance(question.request, ApprovalRequest) and now() >= question.request.expires_at:
            text = _("“{tool}” waited five minutes for your word, so it was denied.")
            self._page.tell(text.format(tool=question.request.tool), warning=True, seconds=12)

    def _count(self) -> None:
        """Tell how many wait."""
        # There is no bar any more while Javari ends.
        for bar in self._page.screen.query(CreditsBar):
            bar.question_key = self._page.key_of(commands.GO_TO_QUESTION.id)
            bar.waiting = len(self._waiting)
        self._page.screen.refresh_bindings()
        if isinstance(self._shown, ApprovalDialog):
            self._shown.set_more(len(self._waiting) - 1)

    def _tell(self, question: Question) -> None:
        """Say that it waits, where it is not shown at once; a window that asks says itself how many more there are."""
        if self._shown is not None:
            return
        page, key = self._page, self._page.key_of(commands.GO_TO_QUESTION.id)
        if not self._is_here(question):
            page.screen.run_worker(self._tell_of_other_chat(question, key), group="tools.notice")
        elif page.app.screen is not page.screen:
            page.tell(_("A tool waits for your word in the chat."), warning=True)
        elif not page.prompt.draft.is_empty and self._told != question.request.id:
            self._told = question.request.id
            text = _("A tool waits for your word: {key} shows what it wants.")
            page.tell(text.format(key=key), warning=True, seconds=12)

    async def _tell_of_other_chat(self, question: Question, key: str) -> None:
        try:
            chat = await (await self._page.services()).chats.get(question.chat_id)
        except JavariError:
            return  # the chat is gone, and its question with it
        if question.request.id in self._waiting:
            text = _("A tool waits for your word in “{title}”. {key} goes there.")
            self._page.tell(text.format(title=chat.title or _("New chat"), key=key), warning=True, seconds=12)


def _change(request: ApprovalRequest) -> SourceBlock:
    """What was allowed, for the sidebar."""
    return SourceBlock(
        kind=BlockKind.CODE,
        text=request.diff,
        language="diff",
        title=request.path,
        chat_id=request.chat_id,
        message_id=request.message_id,
        call_id=request.call_id,
    )
