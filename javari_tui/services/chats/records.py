"""Chats to and from records, on the disk thread."""

from __future__ import annotations

import uuid
from dataclasses import replace

from javari_tui.domain.chat import Chat
from javari_tui.domain.exports import ChatRecord, fingerprint, record
from javari_tui.services.stored import Stored
from javari_tui.storage.chat_imports import import_chat

_COPIES = uuid.UUID("9e2f4c1a-6d1b-4c36-9a53-5f0e4b7a2d18")
"""Names the uids of imported copies: the same file gives the same copy, however often it is imported."""


def record_of(stored: Stored, chat_id: int) -> ChatRecord:
    """A whole chat, as it is in one moment."""
    with stored.database.reading():
        return record(stored.chats.get(chat_id), stored.messages.all_of(chat_id))


def import_records(stored: Stored, records: tuple[ChatRecord, ...]) -> tuple[Chat, ...]:
    """The chats of a file, all of them or none; one that is here with the same words is not doubled."""
    with stored.database.writing():
        return tuple(_import_one(stored, made) for made in records)


def _import_one(stored: Stored, made: ChatRecord) -> Chat:
    here = stored.chats.by_uid(made.chat.uid)
    if here is None:
        return import_chat(stored.database, made)
    print_of_file = fingerprint(made)
    if fingerprint(record_of(stored, here.id)) == print_of_file:
        return here
    uid = str(uuid.uuid5(_COPIES, f"{made.chat.uid} {print_of_file}"))
    copied_before = stored.chats.by_uid(uid)
    if copied_before is not None:
        return copied_before
    return import_chat(stored.database, ChatRecord(replace(made.chat, uid=uid), made.messages))
