"""Wherever a round of tools ends, what was done is told, nothing more is done, and the answer can go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest

from javari_tui.domain.chat import Message, MessageState, ToolCall, ToolState
from javari_tui.domain.conversation import MessageChanged
from javari_tui.domain.errors import DiskFull
from javari_tui.domain.models import FailureKind, ToolRequested, ToolUse
from javari_tui.domain.unsettled_calls import JAVARI_ENDED, STOPPED
from javari_tui.providers.scripted import calling, calling_all, failing, saying
from javari_tui.storage.messages import MessageStore
from tests.services.javari import Opener, turns, until
from tests.services.play_toolbox import PlayToolbox, answers_sent, has_told, states


@pytest.mark.parametrize("waits_for_the_user", [True, False], ids=["waiting", "running"])
async def test_stop_ends_what_runs_and_the_answer_can_go_on(waits_for_the_user: bool, opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = toolbox.answer = asyncio.Event()
    toolbox.answer = toolbox.answer if waits_for_the_user else None
    uses = [ToolUse("a", "make", "{}"), ToolUse("b", "make", "{}")]
    javari = await opener([calling_all(*uses), saying("Fine.")], toolbox=toolbox)
    chat = await javari.services.conversation.send(None, "Make it")
    state = ToolState.WAITING if waits_for_the_user else ToolState.RUNNING
    await until(partial(has_told, javari, state, ToolState.ASKED))
    async with asyncio.timeout(1):
        await javari.services.conversation.stop(chat.id)
    stopped = (await javari.path(chat.id))[-1]
    assert [call.id for call in toolbox.killed] == [call.id for call in toolbox.begun] == ["a"]
    assert (stopped.state, states(stopped)) == (MessageState.STOPPED, [ToolState.FAILED] * 2)
    assert {call.result for call in stopped.tool_calls} == {STOPPED}
    assert stopped.can_continue
    assert not stopped.came_to_nothing
    await javari.services.conversation.continue_answer(stopped.id)
    await javari.idle(chat.id)
    assert [state for _, state, _ in await javari.say(chat.id)] == ["complete"] * 3
    assert answers_sent(javari.requests()[1]) == [("a", STOPPED, True), ("b", STOPPED, True)]


async def test_closing_in_the_middle_and_going_on_in_the_next_javari(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = asyncio.Event()
    first = await opener([calling("make")], toolbox=toolbox)
    chat = await first.services.conversation.send(None, "Make it")
    await until(lambda: toolbox.begun)
    async with asyncio.timeout(1):
        await first.services.close()
    second = await opener([saying("On it goes.")], toolbox=PlayToolbox())
    cut = (await second.path(chat.id))[-1]
    assert (cut.state, states(cut), cut.tool_calls[0].result) == (MessageState.CUT, [ToolState.FAILED], JAVARI_ENDED)
    await second.services.conversation.continue_answer(cut.id)
    await second.idle(chat.id)
    assert (await second.path(chat.id))[-1].text == "On it goes."


async def test_calls_of_a_dead_process_failed_when_the_library_opens(opener: Opener) -> None:
    toolbox = PlayToolbox()
    toolbox.hold = asyncio.Event()
    javari = await opener([calling("make")], toolbox=toolbox)
    chat = await javari.services.conversation.send(None, "Make it")
    await until(partial(has_told, javari, ToolState.RUNNING))
    stored = javari.services.conversation._desk.stored

    def as_after_a_crash() -> int:
        with stored.database.writing() as session:
            stored.database.plain(session).execute("UPDATE messages SET writer = 'dead' WHERE state = 'streaming'")
        return stored.messages.close_interrupted()

    assert await stored.disk.run(as_after_a_crash) == 1
    cut = (await javari.path(chat.id))[-1]
    assert (cut.state, states(cut), cut.tool_calls[0].result) == (MessageState.CUT, [ToolState.FAILED], JAVARI_ENDED)


async def test_calls_that_the_disk_did_not_take_are_not_carried_out_and_can_be_asked_for_again(opener: Opener) -> None:
    toolbox = PlayToolbox()
    javari = await opener([calling("make"), saying("Fine.")], toolbox=toolbox)
    real: Callable[..., Message] = MessageStore.change

    def full(self: MessageStore, message_id: int, **changes: object) -> Message:
        if "tool_calls" in changes:
            raise DiskFull
        return real(self, message_id, **changes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MessageStore, "change", full)
        chat_id = await javari.ask("Make it")
        shown = javari.told(MessageChanged)[-1].message
        assert (shown.state, toolbox.begun) == (MessageState.FAILED, [])
    await javari.clock.move(2)
    await until(lambda: javari.told(MessageChanged)[-1].message.state is MessageState.CUT)
    await javari.services.conversation.continue_answer(shown.id)
    await javari.idle(chat_id)
    assert answers_sent(javari.requests()[-1]) == [("call_1", STOPPED, True)]


async def test_disk_that_takes_no_result_ends_the_question_and_nothing_more_is_done(opener: Opener) -> None:
    toolbox = PlayToolbox()
    uses = [ToolUse("a", "make", "{}"), ToolUse("b", "make", "{}")]
    javari = await opener([calling_all(*uses), saying("Fine.")], toolbox=toolbox)
    with pytest.MonkeyPatch.context() as patch:
        real: Callable[..., Message] = MessageStore.change

        def full(self: MessageStore, message_id: int, **changes: object) -> Message:
            if toolbox.begun:
                raise DiskFull
            return real(self, message_id, **changes)

        patch.setattr(MessageStore, "change", full)
        chat_id = await javari.ask("Make it")
        shown = javari.told(MessageChanged)[-1].message
        assert shown.failure is not None
        assert (shown.state, shown.failure.kind) == (MessageState.FAILED, FailureKind.DISK)
        assert [call.id for call in toolbox.begun] == ["a"]
    await javari.clock.move(2)
    await until(lambda: javari.told(MessageChanged)[-1].message.state is MessageState.CUT)
    await javari.services.conversation.continue_answer(shown.id)
    await javari.idle(chat_id)
    assert (await javari.path(chat_id))[-1].text == "Fine."


async def test_answer_that_breaks_behind_a_call_is_not_asked_again_by_itself_and_goes_on_below(opener: Opener) -> None:
    toolbox = PlayToolbox()
    broken = [ToolRequested("a", "make", "{}"), *failing(FailureKind.SERVER)]
    javari = await opener([broken, saying("Then so.")], toolbox=toolbox)
    chat_id = await javari.ask("Make it")
    failed = (await javari.path(chat_id))[-1]
    assert (failed.state, states(failed), toolbox.begun) == (MessageState.FAILED, [ToolState.ASKED], [])
    await javari.services.conversation.continue_answer(failed.id)
    await javari.idle(chat_id)
    assert answers_sent(javari.requests()[-1]) == [("a", STOPPED, True)]
    assert [state for _, state, _ in await javari.say(chat_id)] == ["complete"] * 3


async def test_tool_that_will_not_end_holds_nobody_up_and_counts_for_nothing_later(opener: Opener) -> None:
    class Stubborn(PlayToolbox):
        async def carry_out(self, call: ToolCall, **more: object) -> ToolCall:
            self.begun.append(call)
            while not released.is_set():
                with suppress(asyncio.CancelledError):
                    await released.wait()
            self.ended.append(call)
            return replace(call, state=ToolState.DONE, result="too late")

    released, toolbox = asyncio.Event(), Stubborn()
    javari = await opener([calling("make")], toolbox=toolbox)
    chat = await javari.services.conversation.send(None, "Make it")
    await until(lambda: toolbox.begun)
    await javari.services.conversation.stop(chat.id)
    released.set()
    await until(lambda: toolbox.ended)
    await turns()
    stopped = (await javari.path(chat.id))[-1]
    assert (stopped.state, stopped.tool_calls[0].result) == (MessageState.STOPPED, STOPPED)


async def test_toolbox_that_breaks_leaves_an_answer_that_can_go_on(opener: Opener) -> None:
    def broken(call: ToolCall) -> str:
        raise RuntimeError(call.name)

    reported: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: reported.append(context))
    javari = await opener([calling("make")], toolbox=PlayToolbox(broken))
    chat_id = await javari.ask("Make it")
    cut = (await javari.path(chat_id))[-1]
    assert (cut.state, states(cut)) == (MessageState.CUT, [ToolState.FAILED])
    assert reported


async def test_what_is_told_of_a_call_after_its_end_counts_for_nothing(opener: Opener) -> None:
    class Late(PlayToolbox):
        async def carry_out(
            self, call: ToolCall, *, chat_id: int, message_id: int, tell: Callable[[ToolCall], None]
        ) -> ToolCall:
            asyncio.get_running_loop().call_soon(tell, replace(call, state=ToolState.RUNNING))
            return replace(call, state=ToolState.DONE, result="done")

    javari = await opener([calling("make"), saying("Fine.")], toolbox=Late())
    chat_id = await javari.ask("Make it")
    assert states((await javari.path(chat_id))[1]) == [ToolState.DONE]
