from __future__ import annotations

from datetime import timedelta

import pytest

from javari_tui.domain.chat import Draft, ScrollPlace
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import ModelRef
from javari_tui.storage.database import Database
from javari_tui.storage.search import search_messages
from tests.storage.conftest import Kept


def test_a_new_chat_is_read_as_it_was_made(kept: Kept) -> None:
    model = ModelRef("anthropic", "some/model")

    chat = kept.chats.create(model=model, title="Whales")

    assert kept.chats.get(chat.id) == chat == kept.chats.by_uid(chat.uid)
    assert (chat.title, chat.model, chat.message_count, chat.leaf_id) == ("Whales", model, 0, None)
    assert chat.created_at.tzinfo is not None


def test_every_field_can_be_changed_alone(kept: Kept) -> None:
    chat = kept.chats.create(title="Old")

    kept.chats.change(chat.id, title="New", title_is_users=True)
    kept.chats.change(chat.id, tags=("work", "ssh", "work"))
    kept.chats.change(chat.id, model=ModelRef("a", "b"), pinned=True)
    changed = kept.chats.change(chat.id, archived=True)

    assert (changed.title, changed.title_is_users, changed.pinned, changed.archived) == ("New", True, True, True)
    assert changed.tags == ("work", "ssh")
    assert changed.model == ModelRef("a", "b")
    assert kept.chats.change(chat.id, model=None).model is None


def test_the_list_has_pinned_chats_first_then_the_last_written_and_no_empty_ones(kept: Kept) -> None:
    old, pinned, young, _empty = (kept.chats.create(title=title) for title in ("old", "pinned", "young", "empty"))
    for chat in (old, pinned, young):
        kept.say(chat.id, "hello")
    kept.chats.change(pinned.id, pinned=True)
    kept.say(old.id, "again")

    assert [chat.title for chat in kept.chats.list()] == ["pinned", "old", "young"]
    assert [chat.title for chat in kept.chats.list(limit=1, offset=1)] == ["old"]


def test_renaming_does_not_move_a_chat_up(kept: Kept) -> None:
    first, second = kept.chats.create(), kept.chats.create()
    kept.say(first.id, "hello")
    kept.say(second.id, "hello")

    kept.chats.change(first.id, title="Renamed", tags=("x",))

    assert [chat.id for chat in kept.chats.list()] == [second.id, first.id]


def test_archived_and_tagged_chats_are_listed_apart(kept: Kept) -> None:
    work, home, gone = (kept.chats.create(title=title) for title in ("work", "home", "gone"))
    for chat in (work, home, gone):
        kept.say(chat.id, "hello")
    kept.chats.change(work.id, tags=("job", "ssh"))
    kept.chats.change(home.id, tags=("ssh",))
    kept.chats.change(gone.id, archived=True)

    assert {chat.title for chat in kept.chats.list()} == {"work", "home"}
    assert [chat.title for chat in kept.chats.list(archived=True)] == ["gone"]
    assert [chat.title for chat in kept.chats.list(tag="job")] == ["work"]
    assert kept.chats.tags() == (("ssh", 2), ("job", 1))


def test_a_deleted_chat_is_nowhere_and_comes_back_whole(kept: Kept) -> None:
    chat = kept.chats.create(title="Whales")
    kept.say(chat.id, "blue whale", "yes")
    before = kept.chats.get(chat.id)
    kept.view.set_open_chat(chat.id)

    kept.chats.delete(chat.id)

    assert kept.chats.list() == () == kept.chats.tags()
    assert kept.chats.by_uid(chat.uid) is None
    assert kept.view.open_chat() is None
    assert search_messages(kept.database, "whale") == ()
    for gone in (kept.chats.get, kept.chats.delete, kept.chats.opening, kept.chats.preview, kept.messages.branches):
        with pytest.raises(NotFound):
            gone(chat.id)
    assert kept.chats.restore(chat.id) == before
    assert len(search_messages(kept.database, "whale")) == 2
    with pytest.raises(NotFound):
        kept.chats.restore(chat.id)


def test_purging_leaves_no_trace_in_any_file(kept: Kept, database: Database) -> None:
    secret, dear = "xylophonic", "keepworthy"
    chat, other = kept.chats.create(title=f"{secret} title"), kept.chats.create()
    last = None
    for start in range(0, 1500, 50):  # not each alone: every transaction waits for the disk
        with database.writing():
            said = kept.say(chat.id, *[f"{secret} {number}" for number in range(start, start + 50)], after=last)
        last = said[-1].id
    kept.say(other.id, dear)
    kept.prompts.save_draft(chat.id, Draft(text=f"{secret} draft"))
    kept.view.save_scroll(chat.id, ScrollPlace(message_id=1))
    kept.chats.delete(chat.id)

    assert kept.chats.purge_deleted(timedelta(days=1)) == 0
    assert kept.chats.purge_deleted(timedelta(0)) == 1

    files = [path for path in database.file.parent.iterdir() if path.is_file()]
    on_disk = b"".join(path.read_bytes() for path in files)
    assert secret.encode() not in on_disk
    assert dear.encode() in on_disk
    assert kept.prompts.draft(chat.id).is_empty
    assert [found.id for found in kept.chats.list()] == [other.id]
    assert kept.chats.create().id > other.id


def test_preview_shows_the_end_of_the_shown_branch(kept: Kept) -> None:
    chat = kept.chats.create()
    said = kept.say(chat.id, "one", "two\nlines", "three\nmore\nlines", "four")

    assert kept.chats.preview(chat.id, lines=4) == tuple(said[2:])
    assert kept.chats.preview(chat.id) == tuple(said)
    assert kept.chats.preview(kept.chats.create().id) == ()


def test_an_opening_has_all_that_was_left(kept: Kept) -> None:
    chat = kept.chats.create()
    said = kept.say(chat.id, "one", "two", "three")
    draft, place = Draft(text="not sent", cursor=(0, 3)), ScrollPlace(message_id=said[1].id, rows=4, following=False)
    kept.prompts.save_draft(chat.id, draft)
    kept.view.save_scroll(chat.id, place)
    waiting = kept.prompts.enqueue(chat.id, "later")

    opening = kept.chats.opening(chat.id, messages=2)

    assert opening.chat == kept.chats.get(chat.id)
    assert (opening.messages, opening.has_older) == (tuple(said[1:]), True)
    assert (opening.draft, opening.scroll, opening.queue) == (draft, place, (waiting,))
