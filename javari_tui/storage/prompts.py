"""Prompts: what is being typed, what waits, what was sent before."""

from __future__ import annotations

from collections.abc import Iterable

from javari_tui.domain.chat import Attachment, Draft, QueuedMessage
from javari_tui.storage.chat_reads import queued_from_row, read_queue
from javari_tui.storage.database import Database
from javari_tui.storage.rows import rows
from javari_tui.storage.stored_values import attachments_to_text, now, storable
from javari_tui.storage.tables import DraftRow, PromptHistoryRow, QueuedMessageRow
from javari_tui.storage.view_reads import read_draft

_REMEMBERED = 2000


class PromptStore:
    """Reads and writes drafts, the queue and the prompt history."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def draft(self, chat_id: int) -> Draft:
        """What stands in a chat's prompt; chat 0 is the new one."""
        with self._database.reading() as session:
            return read_draft(self._database.plain(session), chat_id)

    def save_draft(self, chat_id: int, draft: Draft) -> None:
        """Keep what stands in a chat's prompt; an empty draft takes no room."""
        with self._database.writing() as session:
            row = session.get(DraftRow, chat_id)
            if not draft.text and not draft.attachments:
                if row is not None:
                    session.delete(row)
                return
            row = row or DraftRow(chat_id=chat_id, updated_at=now())
            row.text, row.attachments = draft.text, attachments_to_text(draft.attachments)
            row.cursor_row, row.cursor_column = draft.cursor
            row.updated_at = now()
            session.add(row)

    def queue(self, chat_id: int) -> tuple[QueuedMessage, ...]:
        """What waits in a chat, first come first."""
        with self._database.reading() as session:
            return read_queue(self._database.plain(session), chat_id)

    def enqueue(self, chat_id: int, text: str, attachments: Iterable[Attachment] = ()) -> QueuedMessage:
        """Let a message wait."""
        attachments = tuple(attachments)
        row = QueuedMessageRow(
            chat_id=chat_id, text=text, attachments=attachments_to_text(attachments), created_at=now()
        )
        with self._database.writing() as session:
            session.add(row)
            session.flush()
            return QueuedMessage(id=row.id or 0, chat_id=chat_id, text=text, attachments=attachments)

    def dequeue(self, queued_id: int) -> QueuedMessage | None:
        """Take a message out of the queue; None when it is not there any more."""
        sql = "SELECT id, chat_id, text, attachments FROM queued_messages WHERE id = ?"
        with self._database.writing() as session:
            plain = self._database.plain(session)
            found = rows(plain, sql, (queued_id,))
            plain.execute("DELETE FROM queued_messages WHERE id = ?", (queued_id,))
            return queued_from_row(found[0]) if found else None

    def remember(self, text: str) -> None:
        """Put a sent text at the top of the prompt history, once."""
        with self._database.writing() as session:
            plain = self._database.plain(session)
            plain.execute("DELETE FROM prompt_history WHERE text = ?", (storable(text),))
            session.add(PromptHistoryRow(text=text, created_at=now()))
            session.flush()
            oldest = "SELECT id FROM prompt_history ORDER BY id DESC LIMIT 1 OFFSET ?"
            plain.execute(f"DELETE FROM prompt_history WHERE id <= ({oldest})", (_REMEMBERED,))  # noqa: S608

    def history(self, limit: int = 500) -> tuple[str, ...]:
        """What was sent before, newest first, nothing twice."""
        sql = "SELECT text FROM prompt_history ORDER BY id DESC LIMIT ?"
        with self._database.reading() as session:
            return tuple(row["text"] for row in rows(self._database.plain(session), sql, (limit,)))
