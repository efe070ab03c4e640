"""Messages: the tree of what was said in a chat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import update
from sqlmodel import Session, col

from javari_tui.domain.chat import Attachment, Branch, Message, MessageState, Role, ToolCall
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import Failure, ModelRef, Usage
from javari_tui.storage.branches import read_branches
from javari_tui.storage.database import Database
from javari_tui.storage.message_reads import read_message, read_path, read_tree, rows
from javari_tui.storage.stored_values import (
    attachments_to_text,
    failure_to_text,
    model_to_text,
    now,
    tool_calls_to_text,
    usage_to_columns,
)
from javari_tui.storage.tables import ChatRow, MessageRow


class MessageChanges(TypedDict, total=False):
    """What may change in a message after it was made."""

    text: str
    thinking: str
    state: MessageState
    tool_calls: Iterable[ToolCall]
    model: ModelRef | None
    usage: Usage | None
    failure: Failure | None
    replay: str


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
        tool_calls: Iterable[ToolCall] = (),
        model: ModelRef | None = None,
        covers_until: int | None = None,
        created_at: datetime | None = None,
        thinking: str = "",
        usage: Usage | None = None,
        failure: Failure | None = None,
        replay: str = "",
        make_leaf: bool = True,
    ) -> Message:
        """Hang a new message below its parent; NotFound when the chat is gone or the parent is not in it."""
        attachments, made = tuple(attachments), created_at or now()
        row = MessageRow(
            chat_id=chat_id,
            parent_id=parent_id,
            role=role.value,
            created_at=made,
            covers_until=covers_until,
            attachments=attachments_to_text(attachments),
            attachment_names="\n".join(attachment.name for attachment in attachments),
        )
        changes = MessageChanges(
            text=text,
            thinking=thinking,
            state=state,
            tool_calls=tool_calls,
            model=model,
            usage=usage,
            failure=failure,
            replay=replay,
        )
        for name, value in self._columns(changes).items():
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
        """Mark the answers whose writer is dead as cut, and leave those that another Javari is writing alone."""
        living = self._database.writers.living()
        with self._database.reading() as session:
            written = rows(self._database.plain(session), "SELECT id, writer FROM messages WHERE state = 'streaming'")
            dead = [row["id"] for row in written if row["writer"] not in living]
        if not dead:
            return 0
        still = col(MessageRow.id).in_(dead) & (col(MessageRow.state) == MessageState.STREAMING.value)
        cut = self._columns(MessageChanges(state=MessageState.CUT))
        with self._database.writing() as session:
            return session.exec(update(MessageRow).where(still).values(**cut)).rowcount

    def _columns(self, changes: MessageChanges) -> Mapping[str, str | int | None]:
        """Named changes as columns."""
        columns: dict[str, str | int | None] = {}
        for name in ("text", "thinking", "replay"):
            if name in changes:
                columns[name] = changes[name]
        if "state" in changes:
            columns["state"] = changes["state"].value
            is_running = changes["state"] is MessageState.STREAMING
            columns["writer"] = self._database.writers.token() if is_running else None
        if "tool_calls" in changes:
            columns["tool_calls"] = tool_calls_to_text(changes["tool_calls"])
        if "model" in changes:
            columns["model"] = model_to_text(changes["model"])
        if "usage" in changes:
            columns |= usage_to_columns(changes["usage"])
        if "failure" in changes:
            columns["failure"] = failure_to_text(changes["failure"])
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
