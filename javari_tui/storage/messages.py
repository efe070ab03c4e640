"""Messages: the tree of what was said in a chat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Unpack

from sqlalchemy import update
from sqlmodel import Session, col

from javari_tui.domain.chat import Attachment, Branch, Message, MessageState, Role
from javari_tui.domain.errors import NotFound
from javari_tui.domain.model_records import ModelRef
from javari_tui.domain.unsettled_calls import JAVARI_ENDED, ended_early
from javari_tui.storage.branches import read_branches
from javari_tui.storage.database import Database
from javari_tui.storage.message_reads import read_message, read_path, read_tree
from javari_tui.storage.message_writes import Columns, MessageChanges, MessageContent, attachment_columns, columns_of
from javari_tui.storage.rows import rows
from javari_tui.storage.stored_values import now, tool_calls_from_text
from javari_tui.storage.tables import ChatRow, MessageRow


class MessageStore:
    """Reads and writes messages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        *,
        chat_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        state: MessageState = MessageState.COMPLETE,
        attachments: Iterable[Attachment] = (),
        covers_until: int | None = None,
        created_at: datetime | None = None,
        make_leaf: bool = True,
        **content: Unpack[MessageContent],
    ) -> Message:
        """Hang a new message below its parent; NotFound when the chat is gone or the parent is not in it."""
        made = created_at or now()
        row = MessageRow(
            chat_id=chat_id, parent_id=parent_id, role=role.value, created_at=made, covers_until=covers_until
        )
        columns = self._columns(MessageChanges(text=text, state=state, **content)) | attachment_columns(attachments)
        for name, value in columns.items():
            setattr(row, name, value)
        with self._database.writing() as session:
            self._require_parent(session, chat_id, parent_id)
            session.add(row)
            session.flush()
            if not _touch_chat(session, chat_id, made, **({"leaf_id": row.id} if make_leaf else {})):
                raise NotFound(detail=f"chat {chat_id}")
            return read_message(self._database.plain(session), row.id or 0)

    def get(self, message_id: int) -> Message:
        """One message; NotFound when it is not there."""
        with self._database.reading() as session:
            return read_message(self._database.plain(session), message_id)

    def change(self, message_id: int, **changes: Unpack[MessageChanges]) -> Message:
        """Change what is named, and nothing else; NotFound when the message is not there."""
        with self._database.writing() as session:
            statement = update(MessageRow).where(col(MessageRow.id) == message_id).values(**self._columns(changes))
            session.exec(statement)
            message = read_message(self._database.plain(session), message_id)
            if "state" in changes and not message.is_running:
                _touch_chat(session, message.chat_id, now())
            return message

    def turn_into_summary(self, message_id: int, covers_until: int, model: ModelRef | None) -> Message:
        """Let an answer that came to nothing be a summary that is being written; what it had is gone."""
        columns = self._columns(
            MessageChanges(
                text="", thinking="", tool_calls=(), usage=None, failure=None, replay="", state=MessageState.STREAMING
            )
        )
        columns.update(columns_of({"model": model}), role=Role.SUMMARY.value, covers_until=covers_until)
        with self._database.writing() as session:
            session.exec(update(MessageRow).where(col(MessageRow.id) == message_id).values(**columns))
            return read_message(self._database.plain(session), message_id)

    def path(
        self, chat_id: int, *, leaf_id: int | None = None, before: int | None = None, limit: int | None = None
    ) -> tuple[tuple[Message, ...], bool]:
        """The last `limit` messages of a branch, oldest first, and whether there are older ones.

        The branch is the shown one or the one that ends at `leaf_id`; with `before`, only what stands above
        that message.
        """
        with self._database.reading() as session:
            plain = self._database.plain(session)
            if before is not None:
                end = read_message(plain, before).parent_id
            else:
                end = leaf_id if leaf_id is not None else _leaf_of(session, chat_id)
            return read_path(plain, chat_id, end, limit)

    def branches(self, chat_id: int) -> tuple[Branch, ...]:
        """Every way through the chat's tree, the shown one first, then the one last written in."""
        with self._database.reading() as session:
            return read_branches(self._database.plain(session), chat_id, _leaf_of(session, chat_id))

    def siblings(self, message_id: int) -> tuple[int, ...]:
        """The ids of all versions of a message, its own too, oldest first."""
        sql = """SELECT s.id FROM messages m JOIN messages s ON s.parent_id IS m.parent_id AND s.chat_id = m.chat_id
                 WHERE m.id = ? ORDER BY s.id"""
        with self._database.reading() as session:
            return tuple(row["id"] for row in rows(self._database.plain(session), sql, (message_id,)))

    def newest_leaf_below(self, message_id: int) -> int:
        """Where one arrives by following the newest answers down from a message."""
        # A child is always newer than its parent, so the last of the way down has the highest number.
        sql = """WITH RECURSIVE down(id) AS (
                     VALUES (?)
                     UNION ALL
                     SELECT (SELECT max(m.id) FROM messages m WHERE m.parent_id = down.id) FROM down
                     WHERE down.id IS NOT NULL)
                 SELECT max(id) AS leaf FROM down"""
        with self._database.reading() as session:
            plain = self._database.plain(session)
            return int(rows(plain, sql, (read_message(plain, message_id).id,))[0]["leaf"])

    def all_of(self, chat_id: int) -> tuple[Message, ...]:
        """The whole tree, in the order it was made."""
        with self._database.reading() as session:
            return read_tree(self._database.plain(session), chat_id)

    def close_interrupted(self) -> int:
        """Mark the answers whose writer is dead as cut, what they called as failed; the living go on."""
        living = self._database.writers.living()
        sql = "SELECT id, writer, tool_calls FROM messages WHERE state = 'streaming'"
        with self._database.reading() as session:
            written = rows(self._database.plain(session), sql)
        dead = [row for row in written if row["writer"] not in living]
        if not dead:
            return 0
        cut = 0
        with self._database.writing() as session:
            for row in dead:
                still = (col(MessageRow.id) == row["id"]) & (col(MessageRow.state) == MessageState.STREAMING.value)
                calls = ended_early(tool_calls_from_text(row["tool_calls"]), JAVARI_ENDED)
                columns = self._columns(MessageChanges(state=MessageState.CUT, tool_calls=calls))
                cut += session.exec(update(MessageRow).where(still).values(**columns)).rowcount
        return cut

    def _columns(self, changes: MessageChanges) -> Columns:
        """Named changes as columns, with this process as the writer of an answer that runs."""
        columns = columns_of(changes)
        if "state" in changes:
            is_running = changes["state"] is MessageState.STREAMING
            columns["writer"] = self._database.writers.token() if is_running else None
        return columns

    def _require_parent(self, session: Session, chat_id: int, parent_id: int | None) -> None:
        if parent_id is not None and read_message(self._database.plain(session), parent_id).chat_id != chat_id:
            raise NotFound(detail=f"message {parent_id} in chat {chat_id}")


def _leaf_of(session: Session, chat_id: int) -> int | None:
    """The end of the branch a chat shows; NotFound when the chat is gone."""
    chat = session.get(ChatRow, chat_id)
    if chat is None or chat.deleted_at is not None:
        raise NotFound(detail=f"chat {chat_id}")
    return chat.leaf_id


def _touch_chat(session: Session, chat_id: int, when: datetime, **more: int | None) -> bool:
    """Note that something was said in a chat; False when the chat is gone."""
    is_there = (col(ChatRow.id) == chat_id) & col(ChatRow.deleted_at).is_(None)
    return session.exec(update(ChatRow).where(is_there).values(updated_at=when, **more)).rowcount > 0
