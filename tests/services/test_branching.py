from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import MessageState
from javari_tui.domain.conversation import QueueChanged
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import (
    FailureKind,
    TextPiece,
)
from javari_tui.providers.scripted import Hold, failing, saying
from tests.services.javari import Opener, until


async def test_cut_answer_is_continued_in_the_same_message(opener: Opener) -> None:
    javari = await opener([[TextPiece("One, two, ")], saying("three.")])
    chat_id = await javari.ask("Count")
    cut = (await javari.path(chat_id))[1]
    assert (cut.state, cut.can_continue) == (MessageState.CUT, True)
    await javari.services.conversation.continue_answer(cut.id)
    await javari.idle(chat_id)
    answer = (await javari.path(chat_id))[1]
    assert (answer.id, answer.state, answer.text, answer.failure) == (
        cut.id,
        MessageState.COMPLETE,
        "One, two,three.",
        None,
    )
    assert javari.shown(answer.id) == answer.text
    assert [(turn.from_user, turn.text) for turn in javari.requests()[1].turns] == [
        (True, "Count"),
        (False, "One, two,"),
    ]


async def test_whole_answer_is_not_continued(opener: Opener) -> None:
    javari = await opener([saying("All.")])
    chat_id = await javari.ask("Talk")
    with pytest.raises(NotFound, match="nothing to continue"):
        await javari.services.conversation.continue_answer((await javari.path(chat_id))[1].id)


async def test_regenerated_answer_stands_beside_the_old_one(opener: Opener) -> None:
    javari = await opener([saying("First"), saying("Second")])
    chat_id = await javari.ask("Talk")
    first = (await javari.path(chat_id))[1]
    await javari.services.conversation.regenerate(first.id)
    await javari.idle(chat_id)
    second = (await javari.path(chat_id))[1]
    assert (second.text, second.sibling, second.siblings) == ("Second", 2, 2)
    assert len(javari.requests()[1].turns) == 1
    await javari.services.conversation.show_sibling(second.id, -1)
    assert (await javari.path(chat_id))[1].text == "First"
    await javari.services.conversation.show_sibling(first.id, -1)
    assert (await javari.path(chat_id))[1].text == "First"


async def test_edited_question_starts_a_branch_and_the_old_one_can_be_shown(opener: Opener) -> None:
    javari = await opener([saying("A1"), saying("A2"), saying("B1")])
    chat_id = await javari.ask("One")
    await javari.ask("Two", chat_id)
    old_leaf = (await javari.path(chat_id))[-1].id
    await javari.services.conversation.edit((await javari.path(chat_id))[0].id, "Uno")
    await javari.idle(chat_id)
    assert [text for _, _, text in await javari.say(chat_id)] == ["Uno", "B1"]
    assert [turn.text for turn in javari.requests()[2].turns] == ["Uno"]
    assert {branch.leaf_id for branch in await javari.services.chats.branches(chat_id)} >= {old_leaf}
    await javari.services.conversation.show_branch(chat_id, old_leaf)
    assert [text for _, _, text in await javari.say(chat_id)] == ["One", "A1", "Two", "A2"]


async def test_only_own_messages_are_edited(opener: Opener) -> None:
    javari = await opener([saying("A1")])
    chat_id = await javari.ask("One")
    with pytest.raises(NotFound, match="Only your own messages"):
        await javari.services.conversation.edit((await javari.path(chat_id))[1].id, "Mine")


async def test_editing_while_an_answer_runs_ends_that_answer(opener: Opener) -> None:
    javari = await opener([[TextPiece("Part"), Hold(asyncio.Event().wait)], saying("Whole")])
    chat = await javari.services.conversation.send(None, "One")
    await until(lambda: javari.shown(2))
    await javari.services.conversation.edit(1, "Uno")
    await javari.idle(chat.id)
    assert await javari.say(chat.id) == [("user", "complete", "Uno"), ("assistant", "complete", "Whole")]


async def test_failed_answer_without_text_is_asked_again_by_continuing(opener: Opener) -> None:
    javari = await opener([failing(FailureKind.BAD_KEY), saying("Now it works.")])
    chat_id = await javari.ask("Talk")
    answer = (await javari.path(chat_id))[1]
    await javari.services.conversation.continue_answer(answer.id)
    await javari.idle(chat_id)
    assert await javari.say(chat_id) == [("user", "complete", "Talk"), ("assistant", "complete", "Now it works.")]
    assert javari.told(QueueChanged) == []
