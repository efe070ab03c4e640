"""A real database in the test's own folder, its stores, and something said in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from javari_tui.domain.chat import Message, Role
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.prompts import PromptStore
from javari_tui.storage.view_state import ViewStore


@dataclass(frozen=True, slots=True)
class Kept:
    """An opened database and all of its stores."""

    database: Database
    chats: ChatStore
    messages: MessageStore
    prompts: PromptStore
    view: ViewStore

    @classmethod
    def over(cls, database: Database) -> Kept:
        """The stores of an opened database."""
        return cls(database, ChatStore(database), MessageStore(database), PromptStore(database), ViewStore(database))

    def say(self, chat_id: int, *texts: str, after: int | None = None) -> list[Message]:
        """One message below the other, from the user and the model in turn."""
        said: list[Message] = []
        for number, text in enumerate(texts):
            role = Role.ASSISTANT if number % 2 else Role.USER
            parent = said[-1].id if said else after
            said.append(self.messages.add(chat_id=chat_id, parent_id=parent, role=role, text=text))
        return said


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is; not there yet."""
    return tmp_path / "data" / "javari.db"


@pytest.fixture
def backups(file: Path) -> Path:
    """Where copies go; not there yet."""
    return file.parent / "backups"


@pytest.fixture
def database(file: Path, backups: Path) -> Iterator[Database]:
    """A new database."""
    database = Database.open(file, backups=backups)
    yield database
    database.close()


@pytest.fixture
def kept(database: Database) -> Kept:
    """A new database with its stores."""
    return Kept.over(database)


@pytest.fixture
def ledger(database: Database) -> LedgerStore:
    """The ledger of a new database."""
    return LedgerStore(database)
