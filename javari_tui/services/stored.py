"""What is on disk, as services reach it: the stores, and the thread their work is done on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Unpack

from javari_tui.domain.chat import Message
from javari_tui.domain.errors import NotFound
from javari_tui.services.disk import DiskThread
from javari_tui.storage.assets import AssetStore
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.ledger import LedgerStore
from javari_tui.storage.ledger_reads import LedgerReader
from javari_tui.storage.message_writes import MessageChanges
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.outbox import Outbox
from javari_tui.storage.prompts import PromptStore
from javari_tui.storage.view_state import ViewStore


class Payment(Protocol):
    """What the end of an answer does to the ledger."""

    def write(self) -> None:
        """On the disk thread, part of the transaction that writes the answer down."""

    def tell(self) -> None:
        """It is on disk."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The opened database with its stores; used only on the disk thread."""

    disk: DiskThread
    database: Database
    chats: ChatStore
    messages: MessageStore
    prompts: PromptStore
    view: ViewStore
    assets: AssetStore
    ledger: LedgerStore
    ledger_lines: LedgerReader
    outbox: Outbox

    @classmethod
    def over(cls, database: Database, disk: DiskThread) -> Stored:
        """The stores of an opened database."""
        return cls(
            disk,
            database,
            ChatStore(database),
            MessageStore(database),
            PromptStore(database),
            ViewStore(database),
            AssetStore(database),
            LedgerStore(database),
            LedgerReader(database),
            Outbox(database),
        )

    async def save_message(
        self, message_id: int, payments: tuple[Payment, ...] = (), **changes: Unpack[MessageChanges]
    ) -> Message:
        """Change what is named in a message, and pay what it came to: all of it is on disk when this returns."""
        message = await self.disk.run(self._save, message_id, payments, changes)
        for payment in payments:
            payment.tell()
        if isinstance(message, NotFound):
            raise message
        return message

    def _save(self, message_id: int, payments: tuple[Payment, ...], changes: MessageChanges) -> Message | NotFound:
        """One transaction. A message that is gone has its price all the same."""
        if not payments:
            return self.messages.change(message_id, **changes)
        with self.database.writing():
            for payment in payments:
                payment.write()
            try:
                return self.messages.change(message_id, **changes)
            except NotFound as error:
                return error
