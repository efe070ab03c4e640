"""Printing an answer while it is written, and what to say when it fails."""

from __future__ import annotations

import asyncio
import sys

from javari_tui.cli.output import say_aside
from javari_tui.domain.chat import Message, Role
from javari_tui.domain.conversation import (
    AnswerGrew,
    AnswerWaits,
    ConversationUpdate,
    MessageAdded,
    MessageChanged,
    WorkEnded,
)
from javari_tui.domain.errors import JavariError
from javari_tui.domain.failure_texts import FAILURE_TEXTS
from javari_tui.domain.models import Failure, FailureKind
from javari_tui.i18n import N_, _

_KEY = N_("Set the environment variable its key belongs in, or “key_command” in the settings.")
_MODEL = N_("Choose another with --model; “javari doctor” shows which can be reached.")
_LENGTH = N_("Ask for the rest with “javari ask --continue”.")
CURES = {
    FailureKind.NO_KEY: _KEY,
    FailureKind.BAD_KEY: _KEY,
    FailureKind.FORBIDDEN: _MODEL,
    FailureKind.NO_CREDIT: _MODEL,
    FailureKind.NO_SUCH_MODEL: _MODEL,
    FailureKind.TOO_LONG: N_("Send less, or ask without --continue."),
    FailureKind.CUT_OFF: _LENGTH,
    FailureKind.LENGTH: _LENGTH,
    FailureKind.UNREACHABLE: N_("Check the network, and the address in the settings."),
    FailureKind.SPENDING: N_("Choose a cheaper or a local model with --model, or raise the limit in the settings."),
    FailureKind.DISK: N_("Free some space and try again."),
}
"""What to do next, as it is done on the command line."""


class AnswerPrinter:
    """Listens to a conversation and prints the one answer it waits for."""

    def __init__(self, *, is_silent: bool) -> None:
        self._is_silent = is_silent
        self._message_id: int | None = None
        self._answer: Message | None = None
        self._printed = ""
        self._ended: asyncio.Future[Message] = asyncio.get_running_loop().create_future()

    async def ended(self) -> Message:
        """The answer, once it is whole or failed. BrokenPipeError when nobody reads any more.

        JavariError when the work ended before there was an answer.
        """
        return await self._ended

    def __call__(self, update: ConversationUpdate) -> None:
        """Take in what changed."""
        match update:
            case MessageAdded(message=message) if message.role is Role.ASSISTANT:
                # A second one when the first had no room: it became the summary above the second.
                # Or the first called tools: what it said stands on lines of its own.
                self.finish_line()
                self._message_id, self._answer = message.id, None
            case MessageChanged(message=message) if message.role is Role.SUMMARY:
                self._message_id = None if self._message_id == message.id else self._message_id
            case AnswerGrew(message_id=self._message_id, text=text) if text:
                self._print(text)
            case AnswerWaits(message_id=self._message_id, seconds=seconds) if seconds and sys.stderr.isatty():
                say_aside(_("Trying again in {seconds} s…").format(seconds=seconds))
            case MessageChanged(message=message) if message.id == self._message_id and not message.is_running:
                self._answer = message
            case WorkEnded(error=error):
                self._end(error)

    def finish_line(self) -> None:
        """End the last line of what was printed."""
        if self._printed and not self._printed.endswith("\n"):
            self._print("\n")

    def _print(self, text: str) -> None:
        if self._is_silent or self._ended.done():
            return
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError as error:
            self._ended.set_exception(error)
        self._printed = text

    def _end(self, error: JavariError | None) -> None:
        if not self._ended.done():
            self.finish_line()
        if self._ended.done():
            return
        if self._answer is not None:
            self._ended.set_result(self._answer)
        else:
            self._ended.set_exception(error or JavariError())


def failure_sentence(failure: Failure) -> str:
    """What went wrong, with what the server said."""
    title = _(FAILURE_TEXTS[failure.kind].title)
    return f"{title} {failure.detail}" if failure.detail else title


def failure_cure(failure: Failure) -> str:
    """What to do next on the command line; empty where only trying again is left."""
    return _(CURES[failure.kind]) if failure.kind in CURES else ""
