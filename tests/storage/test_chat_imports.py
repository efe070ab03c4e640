from __future__ import annotations

from dataclasses import replace

import pytest

from javari_tui.domain.chat import Attachment, AttachmentKind, Role
from javari_tui.domain.errors import StorageError
from javari_tui.domain.exports import ChatRecord, fingerprint, record
from javari_tui.domain.models import ModelRef, Usage
from javari_tui.storage.chat_imports import import_chat
from javari_tui.storage.search import search_messages
from tests.storage.conftest import Kept


def _exported(kept: Kept) -> ChatRecord:
    kept.say(kept.chats.create().id, "elsewhere")
    chat = kept.chats.create(title="Whales", model=ModelRef("a", "b/c"))
    kept.chats.change(chat.id, tags=("sea",), pinned=True)
    question, _ = kept.say(chat.id, "blue?", "yes")
    attachment = Attachment(kind=AttachmentKind.FILE, name="a.py", text="x", tokens=1)
    kept.messages.add(
        chat_id=chat.id,
        parent_id=question.id,
        role=Role.ASSISTANT,
        text="no",
        usage=Usage(input=3),
        attachments=[attachment],
    )
    return record(kept.chats.get(chat.id), kept.messages.all_of(chat.id))


def test_an_exported_chat_comes_back_the_same_under_new_numbers(kept: Kept) -> None:
    exported = _exported(kept)
    original = kept.chats.by_uid(exported.chat.uid)
    assert original is not None
    kept.chats.delete(original.id)

    chat = import_chat(kept.database, exported)

    again = record(chat, kept.messages.all_of(chat.id))
    assert again == exported
    assert fingerprint(again) == fingerprint(exported)
    assert chat.id != original.id
    assert [hit.chat_id for hit in search_messages(kept.database, "blue")] == [chat.id]
    (said,) = kept.say(chat.id, "and on it goes", after=chat.leaf_id)
    assert said.id > max(message.id for message in kept.messages.all_of(chat.id)[:-1])
    assert kept.chats.restore(original.id).uid != chat.uid


def test_a_chat_that_is_here_is_not_made_twice(kept: Kept) -> None:
    exported = _exported(kept)

    with pytest.raises(StorageError):
        import_chat(kept.database, exported)

    assert len(kept.chats.list()) == 2


def test_half_a_chat_is_never_left_behind(kept: Kept) -> None:
    exported = _exported(kept)
    orphan = replace(exported.messages[-1], parent_id=99)
    broken = ChatRecord(replace(exported.chat, uid="other-uid"), (*exported.messages[:-1], orphan))

    with pytest.raises(StorageError):
        import_chat(kept.database, broken)

    assert kept.chats.by_uid("other-uid") is None
