from __future__ import annotations

import pytest

from javari_tui.domain.chat import NEW_CHAT_ID, Attachment, AttachmentKind, Draft
from javari_tui.domain.errors import StorageError
from tests.storage.conftest import Kept

PASTE = Attachment(kind=AttachmentKind.PASTE, name="paste", text="long\ntext", tokens=2)


def test_each_chat_keeps_its_draft_and_so_does_the_new_one(kept: Kept) -> None:
    chat = kept.chats.create()
    here, new = Draft(text="here", attachments=(PASTE,), cursor=(0, 2)), Draft(text="new\nline", cursor=(1, 4))

    kept.prompts.save_draft(chat.id, Draft(text="first"))
    kept.prompts.save_draft(chat.id, here)
    kept.prompts.save_draft(NEW_CHAT_ID, new)

    assert (kept.prompts.draft(chat.id), kept.prompts.draft(NEW_CHAT_ID)) == (here, new)
    assert kept.prompts.draft(77).is_empty


@pytest.mark.parametrize("left", [Draft(attachments=(PASTE,)), Draft(text="   "), Draft(text="\n", cursor=(1, 0))])
def test_a_draft_of_attachments_or_spaces_is_not_lost(kept: Kept, left: Draft) -> None:
    kept.prompts.save_draft(NEW_CHAT_ID, left)
    assert kept.prompts.draft(NEW_CHAT_ID) == left

    kept.prompts.save_draft(NEW_CHAT_ID, Draft())
    assert kept.prompts.draft(NEW_CHAT_ID) == Draft()


def test_the_queue_is_first_come_first_served(kept: Kept) -> None:
    chat, other = kept.chats.create(), kept.chats.create()
    first = kept.prompts.enqueue(chat.id, "first", [PASTE])
    second = kept.prompts.enqueue(chat.id, "second")
    kept.prompts.enqueue(other.id, "elsewhere")

    assert kept.prompts.queue(chat.id) == (first, second)
    assert kept.prompts.dequeue(first.id) == first
    assert kept.prompts.dequeue(first.id) is None
    assert kept.prompts.queue(chat.id) == (second,)


def test_nothing_waits_in_a_chat_that_is_not_there(kept: Kept) -> None:
    with pytest.raises(StorageError):
        kept.prompts.enqueue(99, "lost")


def test_the_history_has_the_newest_first_and_nothing_twice(kept: Kept) -> None:
    for text in ("a", "b", "a", "c\ud800", "c\ud800"):
        kept.prompts.remember(text)

    assert kept.prompts.history() == ("c?", "a", "b")
    assert kept.prompts.history(limit=1) == ("c?",)


def test_the_history_forgets_the_oldest(kept: Kept) -> None:
    with kept.database.writing():
        for number in range(2010):
            kept.prompts.remember(str(number))

    history = kept.prompts.history(limit=5000)
    assert (len(history), history[0], history[-1]) == (2000, "2009", "10")
