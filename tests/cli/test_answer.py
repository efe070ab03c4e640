"""Printing an answer that first had no room or used tools: what is printed, and which answer counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from javari_tui.cli.answer import AnswerPrinter
from javari_tui.domain.chat import Message, MessageState, Role
from javari_tui.domain.conversation import AnswerGrew, MessageAdded, MessageChanged, WorkEnded
from javari_tui.domain.errors import DiskFull
from javari_tui.domain.models import Failure, FailureKind


def message(number: int, role: Role = Role.ASSISTANT, **more: object) -> Message:
    fields = {"text": "", "state": MessageState.STREAMING, **more}
    return Message(id=number, chat_id=1, parent_id=None, role=role, created_at=datetime.now(UTC), **fields)  # type: ignore[arg-type]


async def test_the_answer_below_the_summary_is_printed_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    printer = AnswerPrinter(is_silent=False)
    too_long = Failure(kind=FailureKind.TOO_LONG)
    last = message(3, text="At last.", state=MessageState.COMPLETE)
    for update in (
        MessageAdded(1, message(2)),
        MessageChanged(1, message(2, state=MessageState.FAILED, failure=too_long)),
        MessageChanged(1, message(2, Role.SUMMARY)),
        AnswerGrew(1, 2, "SHORT NOTES"),
        MessageChanged(1, message(2, Role.SUMMARY, text="SHORT NOTES", state=MessageState.COMPLETE)),
        MessageAdded(1, message(3)),
        AnswerGrew(1, 3, "At last."),
        MessageChanged(1, last),
        WorkEnded(1),
    ):
        printer(update)
    assert await printer.ended() == last
    assert capsys.readouterr().out == "At last.\n"


async def test_an_answer_that_is_there_counts_whatever_ends_the_work_after_it() -> None:
    printer = AnswerPrinter(is_silent=True)
    whole = message(2, text="Whole.", state=MessageState.COMPLETE)
    for update in (MessageAdded(1, message(2)), MessageChanged(1, whole), WorkEnded(1, DiskFull())):
        printer(update)
    assert await printer.ended() == whole


async def test_work_that_ends_before_an_answer_raises_its_error() -> None:
    printer = AnswerPrinter(is_silent=True)
    for update in (MessageAdded(1, message(2)), WorkEnded(1, DiskFull())):
        printer(update)
    with pytest.raises(DiskFull):
        await printer.ended()


async def test_what_is_said_before_tools_stands_on_lines_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printer = AnswerPrinter(is_silent=False)
    limit = message(3, state=MessageState.FAILED, failure=Failure(kind=FailureKind.TOOL_LIMIT, detail="25 rounds"))
    for update in (
        MessageAdded(1, message(2)),
        AnswerGrew(1, 2, "Let me look."),
        MessageChanged(1, message(2, text="Let me look.")),
        MessageChanged(1, message(2, text="Let me look.", state=MessageState.COMPLETE)),
        MessageAdded(1, limit),
        MessageChanged(1, limit),
        WorkEnded(1),
    ):
        printer(update)
    assert await printer.ended() == limit
    assert capsys.readouterr().out == "Let me look.\n"
