from __future__ import annotations

import asyncio

from javari_tui.domain.conversation import QueueChanged
from javari_tui.domain.models import FailureKind, Finished, StopReason, TextPiece
from javari_tui.providers.scripted import Hold, failing, saying
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


async def test_after_a_stop_the_next_send_goes_first_and_the_queue_follows(opener: Opener) -> None:
    javari = await opener([[TextPiece("1"), Hold(asyncio.Event().wait)], saying("2"), saying("3")])
    chat = await javari.services.conversation.send(None, "One")
    await until(lambda: javari.shown(2))
    await javari.services.conversation.send(chat.id, "Waits")
    await javari.services.conversation.stop(chat.id)
    assert len(javari.requests()) == 1
    await javari.ask("Now", chat.id)
    assert [text for _, _, text in await javari.say(chat.id)] == ["One", "1", "Now", "2", "Waits", "3"]


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
