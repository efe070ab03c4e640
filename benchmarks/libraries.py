"""Libraries of chats to measure with, made through the storage layer: the same chats on every machine."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from javari_tui.domain.chat import Chat, Message, Role
from javari_tui.domain.exports import ChatRecord
from javari_tui.paths import folders
from javari_tui.storage.chat_imports import import_chat
from javari_tui.storage.database import Database

CHATS, MESSAGES = 1_000, 100_000
FEW_CHATS = 10
LONG, SHORT = 10_000, 10
"""Messages of the two chats that are opened."""
LONG_TITLE, SHORT_TITLE, WARM_TITLE = "Xylophone", "Quizzical", "Jackdaws"
"""Words that stand nowhere else."""
PICTURE_MARK = "LASTWORD"
"""With a chat's title behind it, the last word of a chat. No search for the title finds it."""

TECHNICAL = (
    *("nginx", "certificate", "renewal", "cron", "systemd", "timer", "python", "asyncio", "traceback", "database"),
    *("index", "migration", "backup", "restore", "kernel", "firewall", "iptables", "docker", "compose", "volume"),
    *("terraform", "ansible", "playbook", "grafana", "dashboard", "latency", "throughput", "timeout", "retry", "queue"),
    *("memory", "garbage", "collector", "profile", "benchmark", "unicode", "terminal", "escape", "sequence", "locale"),
)
"""What people look for."""
_FIRST = datetime(2024, 1, 1, tzinfo=UTC)
_CODE = "```python\nfor attempt in range({number}):\n    await connect(timeout=attempt)\n```"


class Libraries:
    """Two homes below a folder, each made when first asked for: one with many chats, one with few."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def large(self) -> Path:
        """1,000 chats with 100,000 messages, one of them with 10,000."""
        others = CHATS - 3
        each, more = divmod(MESSAGES - LONG - 2 * SHORT, others)
        lengths = [each + (number < more) for number in range(others)]
        return _made(self._folder / "large", [*lengths, LONG, SHORT, SHORT])

    @cached_property
    def small(self) -> Path:
        """Ten chats of ten messages."""
        return _made(self._folder / "small", [SHORT] * FEW_CHATS)


def vocabulary(dice: random.Random, size: int = 4_000) -> list[str]:
    """Words as long as those of a language, the technical ones among the more frequent."""
    syllables = ("ka", "lo", "mi", "ter", "on", "ba", "sen", "ru", "da", "vi", "po", "el", "ar", "ti", "gu", "ne")
    words = {"".join(dice.choices(syllables, k=dice.randint(1, 4))) for _ in range(size)}
    ordered = sorted(words)
    dice.shuffle(ordered)
    return [*ordered[:100], *TECHNICAL, *ordered[100:]]


def _made(home: Path, lengths: list[int]) -> Path:
    """A home with chats of so many messages; the last three have the known titles."""
    dice = random.Random(11)
    words = vocabulary(dice)
    titles = [" ".join(dice.choices(words, k=4)).capitalize() for _ in lengths[:-3]]
    writer = _Writer(dice, words)
    places = folders({"JAVARI_HOME": str(home)})
    database = Database.open(places.database, backups=places.backups)
    try:
        with database.writing():
            for title, length in zip((*titles, LONG_TITLE, SHORT_TITLE, WARM_TITLE), lengths, strict=True):
                import_chat(database, writer.chat(title, length))
    finally:
        database.close()
    return home


class _Writer:
    """Writes chats, one after the other."""

    def __init__(self, dice: random.Random, words: list[str]) -> None:
        self._dice, self._words = dice, words
        self._weights = [1 / rank for rank in range(1, len(words) + 1)]
        """As in any language: the word at rank n is 1/n as frequent as the first."""
        self._clock = _FIRST

    def chat(self, title: str, length: int) -> ChatRecord:
        """A chat of so many messages, questions and answers by turns."""
        began = self._clock
        messages = tuple(self._message(number, length, title) for number in range(1, length + 1))
        uid = uuid.UUID(int=self._dice.getrandbits(128)).hex
        chat = Chat(
            id=1, uid=uid, title=title, title_is_users=True, leaf_id=length, created_at=began, updated_at=self._clock
        )
        return ChatRecord(chat, messages)

    def _message(self, number: int, length: int, title: str) -> Message:
        self._clock += timedelta(seconds=37)
        is_question = number % 2 == 1
        count = self._dice.randint(4, 20) if is_question else self._dice.randint(30, 90)
        text = " ".join(self._dice.choices(self._words, self._weights, k=count)).capitalize()
        text += "?" if is_question else "."
        if number % 8 == 0:
            text += "\n\n" + _CODE.format(number=number)
        if number == length:
            text += f"\n\n{PICTURE_MARK}{title}"
        return Message(
            id=number,
            chat_id=1,
            parent_id=number - 1 or None,
            role=Role.USER if is_question else Role.ASSISTANT,
            text=text,
            created_at=self._clock,
        )
