from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import Draft
from javari_tui.domain.conversation import QueueChanged, WorkEnded
from javari_tui.domain.errors import DiskFull, NotFound
from javari_tui.domain.models import FailureKind, Finished, ModelRef, StopReason, TextPiece
from javari_tui.providers.scripted import Hold, failing, saying
from javari_tui.services.conversation import sending
from tests.services.javari import Opener, until


async def test_what_is_sent_while_an_answer_runs_waits_and_goes_in_order(opener: Opener) -> None:
    released = asyncio.Event()
    first = [TextPiece("1"), Hold(released.wait), Finished(StopReason.END)]
    javari = await opener([first, saying("2"), saying("3")])
    chat = await javari.services.conversation.send(None, "One")
    await javari.services.conversation.send(chat.id, "Two")
    await javari.services.conversation.send(chat.id, "Three")
    assert [item.text for item in await javari.services.prompts.queue(chat.id)] == ["Two", "Three"]
    assert len(javari.requests()) == 1
    released.set()
    await javari.idle(chat.id)
    assert [text for _, _, text in await javari.say(chat.id)] == ["One", "1", "Two", "2", "Three", "3"]
    waiting = [[item.text for item in update.queue] for update in javari.told(QueueChanged)]
    assert waiting == [["Two"], ["Two", "Three"], ["Three"], []]


async def test_waiting_message_can_be_removed_and_comes_back(opener: Opener) -> None:
    released = asyncio.Event()
    javari = await opener([[Hold(released.wait), TextPiece("1"), Finished(StopReason.END)], saying("never")])
    chat = await javari.services.conversation.send(None, "One")
    await javari.services.conversation.send(chat.id, "Two")
    (waiting,) = await javari.services.prompts.queue(chat.id)
    taken = await javari.services.conversation.remove_queued(waiting.id)
    assert taken == waiting
    assert await javari.services.conversation.remove_queued(waiting.id) is None
    released.set()
    await javari.idle(chat.id)
    assert len(javari.requests()) == 1


async def test_after_a_failure_the_queue_waits_until_it_is_resumed(opener: Opener) -> None:
    released = asyncio.Event()
    javari = await opener([[Hold(released.wait), *failing(FailureKind.BAD_KEY)], saying("2")])
    chat = await javari.services.conversation.send(None, "One")
    await javari.services.conversation.send(chat.id, "Two")
    released.set()
    await javari.idle(chat.id)
    assert [item.text for item in await javari.services.prompts.queue(chat.id)] == ["Two"]
    await javari.services.conversation.resume_queue(chat.id)
    await javari.idle(chat.id)
    assert [text for _, _, text in await javari.say(chat.id)] == ["One", "", "Two", "2"]


async def test_after_a_stop_the_next_send_goes_behind_those_that_wait(opener: Opener) -> None:
    javari = await opener([[TextPiece("1"), Hold(asyncio.Event().wait)], saying("2"), saying("3")])
    chat = await javari.services.conversation.send(None, "One")
    await until(lambda: javari.shown(2))
    await javari.services.conversation.send(chat.id, "Waits")
    await javari.services.conversation.stop(chat.id)
    assert len(javari.requests()) == 1
    await javari.ask("Now", chat.id)
    assert [text for _, _, text in await javari.say(chat.id)] == ["One", "1", "Waits", "2", "Now", "3"]
    waiting = [[item.text for item in update.queue] for update in javari.told(QueueChanged)]
    assert waiting == [["Waits"], ["Waits", "Now"], ["Now"], []]


