from __future__ import annotations

import asyncio

import pytest

from javari_tui.domain.chat import MessageState, Role
from javari_tui.domain.conversation import MessageChanged
from javari_tui.domain.errors import DiskFull
from javari_tui.domain.models import (
    FailureKind,
    Finished,
    StopReason,
    TextPiece,
    ThinkingPiece,
)
from javari_tui.providers.scripted import Hold, saying
from javari_tui.services.owed import AGAIN
from javari_tui.storage.messages import MessageStore
from tests.services.javari import Opener, until


async def test_stop_keeps_what_came_within_a_second(opener: Opener) -> None:
    javari = await opener([[ThinkingPiece("hm"), TextPiece("Half of it"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    async with asyncio.timeout(1):
        await javari.services.conversation.stop(chat.id)
    answer = (await javari.path(chat.id))[1]
    assert (answer.state, answer.text, answer.thinking) == (MessageState.STOPPED, "Half of it", "hm")
    assert javari.model.closed_early == 1
    assert not javari.services.conversation.is_running(chat.id)


async def test_stop_does_not_wait_for_a_request_that_will_not_end(opener: Opener) -> None:
    released = asyncio.Event()

    async def stubborn() -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue

    javari = await opener([[TextPiece("Some"), Hold(stubborn)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    async with asyncio.timeout(1):
        await javari.services.conversation.stop(chat.id)
    assert (await javari.say(chat.id))[1] == ("assistant", "stopped", "Some")
    released.set()


async def test_stop_where_nothing_runs_does_nothing(opener: Opener) -> None:
    javari = await opener([saying("Yes")])
    chat_id = await javari.ask("Talk")
    await javari.services.conversation.stop(chat_id)
    assert (await javari.say(chat_id))[1] == ("assistant", "complete", "Yes")


@pytest.mark.parametrize(
    ("reason", "state", "kind"),
    [
        (StopReason.LENGTH, MessageState.CUT, FailureKind.LENGTH),
        (StopReason.REFUSED, MessageState.FAILED, FailureKind.REFUSED),
        (StopReason.CONTEXT_FULL, MessageState.CUT, FailureKind.TOO_LONG),
    ],
)
async def test_an_early_end_is_told_and_keeps_the_text(
    opener: Opener, reason: StopReason, state: MessageState, kind: FailureKind
) -> None:
    javari = await opener([[TextPiece("Part"), Finished(reason)]])
    chat_id = await javari.ask("Talk")
    answer = (await javari.path(chat_id))[1]
    assert answer.failure is not None
    assert (answer.state, answer.failure.kind, answer.text) == (state, kind, "Part")


async def test_closing_keeps_what_came_and_takes_less_than_a_second(opener: Opener) -> None:
    javari = await opener([[TextPiece("Half"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    async with asyncio.timeout(1):
        await javari.services.close()
    again = await opener([saying("x")])
    assert (await again.say(chat.id))[1] == ("assistant", "cut", "Half")


async def test_disk_full_at_a_send_raises_and_asks_nothing(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    javari = await opener([saying("x")])
    real, calls = MessageStore.add, []

    def add(self: MessageStore, **fields: object) -> object:
        calls.append(fields["role"])
        if fields["role"] is Role.ASSISTANT:
            raise DiskFull
        return real(self, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(MessageStore, "add", add)
    with pytest.raises(DiskFull):
        await javari.services.conversation.send(None, "Precious words")
    assert calls == [Role.USER, Role.ASSISTANT]
    assert javari.requests() == []
    assert javari.updates == []
    assert await javari.services.chats.list() == ()
    assert await javari.services.chats.search("precious") == ()


async def test_disk_full_in_mid_answer_ends_it_and_keeps_the_text_on_screen(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    javari = await opener([[TextPiece("Words on screen"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))

    def full(self: MessageStore, message_id: int, **changes: object) -> object:
        raise DiskFull(detail="no room")

    monkeypatch.setattr(MessageStore, "change", full)
    await javari.clock.move(0.5)
    await javari.idle(chat.id)
    ended = javari.told(MessageChanged)[-1].message
    assert ended.failure is not None
    assert (ended.state, ended.failure.kind, ended.text) == (
        MessageState.FAILED,
        FailureKind.DISK,
        "Words on screen",
    )
    assert javari.model.closed_early == 1


async def test_what_a_full_disk_refused_is_written_when_there_is_room_and_can_be_continued(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    javari = await opener([[TextPiece("Words on screen"), Hold(asyncio.Event().wait)], saying(" and more")])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))

    def full(self: MessageStore, message_id: int, **changes: object) -> object:
        raise DiskFull(detail="no room")

    with monkeypatch.context() as disk:
        disk.setattr(MessageStore, "change", full)
        await javari.clock.move(0.5)
        await javari.idle(chat.id)
    assert (await javari.say(chat.id))[1] == ("assistant", "streaming", "")
    await javari.clock.move(AGAIN)
    await until(lambda: javari.told(MessageChanged)[-1].message.state is MessageState.CUT)
    assert (await javari.say(chat.id))[1] == ("assistant", "cut", "Words on screen")
    await javari.services.conversation.continue_answer((await javari.path(chat.id))[1].id)
    await javari.idle(chat.id)
    assert (await javari.say(chat.id))[1] == ("assistant", "complete", "Words on screen and more")


async def test_what_a_full_disk_refused_is_tried_once_more_at_the_end(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    javari = await opener([saying("Whole answer")])
    real = MessageStore.change

    def full(self: MessageStore, message_id: int, **changes: object) -> object:
        if "state" in changes:
            raise DiskFull(detail="no room")
        return real(self, message_id, **changes)  # type: ignore[arg-type]

    with monkeypatch.context() as disk:
        disk.setattr(MessageStore, "change", full)
        chat_id = await javari.ask("Talk")
    await javari.services.close()
    again = await opener([saying("x")])
    assert (await again.say(chat_id))[1] == ("assistant", "complete", "Whole answer")


async def test_unforeseen_error_in_a_provider_keeps_the_text_and_is_reported(opener: Opener) -> None:
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))

    async def fails() -> None:
        raise ZeroDivisionError

    javari = await opener([[TextPiece("Words"), Hold(fails)]])
    chat_id = await javari.ask("Talk")
    assert (await javari.say(chat_id))[1] == ("assistant", "cut", "Words")
    assert [type(error) for error in reported] == [ZeroDivisionError]


async def test_error_in_a_listener_does_not_touch_the_answer(opener: Opener) -> None:
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))
    javari = await opener([saying("Whole answer")])

    def broken(update: object) -> None:
        raise ZeroDivisionError

    stop_listening = javari.services.conversation.listen(broken)
    chat_id = await javari.ask("Talk")
    assert (await javari.say(chat_id))[1] == ("assistant", "complete", "Whole answer")
    assert reported
    stop_listening()
    reported.clear()
    await javari.ask("Again", chat_id)
    assert reported == []


async def test_deleting_a_chat_ends_its_answer_first(opener: Opener) -> None:
    javari = await opener([[TextPiece("Half"), Hold(asyncio.Event().wait)]])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    await javari.services.chats.delete(chat.id)
    assert javari.services.conversation.running() == ()
    await javari.services.chats.undo_delete(chat.id)
    assert (await javari.say(chat.id))[1] == ("assistant", "stopped", "Half")


async def test_continuing_writes_down_first_what_the_full_disk_refused_and_nothing_later(
    opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk has room again just before the answer is continued, and before the next try of what is owed."""
    javari = await opener([[TextPiece("Words on screen"), Hold(asyncio.Event().wait)], saying(" and more")])
    chat = await javari.services.conversation.send(None, "Talk")
    await until(lambda: javari.shown(2))
    real, refusals = MessageStore.change, [DiskFull(detail="no room")] * 3

    def full_three_times(self: MessageStore, message_id: int, **changes: object) -> object:
        if refusals:
            raise refusals.pop()
        return real(self, message_id, **changes)  # type: ignore[arg-type]

    monkeypatch.setattr(MessageStore, "change", full_three_times)
    await javari.clock.move(0.5)
    await javari.idle(chat.id)
    assert len(refusals) == 1
    with pytest.raises(DiskFull):
        await javari.services.conversation.continue_answer(2)
    await javari.services.conversation.continue_answer(2)
    await javari.idle(chat.id)
    await javari.clock.move(2 * AGAIN)
    assert (await javari.say(chat.id))[1] == ("assistant", "complete", "Words on screen and more")
    assert javari.requests()[-1].turns[-1].text == "Words on screen"
