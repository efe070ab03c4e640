"""What the conversation tells, brought onto the screen."""

from __future__ import annotations

from collections.abc import Callable

from javari_tui.domain import conversation as updates
from javari_tui.domain.chat import Chat, Message, MessageState, Role
from javari_tui.domain.connection import Connection
from javari_tui.domain.errors import JavariError
from javari_tui.domain.models import FailureKind
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.i18n import _, ngettext
from javari_tui.messages import CommandWanted, ReadAgain
from javari_tui.screens.chat.live_answers import LiveAnswers
from javari_tui.screens.chat.page import ChatPage

_OfOneChat = (
    updates.AnswerGrew
    | updates.MessageAdded
    | updates.MessageChanged
    | updates.AnswerWaits
    | updates.AnswerQuiet
    | updates.QueueChanged
    | updates.ContextMeasured
    | updates.BranchShown
    | updates.WorkEnded
    | updates.ActionAsked
    | updates.ToolsNotTaken
    | updates.ShowAsked
    | updates.ApprovalAsked
    | updates.TrustAsked
    | updates.QuestionOver
)
_NO_CONNECTION = frozenset({FailureKind.UNREACHABLE, FailureKind.TIMED_OUT})


class Arrivals:
    """Applies the updates of the open chat; tells in a word what happens in the others."""

    def __init__(self, page: ChatPage, was_read: Callable[[], None]) -> None:
        """`was_read` is told when a chat was read onto the page."""
        self._page, self._was_read = page, was_read
        self.live = LiveAnswers()
        self._reads_again = False
        """Whether another branch is about to be read: what joins it now will be read with it."""
        self._is_behind = False
        """Whether reading it failed, so that what is shown is not what is so."""

    def read(self) -> None:
        """The chat was read anew."""
        self._reads_again = self._is_behind = False
        self._was_read()

    def not_read(self) -> None:
        """The chat could not be read anew; the next message is a reason to try again."""
        self._reads_again, self._is_behind = False, True

    def apply(self, update: updates.ConversationUpdate) -> None:
        """Bring one update onto the screen."""
        match update:
            case updates.MessageAdded(message=message) | updates.MessageChanged(message=message):
                self.live.noted(message)
            case updates.AnswerGrew(message_id=message_id, text=text, thinking=thinking):
                self.live.grew(message_id, text, thinking)
        match update:
            case updates.WorkEnded(error=JavariError() as error) if not isinstance(error, SpendingRefused):
                self._page.report(error)
        match update:
            case updates.ChatChanged(chat=chat):
                self._chat_changed(chat)
            case updates.MessageChanged(message=message) if message.chat_id != self._page.chat_id:
                self._tell_of_other_chat(message)
            case _ if update.chat_id == self._page.chat_id and self._page.place.read.is_set():
                self._apply_here(update)

    def _apply_here(self, update: _OfOneChat) -> None:
        match update:
            case updates.AnswerGrew():
                self._page.transcript.grow(update.message_id, update.text, update.thinking)
            case updates.MessageAdded(message=message):
                self._added(message)
            case updates.MessageChanged(message=message):
                self._changed(message)
            case updates.AnswerWaits() | updates.AnswerQuiet():
                self._page.transcript.set_note(update.message_id, _note(update))
            case _:
                self._apply_around(update)

    def _apply_around(self, update: _OfOneChat) -> None:
        """What changes around the messages: queue, meter, branch, commands of the Guide."""
        match update:
            case updates.QueueChanged(queue=queue):
                self._page.queue_list.queue = queue
                self.refresh_queue_state()
            case updates.ContextMeasured(used=used, limit=limit):
                self._page.header.facts = self._page.header.facts._replace(context_used=used, context_limit=limit)
            case updates.WorkEnded():
                self.refresh_queue_state()
            case updates.BranchShown():
                self._read_again()
            case updates.ActionAsked(command=command, argument=argument):
                self._page.screen.post_message(CommandWanted(command, argument))
            case updates.ToolsNotTaken(model=model):
                self._page.tell(_("{model} takes no tools, so it answers without.").format(model=model.shown_name))

    def _read_again(self) -> None:
        self._reads_again = True
        self._page.screen.post_message(ReadAgain())

    def refresh_queue_state(self) -> None:
        """Whether what waits will go by itself or waits for the user."""
        self._page.queue_list.halted = bool(self._page.queue_list.queue) and not self._page.is_running
        self._page.screen.refresh_bindings()

    def _chat_changed(self, chat: Chat) -> None:
        if chat.id == self._page.chat_id:
            self._page.place.becomes(chat)
            self._page.header.facts = self._page.header.facts._replace(title=chat.title)

    def _added(self, message: Message) -> None:
        if self._is_behind and not self._reads_again:
            self._read_again()
        elif not self._reads_again:
            self._page.transcript.add(message)
        self.refresh_queue_state()

    def _changed(self, message: Message) -> None:
        page = self._page
        page.transcript.update_message(message)
        if message.role is Role.ASSISTANT and not message.is_running:
            page.transcript.set_note(message.id, "")
            self._show_connection(message)
        self.refresh_queue_state()

    def _show_connection(self, message: Message) -> None:
        """A server that could not be reached shows in the header until the next answer."""
        unreachable = message.failure is not None and message.failure.kind in _NO_CONNECTION
        facts, services = self._page.header.facts, self._page.services_now
        if unreachable:
            self._page.header.facts = facts._replace(connection=Connection.TROUBLE)
        elif services is not None and message.model is not None:
            self._page.header.facts = facts._replace(connection=services.models.connection(message.model))

    def _tell_of_other_chat(self, message: Message) -> None:
        is_whole = message.state is MessageState.COMPLETE and not message.tool_calls
        if message.role is Role.ASSISTANT and is_whole:
            self._page.tell(_("An answer is ready in another chat."))
        elif message.failure is not None:
            self._page.tell(_("An answer failed in another chat."), warning=True)


def _note(update: updates.AnswerWaits | updates.AnswerQuiet) -> str:
    """The quiet line under an answer that keeps one waiting."""
    seconds = update.seconds
    if not seconds:
        return ""
    if isinstance(update, updates.AnswerWaits):
        return ngettext(
            "Trying again in {seconds} second. Esc gives up.",
            "Trying again in {seconds} seconds. Esc gives up.",
            seconds,
        ).format(seconds=seconds)
    return ngettext(
        "Nothing from the model for {seconds} second. Esc stops.",
        "Nothing from the model for {seconds} seconds. Esc stops.",
        seconds,
    ).format(seconds=seconds)
