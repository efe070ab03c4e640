"""Chats as files: what is exported to JSON, and the form it has there.

A record numbers its messages from 1 in the order they were written, so the same chat gives the same record on
every machine, whatever ids its database gave out. A model's signed blocks (`replay`) stay here: only the server
that made them can read them. What an import accepts is in `imports.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from javari_tui.domain.chat import Attachment, Chat, Message, MessageState, ToolCall, ToolState
from javari_tui.domain.models import Failure, ModelRef, Usage
from javari_tui.domain.untrusted_text import clean

FORMAT = "javari-chats"
VERSION = 1

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class ChatRecord:
    """A whole chat: the tree of its messages, numbered from 1, and which branch is shown."""

    chat: Chat
    messages: tuple[Message, ...]


def record(chat: Chat, messages: Iterable[Message]) -> ChatRecord:
    """A chat as a record: ids of this machine's database become numbers from 1."""
    ordered = sorted(messages, key=lambda message: message.id)
    numbers = {message.id: number for number, message in enumerate(ordered, start=1)}
    renumbered = tuple(
        replace(
            message,
            id=numbers[message.id],
            chat_id=1,
            parent_id=numbers.get(message.parent_id or 0),
            covers_until=numbers.get(message.covers_until or 0),
            state=MessageState.CUT if message.is_running else message.state,
            replay="",
            sibling=1,
            siblings=1,
        )
        for message in ordered
    )
    return ChatRecord(replace(chat, id=1, leaf_id=numbers.get(chat.leaf_id or 0)), renumbered)


def to_json(records: Iterable[ChatRecord]) -> str:
    """Records as the text of a file that `javari chats import` reads."""
    content = {"format": FORMAT, "version": VERSION, "chats": [chat_to_json(record) for record in records]}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def chat_to_json(record: ChatRecord) -> Json:
    """One chat of a file."""
    chat = record.chat
    return {
        "uid": chat.uid,
        "title": chat.title,
        "title_is_users": chat.title_is_users,
        "created_at": _time(chat.created_at),
        "updated_at": _time(chat.updated_at),
        "pinned": chat.pinned,
        "archived": chat.archived,
        "tags": list(chat.tags),
        "model": _model(chat.model),
        "shown": chat.leaf_id,
        "messages": [_message(message) for message in record.messages],
    }


def fingerprint(record: ChatRecord) -> str:
    """The same for two records exactly when the same things were said in them; titles, tags and pins do not count."""
    said = [
        _message(replace(message, text=clean(message.text), thinking=clean(message.thinking)))
        for message in record.messages
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, allow_nan=False).encode()).hexdigest()


def _message(message: Message) -> Json:
    return {
        "id": message.id,
        "parent": message.parent_id,
        "role": message.role.value,
        "text": message.text,
        "created_at": _time(message.created_at),
        "thinking": message.thinking,
        "state": message.state.value,
        "attachments": [_attachment(attachment) for attachment in message.attachments],
        "tool_calls": [_tool_call(call) for call in message.tool_calls],
        "model": _model(message.model),
        "usage": _usage(message.usage),
        "failure": _failure(message.failure),
        "covers_until": message.covers_until,
    }


def _attachment(attachment: Attachment) -> Json:
    return {
        "kind": attachment.kind.value,
        "name": attachment.name,
        "text": attachment.text,
        "tokens": attachment.tokens,
    }


def _tool_call(call: ToolCall) -> Json:
    """State and result only where there are any: what has none is read by every Javari."""
    content: Json = {"id": call.id, "name": call.name, "arguments": call.arguments}
    if call.state is not ToolState.ASKED or call.result:
        content |= {"state": call.state.value, "result": call.result}
    return content


def _usage(usage: Usage | None) -> Json | None:
    if usage is None:
        return None
    return {
        "input": usage.input,
        "output": usage.output,
        "cache_read": usage.cache_read,
        "cache_write": usage.cache_write,
    }


def _failure(failure: Failure | None) -> Json | None:
    if failure is None:
        return None
    return {
        "kind": failure.kind.value,
        "detail": failure.detail,
        "status": failure.status,
        "retry_after": failure.retry_after,
        "request_id": failure.request_id,
    }


def _model(model: ModelRef | None) -> str | None:
    return None if model is None else str(model)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
