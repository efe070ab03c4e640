"""When credits do not allow an answer: what can be done about it, and that it goes on afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import WorkType

from javari_tui.commands.application import OPEN_SETTINGS
from javari_tui.commands.chat import CHOOSE_MODEL, CONTINUE_ANSWER, SEND_QUEUE
from javari_tui.commands.credits import TOP_UP
from javari_tui.domain.chat import MessageState, Role
from javari_tui.domain.conversation import ConversationUpdate, MessageChanged, WorkEnded
from javari_tui.domain.credits import Credits, shown_left
from javari_tui.domain.models import FailureKind
from javari_tui.domain.plans import FREE_PLAN
from javari_tui.domain.spending import Limit
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.i18n import _
from javari_tui.messages import CommandWanted
from javari_tui.screens.base import CommandNode
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.dialogs.refused import LEAVE, RefusedDialog
from javari_tui.services.conversation.ceilings import CREDITS
from javari_tui.widgets.approval.answers import Answer
from javari_tui.widgets.credits.saying import over_limit

if TYPE_CHECKING:
    from javari_tui.services import Services

ADD, UP, MODEL, LIMIT = "add", "up", "model", "limit"
_SECTION = "credits"
"""Of the settings: where the limits are."""


class Refusals:
    """Offers the ways on."""

    def __init__(self, page: ChatPage, screen: CommandNode, given_back: Callable[[], None]) -> None:
        """`given_back` is told when what was refused stands in the prompt again."""
        self._page, self._screen, self._given_back = page, screen, given_back
        self._is_open = False
        self._asked_for: int | None = None
        """The chat whose queue the user wants to go on."""

    def queue_asked_for(self) -> None:
        """The user sends what waits: a refusal of that is an answer to a key."""
        self._asked_for = self._page.chat_id

    def takes(self, error: Exception) -> bool:
        """Whether it is one of credits, which is then dealt with here."""
        if not isinstance(error, SpendingRefused):
            return False
        self._offer(str(error.title), error.limit)
        return True

    def arrived(self, update: ConversationUpdate) -> None:
        """What waits in a queue goes no further, or tools stopped: said where it happened."""
        if isinstance(update, WorkEnded) and isinstance(update.error, SpendingRefused):
            is_asked, self._asked_for = update.chat_id == self._asked_for, None
            if is_asked and update.chat_id == self._page.chat_id:
                self._offer(str(update.error.title), update.error.limit)
            else:
                self._tell_of_queue(update.error, is_here=update.chat_id == self._page.chat_id)
        elif isinstance(update, WorkEnded) and update.chat_id == self._asked_for:
            self._asked_for = None
        elif isinstance(update, MessageChanged) and update.chat_id == self._page.chat_id and _has_ended_by_it(update):
            failure = update.message.failure
            self._offer(failure.detail if failure is not None else "", Limit.BALANCE)

    def _tell_of_queue(self, error: SpendingRefused, *, is_here: bool) -> None:
        """A notice, no window: nobody pressed a key for it."""
        if is_here and self._page.queue_list.queue:
            more, model = OPEN_SETTINGS if error.limit is not Limit.BALANCE else TOP_UP, CHOOSE_MODEL
            how = _("/{more} or /{model} helps; then /{command} sends what waits.")
            how = how.format(more=more.slash, model=model.slash, command=SEND_QUEUE.slash)
        elif is_here:
            how = error.cure
        else:
            how = _("That was in another chat.")
        self._page.tell(f"{error.title} {how}", warning=True, seconds=12)

    def _offer(self, sentence: str, limit: Limit) -> None:
        page = self._page
        if self._is_open or page.app.screen is not page.screen:
            page.tell(sentence, warning=True, seconds=12)
            return
        self._is_open = True
        work: WorkType[None] = partial(self._ask, sentence, limit)
        page.screen.run_worker(work, group="credits.refused")

    async def _ask(self, sentence: str, limit: Limit) -> None:
        page = self._page
        try:
            services = await page.services()
            answers = self._answers(services, limit)
            kept = "" if page.prompt.draft.is_empty else _("Nothing was sent. What you wrote is in the prompt.")
            title = _title(limit, services)
            dialog = RefusedDialog(sentence, answers, title=title, kept=kept, give_back=page.prompt.insert)
            page.app.clear_notifications()  # they would lie over the answers
            name: str | None = await page.app.push_screen_wait(dialog)
        finally:
            self._is_open = False
            self._given_back()
        page.prompt.focus_text()
        if name is not None:
            await page.reporting(self._do(name, services))

    def _answers(self, services: Services, limit: Limit) -> list[Answer]:
        """What can be done here, what changes nothing first."""
        answers = [Answer(LEAVE, "n", _("Leave it as it is"))]
        if limit is not Limit.BALANCE:
            answers.append(Answer(LIMIT, "r", _("Raise the limit in the settings"), needs_enter=True))
        elif services.ledger.view.is_local:
            amount = shown_left(FREE_PLAN.credits_per_month)
            text = _(
                "Add {amount} credits to this month's budget: nothing is charged, your provider bills your key directly"
            )
            answers.append(Answer(ADD, "a", text.format(amount=amount), needs_enter=True))
        elif self._screen.is_available(TOP_UP.id):
            answers.append(Answer(UP, "t", _("Top up your account"), needs_enter=True))
        text = _("Choose a cheaper model, or one on your own machine, which costs nothing")
        return [*answers, Answer(MODEL, "m", text, needs_enter=True)]

    async def _do(self, name: str, services: Services) -> None:
        page = self._page
        if name == ADD:
            await services.ledger.add_budget()
            text = _("{amount} credits added. {how}")
            page.tell(text.format(amount=shown_left(FREE_PLAN.credits_per_month), how=self._how_on()), seconds=8)
        else:
            command, argument = {UP: (TOP_UP, ""), MODEL: (CHOOSE_MODEL, ""), LIMIT: (OPEN_SETTINGS, _SECTION)}[name]
            page.screen.post_message(CommandWanted(command.id, argument))

    def _how_on(self) -> str:
        """Which key goes on with what was refused."""
        page = self._page
        if not page.prompt.draft.is_empty:
            return _("Enter sends what you wrote.")
        if page.queue_list.queue:
            return _("/{command} sends what waits.").format(command=SEND_QUEUE.slash)
        last = next((message for message in reversed(page.transcript.messages) if message.role is Role.ASSISTANT), None)
        if last is not None and last.can_continue:
            return _("{key} continues it.").format(key=page.key_of(CONTINUE_ANSWER.id))
        return ""


def _title(limit: Limit, services: Services) -> str:
    """Which limit of the user's it is; empty where it is none."""
    if limit is Limit.BALANCE:
        return ""
    cap = getattr(services.settings.credits_in_force(), f"most_{limit.value}", None)
    over = over_limit(limit, None if cap is None else Credits.of(cap))
    return over[:1].upper() + over[1:]


def _has_ended_by_it(update: MessageChanged) -> bool:
    """Whether an answer with tools has just ended because of credits."""
    message = update.message
    failure = message.failure if message.state is MessageState.FAILED else None
    if failure is None:
        return False
    return failure.kind is FailureKind.SPENDING or (
        failure.kind is FailureKind.TOOL_LIMIT and failure.detail == _(CREDITS)
    )
