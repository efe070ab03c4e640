"""Homes for the pictures: chats as they would be after some days of use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from javari_tui.domain.assets import AssetOrigin, AssetType, NewAsset
from javari_tui.domain.attachments import attach_file, attach_paste
from javari_tui.domain.chat import Attachment, Chat, Message, MessageState, Role, ScrollPlace
from javari_tui.domain.models import Failure, FailureKind, ModelRef, Usage
from javari_tui.paths import folders
from javari_tui.storage.assets import AssetStore
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.prompts import PromptStore
from javari_tui.storage.view_state import ViewStore
from tests.snapshots import texts
from tooling import sample_chat

NOW = datetime(2026, 3, 12, 10, 30, tzinfo=ZoneInfo("UTC"))
"""A Thursday."""
MODEL = ModelRef("anthropic", "claude-opus-5-5")

Seed = Callable[["Writing"], None]


@dataclass(frozen=True, slots=True)
class Writing:
    """What writes into a home."""

    chats: ChatStore
    messages: MessageStore
    prompts: PromptStore
    view: ViewStore
    assets: AssetStore

    def chat(self, title: str, *said: str, ago: timedelta = timedelta(minutes=5)) -> tuple[Chat, tuple[Message, ...]]:
        """A chat in which user and model spoke in turn."""
        chat = self.chats.create(model=MODEL, title=title)
        messages: list[Message] = []
        for number, text in enumerate(said):
            messages.append(
                self.messages.add(
                    chat_id=chat.id,
                    parent_id=messages[-1].id if messages else None,
                    role=Role.ASSISTANT if number % 2 else Role.USER,
                    text=text,
                    model=MODEL if number % 2 else None,
                    created_at=NOW - ago,
                )
            )
        return chat, tuple(messages)

    def opened(self, chat: Chat) -> None:
        """The chat that Javari shows when it starts."""
        self.view.set_open_chat(chat.id)


@contextmanager
def writing() -> Iterator[Writing]:
    """The home of this test."""
    places = folders()
    database = Database.open(places.database, backups=places.backups)
    try:
        yield Writing(
            ChatStore(database),
            MessageStore(database),
            PromptStore(database),
            ViewStore(database),
            AssetStore(database),
        )
    finally:
        database.close()


def nothing(home: Writing) -> None:
    """The first start."""


def one_answer(home: Writing) -> None:
    """One question, one answer with code and a table."""
    chat, (question, _answer) = home.chat("Disk full at 3 am", sample_chat.QUESTION, sample_chat.ANSWER)
    assert question.id
    home.opened(chat)


def a_change(home: Writing) -> None:
    """An answer with a diff of two files."""
    chat, _none = home.chat("Count without empty lines", "Leave out empty lines, please.", texts.CHANGE)
    home.opened(chat)


def many_states(home: Writing) -> None:
    """A chat with everything that can become of a message."""
    chat, _none = home.chat("A parser for log lines")
    first = _ask(home, chat, None, "What does this do?", attachments=(_log_file(), _pasted()))
    answer = home.messages.add(
        chat_id=chat.id,
        parent_id=first.id,
        role=Role.ASSISTANT,
        text=texts.EVERY_BLOCK,
        thinking="The file is a log.\nThe user wants the short version.\nSo: say what it does, then show it.",
        model=MODEL,
        usage=Usage(input=1800, output=420),
        created_at=NOW,
    )
    _ask(home, chat, answer.id, "Show it in Rust.")
    second = _ask(home, chat, answer.id, "Show it in Go.")
    stopped = home.messages.add(
        chat_id=chat.id,
        parent_id=second.id,
        role=Role.ASSISTANT,
        text="In Go the same takes a `bufio.Scanner`",
        model=MODEL,
        state=MessageState.STOPPED,
        created_at=NOW,
    )
    third = _ask(home, chat, stopped.id, "And how fast is it?")
    cut = _failed(home, chat, third, FailureKind.CUT_OFF, "About forty megabytes a second, when", MessageState.CUT)
    fourth = _ask(home, chat, cut.id, "Go on, please.")
    _failed(home, chat, fourth, FailureKind.OVERLOADED, "", MessageState.FAILED)
    home.opened(chat)


def some_chats(home: Writing) -> None:
    """A list of chats: pinned, tagged, of several days, in several scripts."""
    days = timedelta(days=1)
    home.chat("Summer holiday", "Where is it warm in April?", "On the Canary Islands.", ago=400 * days)
    home.chat("東京の週末の計画", "週末に何をしましょうか。", "上野公園はいかがですか。", ago=40 * days)
    home.chat("", "hello", "Hello! What can I do for you?", ago=12 * days)
    home.chat(
        "Why the nightly build takes forty minutes, and what could be done about it", "Why?", "Caches.", ago=3 * days
    )
    invoice, _said = home.chat("Invoice template", "Make an invoice template.", "Here it is.", ago=2 * days)
    home.chats.change(invoice.id, tags=("work", "templates"))
    deploy, _said = home.chat("Deploy with systemd", "How do I run it as a service?", texts.SYSTEMD, ago=days)
    home.chats.change(deploy.id, pinned=True, tags=("work",))
    chat, _said = home.chat("Disk full at 3 am", sample_chat.QUESTION, sample_chat.ANSWER)
    home.opened(chat)


def some_assets(home: Writing) -> None:
    """What was kept in some weeks: code in two versions, a document, a table, an export; folders, tags, a favourite."""
    chat, (_question, answer) = home.chat("Deploy with systemd", "How do I run it as a service?", texts.SYSTEMD)
    for lines in (4, 12):
        unit = NewAsset(
            type=AssetType.CODE,
            title="backup.service",
            content="[Service]\n" + "".join(f"ExecStart=/usr/bin/step {line}\n" for line in range(lines)),
            language="ini",
            chat_id=chat.id,
            message_id=answer.id,
            identity="unit",
            tags=("work", "systemd"),
            folder="servers",
            description="Runs the copies of the night",
        )
        kept = home.assets.keep(unit).asset
    home.assets.change(kept.id, is_favourite=True)
    notes = "# Why the nightly build is slow\n\n- no **cache**\n- tests run *twice*\n"
    title = "Why the nightly build takes forty minutes, and what could be done about it"
    home.assets.keep(
        NewAsset(type=AssetType.DOCUMENT, title=title, content=notes, mime_type="text/markdown", tags=("work",))
    )
    home.assets.keep(
        NewAsset(
            type=AssetType.DOCUMENT,
            title="prices.csv",
            content="name,price\napples,3\npears,12\n",
            mime_type="text/csv",
            origin=AssetOrigin.MANUAL_UPLOAD,
        )
    )
    export = NewAsset(
        type=AssetType.EXPORT, title="東京の週末の計画", content="# 東京\n", mime_type="text/markdown", chat_id=chat.id
    )
    home.assets.keep(replace(export, origin=AssetOrigin.EXPORT))


def waiting(home: Writing) -> None:
    """Messages that wait because the answer before them was stopped."""
    chat, (question, _answer) = home.chat("Disk full at 3 am", sample_chat.QUESTION, sample_chat.ANSWER)
    home.prompts.enqueue(chat.id, "And how do I keep it from filling again?")
    home.prompts.enqueue(chat.id, "Write the logrotate rule, please, for every file below /var/log/myservice.")
    home.prompts.enqueue(chat.id, "Thanks!")
    home.opened(chat)
    assert question.id


def scrolled_up(home: Writing) -> None:
    """A chat whose reader is at its beginning."""
    said = (sample_chat.QUESTION, sample_chat.ANSWER, "And then?", sample_chat.ANSWER)
    chat, messages = home.chat("Disk full at 3 am", *said)
    home.view.save_scroll(chat.id, ScrollPlace(message_id=messages[0].id, rows=0, following=False))
    home.opened(chat)


def earlier_prompts(home: Writing) -> None:
    """Prompts that were sent before."""
    one_answer(home)
    for text in (
        "How do I list open ports?",
        "Explain this stack trace:\nTraceback (most recent call last):\n  File “a.py”, line 3\nKeyError: 'x'",
        "Which files are larger than a gigabyte?",
        sample_chat.QUESTION,
    ):
        home.prompts.remember(text)


def _ask(home: Writing, chat: Chat, parent: int | None, text: str, attachments: tuple[Attachment, ...] = ()) -> Message:
    return home.messages.add(
        chat_id=chat.id, parent_id=parent, role=Role.USER, text=text, attachments=attachments, created_at=NOW
    )


def _failed(home: Writing, chat: Chat, question: Message, kind: FailureKind, text: str, state: MessageState) -> Message:
    return home.messages.add(
        chat_id=chat.id,
        parent_id=question.id,
        role=Role.ASSISTANT,
        text=text,
        model=MODEL,
        state=state,
        failure=Failure(kind=kind, detail="Overloaded" if kind is FailureKind.OVERLOADED else ""),
        created_at=NOW,
    )


def _log_file() -> Attachment:
    return attach_file("logs/service.log", b"10:00 INFO start\n10:01 ERROR disk full\n" * 40)


def _pasted() -> Attachment:
    return attach_paste("Pasted text 1", "def parse(line):\n    return line.split()\n" * 12)
