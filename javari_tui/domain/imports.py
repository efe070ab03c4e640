"""Reading a file of chats. The file is untrusted: each field's type, size and place is checked, nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import replace

from javari_tui.domain.attachments import MAX_COUNT
from javari_tui.domain.chat import Attachment, AttachmentKind, Chat, Message, MessageState, Role, ToolCall, ToolState
from javari_tui.domain.checked_fields import MAX_WORD, CheckedFields, parse_json, refuse
from javari_tui.domain.errors import ImportRefused
from javari_tui.domain.exports import FORMAT, VERSION, ChatRecord
from javari_tui.domain.models import Failure, FailureKind, Usage
from javari_tui.i18n import N_

MAX_FILE = 64 * 1024 * 1024
"""Characters of a file."""
MOST_BYTES = 4 * MAX_FILE
"""Bytes of a file: what is larger has more characters too, and is refused before it is read."""
MAX_CHATS = 10_000
MAX_MESSAGES = 100_000
"""Messages of one chat."""
MAX_TEXT = 4 * 1024 * 1024
"""Characters of one message."""
MAX_TAGS = 100
MAX_TOOL_CALLS = 1_000
MAX_DETAIL = 2_000

_UID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def read_records(text: str) -> tuple[ChatRecord, ...]:
    """The chats of an exported file; ImportRefused says what is wrong with it."""
    if len(text) > MAX_FILE:
        raise ImportRefused(N_("This file is too large to be imported."))
    content = CheckedFields(parse_json(text.removeprefix("\ufeff")), "")
    if content.value("format") != FORMAT:
        raise ImportRefused
    version = content.number("version")
    if version != VERSION:
        raise ImportRefused(
            N_("This export has version {version}; this Javari reads version {known}."),
            cure=N_("Upgrade Javari, then try again."),
            version=version,
            known=VERSION,
        )
    records = content.list_of("chats", MAX_CHATS, _chat)
    content.nothing_else()
    if len({record.chat.uid for record in records}) != len(records):
        refuse("chats")
    return records


def _chat(content: object, where: str) -> ChatRecord:
    fields = CheckedFields(content, where)
    uid = fields.exact("uid", 64)
    if not _UID.fullmatch(uid):
        refuse(fields.place("uid"))
    messages = fields.list_of("messages", MAX_MESSAGES, _message)
    chat = Chat(
        id=1,
        uid=uid,
        title=fields.word("title"),
        title_is_users=fields.yes("title_is_users"),
        created_at=fields.time("created_at"),
        updated_at=fields.time("updated_at"),
        pinned=fields.yes("pinned"),
        archived=fields.yes("archived"),
        tags=fields.list_of("tags", MAX_TAGS, _tag),
        model=fields.model("model"),
        leaf_id=fields.number_or_none("shown"),
        message_count=len(messages),
    )
    fields.nothing_else()
    _check_tree(messages, where)
    if chat.leaf_id is not None and not 1 <= chat.leaf_id <= len(messages):
        refuse(fields.place("shown"))
    return ChatRecord(chat, messages)


def _check_tree(messages: tuple[Message, ...], where: str) -> None:
    """Messages are numbered from 1 and follow only earlier ones: so there is no cycle and nobody is missing."""
    for number, message in enumerate(messages, start=1):
        place = f"{where}.messages[{number - 1}]"
        if message.id != number:
            refuse(f"{place}.id")
        if message.parent_id is not None and not 1 <= message.parent_id < number:
            refuse(f"{place}.parent")
        covers = message.covers_until
        if covers is not None and (message.role is not Role.SUMMARY or not 1 <= covers < number):
            refuse(f"{place}.covers_until")


def _message(content: object, where: str) -> Message:
    fields = CheckedFields(content, where)
    state = fields.one_of("state", MessageState)
    message = Message(
        id=fields.number("id"),
        chat_id=1,
        parent_id=fields.number_or_none("parent"),
        role=fields.one_of("role", Role),
        text=fields.text("text", MAX_TEXT),
        created_at=fields.time("created_at"),
        thinking=fields.text("thinking", MAX_TEXT),
        # Nobody writes an imported answer on.
        state=MessageState.CUT if state is MessageState.STREAMING else state,
        attachments=fields.list_of("attachments", MAX_COUNT, _attachment),
        tool_calls=fields.list_of("tool_calls", MAX_TOOL_CALLS, _tool_call),
        model=fields.model("model"),
        usage=fields.part("usage", _usage),
        failure=fields.part("failure", _failure),
        covers_until=fields.number_or_none("covers_until"),
    )
    fields.nothing_else()
    return message


def _tag(content: object, where: str) -> str:
    return CheckedFields({"tag": content}, where).word("tag")


def _attachment(content: object, where: str) -> Attachment:
    fields = CheckedFields(content, where)
    attachment = Attachment(
        kind=fields.one_of("kind", AttachmentKind),
        name=fields.word("name"),
        text=fields.exact("text", MAX_FILE),
        tokens=fields.number("tokens"),
    )
    fields.nothing_else()
    return attachment


def _tool_call(content: object, where: str) -> ToolCall:
    fields = CheckedFields(content, where)
    call = ToolCall(
        id=fields.text("id", MAX_WORD), name=fields.text("name", MAX_WORD), arguments=fields.text("arguments", MAX_TEXT)
    )
    if fields.has("state"):
        call = replace(call, state=fields.one_of("state", ToolState), result=fields.text("result", MAX_TEXT))
        if call.is_under_way:  # nobody carries an imported call on
            call = replace(call, state=ToolState.ASKED)
    fields.nothing_else()
    return call


def _usage(content: object, where: str) -> Usage:
    fields = CheckedFields(content, where)
    usage = Usage(
        input=fields.number("input"),
        output=fields.number("output"),
        cache_read=fields.number("cache_read"),
        cache_write=fields.number("cache_write"),
    )
    fields.nothing_else()
    return usage


def _failure(content: object, where: str) -> Failure:
    fields = CheckedFields(content, where)
    failure = Failure(
        kind=fields.one_of("kind", FailureKind),
        detail=fields.text("detail", MAX_DETAIL),
        status=fields.number_or_none("status"),
        retry_after=fields.seconds("retry_after"),
        request_id=fields.text("request_id", MAX_WORD),
    )
    fields.nothing_else()
    return failure
