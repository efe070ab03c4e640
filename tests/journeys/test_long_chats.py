"""A chat of thousands of messages: opened like a short one, read to its start, searched to its depth, left midway."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from javari_tui.domain.chat import Chat, Message, Role
from javari_tui.domain.exports import ChatRecord
from javari_tui.paths import folders
from javari_tui.providers.scripted import saying
from javari_tui.storage.chat_imports import import_chat
from javari_tui.storage.database import Database
from tests.journeys.conftest import Javari
from tests.journeys.person import Person

LONG, SHORT = 1, 2
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def _record(title: str, count: int) -> ChatRecord:
    """A chat of so many messages; one of them is a megabyte."""
    messages = tuple(
        Message(
            id=number,
            chat_id=1,
            parent_id=number - 1 or None,
            role=Role.USER if number % 2 else Role.ASSISTANT,
            text="x" * 1_000_000 if number == count - 30 else f"{title} says {number}.",
            created_at=MOMENT + timedelta(minutes=number),
        )
        for number in range(1, count + 1)
    )
    chat = Chat(id=1, uid=title, title=title, created_at=MOMENT, updated_at=MOMENT, leaf_id=count)
    return ChatRecord(chat, messages)


@pytest.fixture
def chats(javari: Javari) -> Javari:
    """A long chat (messages 1 to 3000) and a short one (3001 to 3040) in this test's home."""
    database = Database.open(folders().database, backups=folders().backups)
    import_chat(database, _record("long", 3000))
    import_chat(database, _record("short", 40))
    database.close()
    return javari


async def _open(person: Person, chat_id: int, message_id: int | None = None) -> None:
    person.chat_screen.moving.open(chat_id, message_id)
    await person.until(lambda: person.messages() and person.messages()[0].chat_id == chat_id)


async def test_a_long_chat_opens_with_its_end_and_is_read_to_its_start_in_a_few_steps(
    chats: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chats([saying("Hello")]) as person:
        await _open(person, LONG)
        await person.reads("long says 3000")
        assert len(person.messages()) == 60
        transcript = person.chat_screen.transcript
        transcript.focus()
        await person.settle()
        steps: list[int] = []
        prepend = transcript.prepend

        def noted(messages: Any, *, has_older: bool) -> None:  # noqa: ANN401 - passed on
            steps.append(len(messages))
            prepend(messages, has_older=has_older)

        monkeypatch.setattr(transcript, "prepend", noted)
        await person.press("home")
        await person.reads("long says 1\\.")
        assert steps == [1000, 1000, 940]
        await person.press("end")
        await person.reads("long says 3000")
        steps.clear()
        await _open(person, SHORT)
        await _open(person, LONG, 1990)
        await person.until(lambda: transcript.selected_message_id() == 1990)
        assert steps == [1000]


async def test_what_is_read_late_never_lands_in_another_chat_nor_keeps_a_deleted_one(chats: Javari) -> None:
    async with chats([saying("Hello")]) as person:
        await _open(person, LONG)
        gate = threading.Event()
        disk = person.services.chats._disk
        held = disk._thread.submit(gate.wait, 10)
        person.chat_screen.transcript.focus()
        await person.press("home")
        person.chat_screen.moving.open(SHORT)
        await person.settle()
        gate.set()
        await person.reads("short says 40")
        assert held.result() is True
        assert {message.chat_id for message in person.messages()} == {SHORT}
        await _open(person, LONG)
        gate.clear()
        held = disk._thread.submit(gate.wait, 10)
        person.chat_screen.transcript.focus()
        disk._thread.submit(person.services.chats._stored.chats.delete, LONG)
        await person.press("home")
        gate.set()
        await person.until(lambda: len(person.messages()) == 3000)
        assert person.app._exception is None
