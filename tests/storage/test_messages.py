from __future__ import annotations

from datetime import UTC, datetime

import pytest

from javari_tui.domain.chat import Attachment, AttachmentKind, MessageState, Role, ToolCall
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import Failure, FailureKind, ModelRef, Usage
from tests.storage.conftest import Kept


def test_a_message_is_read_as_it_was_made(kept: Kept) -> None:
    chat = kept.chats.create()
    attachment = Attachment(kind=AttachmentKind.PASTE, name="paste ñ", text="a\x00b\n🐋", tokens=3)
    usage = Usage(input=1, output=2, cache_read=3, cache_write=4)
    failure = Failure(kind=FailureKind.OVERLOADED, detail="busy", status=529, retry_after=1.5, request_id="r")
    call = ToolCall(id="t1", name="ls", arguments='{"broken": ')

    made = kept.messages.add(
        chat_id=chat.id,
        parent_id=None,
        role=Role.ASSISTANT,
        text="Hello “world”",
        state=MessageState.FAILED,
        attachments=[attachment],
        tool_calls=[call],
        model=ModelRef("openrouter", "x/y/z"),
        covers_until=7,
        created_at=datetime(2026, 2, 3, 4, 5, 6, 7, tzinfo=UTC),
        thinking="hm",
        usage=usage,
        failure=failure,
        replay='[{"signature": "s"}]',
    )

    assert kept.messages.get(made.id) == made
    assert (made.attachments, made.tool_calls, made.usage, made.failure) == ((attachment,), (call,), usage, failure)
    assert (made.model, made.covers_until, made.thinking) == (ModelRef("openrouter", "x/y/z"), 7, "hm")
    assert made.created_at == datetime(2026, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert kept.chats.get(chat.id).leaf_id == made.id


def test_changes_touch_only_what_is_named(kept: Kept) -> None:
    chat = kept.chats.create()
    made = kept.messages.add(chat_id=chat.id, parent_id=None, role=Role.ASSISTANT, text="a", thinking="hm")

    kept.messages.change(made.id, text="ab", usage=Usage(output=2))
    changed = kept.messages.change(made.id, state=MessageState.CUT, failure=Failure(kind=FailureKind.CUT_OFF))

    assert (changed.text, changed.thinking, changed.usage) == ("ab", "hm", Usage(output=2))
    assert (changed.state, changed.failure) == (MessageState.CUT, Failure(kind=FailureKind.CUT_OFF))
    assert kept.messages.change(made.id, failure=None).failure is None


def test_half_characters_do_not_lose_a_message(kept: Kept) -> None:
    chat = kept.chats.create()

    (made,) = kept.say(chat.id, "caf\udce9 and 🐋")

    assert kept.messages.get(made.id).text == "caf? and 🐋"


def test_nothing_hangs_from_another_chat_or_from_nowhere(kept: Kept) -> None:
    chat, other = kept.chats.create(), kept.chats.create()
    (foreign,) = kept.say(other.id, "hello")

    for parent in (foreign.id, 999):
        with pytest.raises(NotFound):
            kept.messages.add(chat_id=chat.id, parent_id=parent, role=Role.USER, text="x")
    for absent in (kept.messages.get, kept.messages.newest_leaf_below):
        with pytest.raises(NotFound):
            absent(999)
    with pytest.raises(NotFound):
        kept.messages.change(999, text="x")
    assert kept.messages.all_of(chat.id) == ()


def test_nothing_is_added_to_a_deleted_chat_but_its_running_answer_ends(kept: Kept) -> None:
    chat = kept.chats.create()
    answer = kept.messages.add(
        chat_id=chat.id, parent_id=None, role=Role.ASSISTANT, text="", state=MessageState.STREAMING
    )
    kept.chats.delete(chat.id)

    with pytest.raises(NotFound):
        kept.say(chat.id, "too late", after=answer.id)
    ended = kept.messages.change(answer.id, text="done", state=MessageState.COMPLETE)

    assert kept.messages.all_of(chat.id) == (ended,)


def test_a_path_is_read_in_pieces_from_its_end(kept: Kept) -> None:
    chat = kept.chats.create()
    said = kept.say(chat.id, *map(str, range(10)))

    last, has_older = kept.messages.path(chat.id, limit=4)
    before, has_older_still = kept.messages.path(chat.id, before=last[0].id, limit=6)

    assert ([*before, *last], has_older, has_older_still) == (said, True, False)
    assert kept.messages.path(chat.id) == (tuple(said), False)
    assert kept.messages.path(chat.id, leaf_id=said[2].id) == (tuple(said[:3]), False)
    assert kept.messages.path(kept.chats.create().id) == ((), False)


def test_an_edited_message_becomes_a_branch(kept: Kept) -> None:
    chat = kept.chats.create()
    question, answer = kept.say(chat.id, "first question", "first answer")
    edited, second = kept.say(chat.id, "better question", "better answer")

    path, _ = kept.messages.path(chat.id)
    assert [message.text for message in path] == ["better question", "better answer"]
    assert [(message.sibling, message.siblings) for message in path] == [(2, 2), (1, 1)]
    assert kept.messages.siblings(edited.id) == (question.id, edited.id)
    assert kept.messages.newest_leaf_below(question.id) == answer.id

    shown, other = kept.messages.branches(chat.id)
    assert (shown.leaf_id, shown.current, shown.forks_at) == (second.id, True, second.id)
    assert (other.leaf_id, other.current, other.forks_at) == (answer.id, False, None)
    assert (other.excerpt, other.message_count) == ("first question", 2)


def test_adding_aside_leaves_the_shown_branch_alone(kept: Kept) -> None:
    chat = kept.chats.create()
    question, answer = kept.say(chat.id, "question", "answer")

    aside = kept.messages.add(
        chat_id=chat.id, parent_id=question.id, role=Role.ASSISTANT, text="other", make_leaf=False
    )

    assert kept.chats.get(chat.id).leaf_id == answer.id
    other = kept.messages.branches(chat.id)[1]
    assert (other.leaf_id, other.forks_at, other.excerpt) == (aside.id, question.id, "other")


def test_a_branch_shown_up_to_its_middle_is_the_current_one(kept: Kept) -> None:
    chat = kept.chats.create()
    said = kept.say(chat.id, "one", "two", "three")

    kept.chats.change(chat.id, leaf_id=said[1].id)

    assert kept.messages.path(chat.id) == (tuple(said[:2]), False)
    (only,) = kept.messages.branches(chat.id)
    assert (only.leaf_id, only.current) == (said[2].id, True)


def test_the_last_sixty_of_ten_thousand_are_found_without_walking_the_chat(kept: Kept) -> None:
    chat = kept.chats.create()
    with kept.database.writing() as session:
        plain = kept.database.plain(session)
        plain.executemany(
            "INSERT INTO messages (chat_id, parent_id, role, state, created_at, text, thinking, attachment_names,"
            " attachments, tool_calls, replay) VALUES (?, ?, 'user', 'complete', '2026-01-01T00:00:00.000000Z', ?,"
            " '', '', '[]', '[]', '')",
            [(chat.id, number or None, f"message {number}") for number in range(10_000)],
        )
        kept.chats.change(chat.id, leaf_id=10_000)

    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with kept.database.reading() as session:
        kept.database.plain(session).set_progress_handler(count, 1000)
        path, has_older = kept.messages.path(chat.id, limit=60)
        kept.database.plain(session).set_progress_handler(None, 0)

    assert ([path[0].id, path[-1].id], has_older) == ([9941, 10_000], True)
    assert steps < 30, "thousands of SQLite's own steps: walking all of them takes some four hundred"