async def test_question_asked_beside_the_queue_leaves_it_and_the_draft_alone(opener: Opener) -> None:
    javari = await opener([[TextPiece("1"), Hold(asyncio.Event().wait)], saying("2")])
    conversation = javari.services.conversation
    chat = await conversation.send(None, "One")
    await until(lambda: javari.shown(2))
    await conversation.send(chat.id, "Waits")
    await conversation.stop(chat.id)
    await javari.services.prompts.save_draft(chat.id, Draft(text="half a thou"))
    await javari.services.prompts.save_draft(0, Draft(text="another"))
    await conversation.ask(chat.id, "Beside", model=ModelRef("scripted", "other"))
    await javari.idle(chat.id)
    assert [text for _, _, text in (await javari.say(chat.id))[2:]] == ["Beside", "2"]
    assert [request.model for request in javari.requests()] == ["script", "other"]
    opening = await javari.services.chats.open(chat.id)
    assert [item.text for item in opening.queue] == ["Waits"]
    assert (opening.chat.model, opening.draft.text) == (None, "half a thou")
    assert (await javari.services.prompts.draft(0)).text == "another"
    with pytest.raises(NotFound):
        await conversation.ask(chat.id + 1, "Where?")


async def test_queue_is_sent_by_the_javari_whose_answer_runs(opener: Opener) -> None:
    released = asyncio.Event()
    first = await opener([[TextPiece("1"), Hold(released.wait), Finished(StopReason.END)], saying("2")])
    chat = await first.services.conversation.send(None, "One")
    await until(lambda: first.shown(2))
    second = await opener([saying("never")])
    await second.services.conversation.send(chat.id, "Two")
    await second.idle(chat.id)
    await second.services.conversation.resume_queue(chat.id)
    await second.idle(chat.id)
    assert second.requests() == []
    released.set()
    await first.idle(chat.id)
    assert [text for _, _, text in await first.say(chat.id)] == ["One", "1", "Two", "2"]


async def test_error_that_ends_the_work_before_an_answer_is_told(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    javari = await opener([[TextPiece("1"), Hold(asyncio.Event().wait)], saying("2")])
    chat = await javari.services.conversation.send(None, "One")
    await until(lambda: javari.shown(2))
    await javari.services.conversation.send(chat.id, "Two")
    await javari.services.conversation.stop(chat.id)

    def full(*anything: object) -> None:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(sending, "write_next_of_queue", full)
        await javari.services.conversation.resume_queue(chat.id)
        await javari.idle(chat.id)
    assert isinstance(javari.told(WorkEnded)[-1].error, DiskFull)
    assert [item.text for item in await javari.services.prompts.queue(chat.id)] == ["Two"]
    await javari.services.conversation.resume_queue(chat.id)
    await javari.idle(chat.id)
    assert javari.told(WorkEnded)[-1].error is None


async def test_queue_is_still_there_after_a_restart_and_waits(opener: Opener) -> None:
    javari = await opener([[TextPiece("1"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "One")
    await javari.services.conversation.send(chat.id, "Two")
    await javari.services.close()
    again = await opener([saying("2")])
    opening = await again.services.chats.open(chat.id)
    assert [item.text for item in opening.queue] == ["Two"]
    assert again.requests() == []
    await again.services.conversation.resume_queue(chat.id)
    await again.idle(chat.id)
    assert (await again.say(chat.id))[-1] == ("assistant", "complete", "2")


async def test_resuming_an_empty_queue_does_nothing(opener: Opener) -> None:
    javari = await opener([saying("1")])
    chat_id = await javari.ask("One")
    await javari.services.conversation.resume_queue(chat_id)
    await javari.idle(chat_id)
    assert len(javari.requests()) == 1


async def test_many_sends_at_once_lose_nothing(opener: Opener) -> None:
    javari = await opener(lambda request: saying(request.turns[-1].text.lower()))
    chat_id = await javari.ask("Start")
    await asyncio.gather(*(javari.services.conversation.send(chat_id, f"Q{number}") for number in range(20)))
    await javari.idle(chat_id)
    said = [text for _, _, text in await javari.say(chat_id)][2:]
    assert sorted(said[::2]) == sorted(f"Q{number}" for number in range(20))
    assert said[1::2] == [question.lower() for question in said[::2]]
    assert await javari.services.prompts.queue(chat_id) == ()
