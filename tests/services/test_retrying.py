from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import MessageState
from javari_tui.domain.models import RETRYABLE, Failure, FailureKind, Finished, StopReason, TextPiece
from javari_tui.providers.scripted import Hold, failing, saying
from javari_tui.services.conversation.retrying import AS_LONG_AS_IT_MAY_HELP, seconds_until_next
from tests.services.javari import Opener, turns, until


@pytest.mark.parametrize("kind", sorted(RETRYABLE))
async def test_passing_failure_is_tried_again_by_itself(opener: Opener, kind: FailureKind) -> None:
    javari = await opener([failing(kind), saying("Here I am.")])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(javari.waits)
    await javari.clock.move(2)
    await javari.idle(chat.id)
    assert (await javari.say(chat.id))[1] == ("assistant", "complete", "Here I am.")
    assert len(javari.requests()) == 2


@pytest.mark.parametrize("kind", sorted(set(FailureKind) - RETRYABLE - {FailureKind.TOO_LONG}))
async def test_lasting_failure_is_not_tried_again(opener: Opener, kind: FailureKind) -> None:
    javari = await opener([failing(kind, detail="as the server said it"), saying("never")])
    chat_id = await javari.ask("Talk")
    answer = (await javari.path(chat_id))[1]
    assert answer.state is MessageState.FAILED
    assert answer.failure == Failure(kind=kind, detail="as the server said it")
    assert len(javari.requests()) == 1
    assert javari.waits() == []


async def test_what_the_server_asks_to_wait_is_counted_down_second_by_second(opener: Opener) -> None:
    javari = await opener([failing(FailureKind.RATE_LIMITED, retry_after=120), saying("At last.")])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(javari.waits)
    await javari.clock.move(119)
    assert len(javari.requests()) == 1
    await javari.clock.move(1.5)
    await javari.idle(chat.id)
    assert [seconds for seconds, _ in javari.waits()] == [*range(120, 0, -1), 0]
    assert (await javari.say(chat.id))[1] == ("assistant", "complete", "At last.")


async def test_stop_ends_a_countdown_at_once(opener: Opener) -> None:
    javari = await opener([failing(FailureKind.OVERLOADED, retry_after=600), saying("never")])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(javari.waits)
    async with asyncio.timeout(1):
        await javari.services.conversation.stop(chat.id)
    await javari.clock.move(1000)
    assert (await javari.say(chat.id))[1] == ("assistant", "stopped", "")
    assert len(javari.requests()) == 1


async def test_tries_are_bounded_and_the_last_failure_stays(opener: Opener) -> None:
    javari = await opener([failing(FailureKind.SERVER, detail="down")])
    chat = await javari.services.conversation.send(None, "Talk")
    for _ in range(1, AS_LONG_AS_IT_MAY_HELP.tries):
        await until(javari.waits)
        await javari.clock.move(60)
    await javari.idle(chat.id)
    answer = (await javari.path(chat.id))[1]
    assert len(javari.requests()) == AS_LONG_AS_IT_MAY_HELP.tries
    assert answer.failure == Failure(kind=FailureKind.SERVER, detail="down")


async def test_server_that_asks_for_hours_is_not_waited_for(opener: Opener) -> None:
    javari = await opener([failing(FailureKind.RATE_LIMITED, retry_after=7200)])
    chat_id = await javari.ask("Talk")
    failure = (await javari.path(chat_id))[1].failure
    assert failure is not None
    assert failure.retry_after == 7200
    assert javari.waits() == []


async def test_answer_that_has_begun_is_never_begun_again(opener: Opener) -> None:
    javari = await opener([failing(FailureKind.OVERLOADED, after="It is"), saying("never")])
    chat_id = await javari.ask("Talk")
    assert (await javari.say(chat_id))[1] == ("assistant", "cut", "It is")
    assert len(javari.requests()) == 1


async def test_silence_is_told_after_ten_seconds_and_again_and_when_it_ends(opener: Opener) -> None:
    released = asyncio.Event()
    javari = await opener([[Hold(released.wait), TextPiece("Hm."), Finished(StopReason.END)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(javari.requests)
    await turns()
    await javari.clock.move(9)
    assert javari.quiet() == []
    await javari.clock.move(12)
    assert javari.quiet() == [10, 15, 20]
    released.set()
    await javari.idle(chat.id)
    assert javari.quiet() == [10, 15, 20, 0]


async def test_waiting_for_the_next_try_is_no_silence(opener: Opener) -> None:
    javari = await opener([failing(FailureKind.OVERLOADED, retry_after=60), saying("x")])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(javari.waits)
    await javari.clock.move(61)
    await javari.idle(chat.id)
    assert javari.quiet() == []


def test_waits_grow_are_bounded_and_never_the_same_for_all() -> None:
    failure = Failure(kind=FailureKind.SERVER)
    longest = [seconds_until_next(failure, tries, lambda: 1.0) for tries in range(1, 9)]
    shortest = [seconds_until_next(failure, tries, lambda: 0.0) for tries in range(1, 9)]
    assert longest == [1, 2, 4, 8, 16, 30, 30, 30]
    assert all(low == high / 2 for low, high in zip(shortest, longest, strict=True))
    assert seconds_until_next(Failure(kind=FailureKind.SERVER, retry_after=45), 1, lambda: 0.0) == 45
