"""What the conversation tells, brought onto the screen."""

from __future__ import annotations

from dataclasses import replace

from textual.message import Message as TextualMessage

from javari_tui.domain import conversation as updates
from javari_tui.domain.chat import Message, MessageState, Role
from javari_tui.domain.connection import Connection
from javari_tui.domain.models import FailureKind
from javari_tui.i18n import _, ngettext
from javari_tui.messages import CommandWanted
from javari_tui.screens.chat.page import ChatPage


class ReadAgain(TextualMessage):
    """The open chat must be read anew."""


_NO_CONNECTION = frozenset({FailureKind.UNREACHABLE, FailureKind.TIMED_OUT})


class Arrivals:
    """Applies the updates of the open chat; tells in a word what happens in the others."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page

    def apply(self, update: updates.ConversationUpdate) -> None:
        """Bring one update onto the screen."""
        match update:
            case updates.AnswerGrew():
                self._grew(update)
            case updates.MessageAdded(message=message):
                self._added(message)
            case updates.MessageChanged(message=message):
                self._changed(message)
            case updates.AnswerWaits() | updates.AnswerQuiet():
                self._note(update)
            case updates.QueueChanged(chat_id=chat_id, queue=queue):
                if chat_id == self._page.chat_id:
                    self._page.queue_list.queue = queue
                    self.refresh_queue_state()
            case updates.ChatChanged(chat=chat):
                if chat.id == self._page.chat_id or self._page.chat is None:
                    self._page.chat = chat
                    self._page.header.facts = replace(self._page.header.facts, title=chat.title)
            case updates.ContextMeasured(chat_id=chat_id, used=used, limit=limit):
                if chat_id == self._page.chat_id:
                    facts = replace(self._page.header.facts, context_used=used, context_limit=limit)
                    self._page.header.facts = facts
            case updates.BranchShown(chat_id=chat_id):
                if chat_id == self._page.chat_id:
                    self._page.screen.post_message(ReadAgain())
            case updates.ActionAsked():
                self._act(update)

    def refresh_queue_state(self) -> None:
        """Whether what waits will go by itself or waits for the user."""
        services, chat_id = self._page.services_now, self._page.chat_id
        running = bool(services and chat_id and services.conversation.is_running(chat_id))
        self._page.queue_list.halted = bool(self._page.queue_list.queue) and not running
        self._page.screen.refresh_bindings()

    def _grew(self, update: updates.AnswerGrew) -> None:
        if update.chat_id == self._page.chat_id:
            self._page.transcript.grow(update.message_id, update.text, update.thinking)

    def _added(self, message: Message) -> None:
        page = self._page
        if page.chat is None and message.role is Role.USER:
            # The chat was made by this very send; its values follow as ChatChanged or as send returns.
            page.screen.post_message(ReadAgain())
        if message.chat_id == page.chat_id:
            page.transcript.add(message)
            self.refresh_queue_state()

    def _changed(self, message: Message) -> None:
        page = self._page
        if message.chat_id != page.chat_id:
            self._tell_of_other_chat(message)
            return
        page.transcript.update_message(message)
        if message.role is Role.ASSISTANT and not message.is_running:
            self._show_connection(message)
        self.refresh_queue_state()

    def _show_connection(self, message: Message) -> None:
        """A server that could not be reached shows in the header until the next answer."""
        unreachable = message.failure is not None and message.failure.kind in _NO_CONNECTION
        facts, services = self._page.header.facts, self._page.services_now
        if unreachable:
            self._page.header.facts = replace(facts, connection=Connection.TROUBLE)
        elif services is not None and message.model is not None:
            self._page.header.facts = replace(facts, connection=services.models.connection(message.model))

    def _tell_of_other_chat(self, message: Message) -> None:
        if message.role is Role.ASSISTANT and message.state is MessageState.COMPLETE:
            self._page.tell(_("An answer is ready in another chat."))
        elif message.failure is not None:
            self._page.tell(_("An answer failed in another chat."), warning=True)

    def _note(self, update: updates.AnswerWaits | updates.AnswerQuiet) -> None:
        if update.chat_id != self._page.chat_id:
            return
        seconds = update.seconds
        if isinstance(update, updates.AnswerWaits):
            note = ngettext(
                "Trying again in {seconds} second. Esc gives up.",
                "Trying again in {seconds} seconds. Esc gives up.",
                seconds,
            ).format(seconds=seconds)
        elif seconds:
            note = ngettext(
                "Nothing from the model for {seconds} second. Esc stops.",
                "Nothing from the model for {seconds} seconds. Esc stops.",
                seconds,
            ).format(seconds=seconds)
        else:
            note = ""
        self._page.transcript.set_note(update.message_id, note)

    def _act(self, update: updates.ActionAsked) -> None:
        """The Guide carries out a command, in the chat it was asked in."""
        if update.chat_id == self._page.chat_id:
            self._page.screen.post_message(CommandWanted(update.command, update.argument))
